#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/finding.h"

namespace stackfit {

/// What kind of code a path holds; decides severity steps and the weight of evidence.
enum class Zone : std::uint8_t { kProduct, kTest, kExample, kDocs, kVendored, kGenerated };

struct FileInventory {
  std::uint64_t analysed = 0;
  std::map<std::string, std::uint64_t> by_language;  ///< analysed source files
  std::vector<Skipped> partial;                      ///< analysed, but not all of it
  std::vector<Skipped> skipped;
};

/// How often a rule could have been broken and how often it was: the input of the health score.
/// Made by tally() (project/units.h).
struct RuleUnits {
  std::string rule;
  double flagged = 0;         ///< units flagged, each by severity and confidence
  double flagged_full = 0;    ///< the same with every confidence taken as 1
  double flagged_sure = 0;    ///< the same, counting only what is beyond doubt
  double clean = 0;           ///< units looked at and found clean
  bool applicable = true;     ///< false: there is nothing in the project the rule speaks of
  bool inconclusive = false;  ///< true: the rule could not look (files lost, manifest unreadable)
};

/// Shares of the styles of asynchronous code over the product code of the project, and how deep its
/// callbacks nest (javascript.md §4.4, §4.6).
struct AsyncStyle {
  double callback = 0, then = 0, await = 0;  ///< 0–1
  std::uint64_t sites = 0;
  std::array<std::uint64_t, 12> depth_histogram = {};  ///< callbacks at depth 0 … 11 and more
  std::uint64_t callbacks = 0;                         ///< sum of the histogram
  std::uint32_t deepest = 0;
  std::uint32_t median = 0, p90 = 0, p95 = 0;  ///< depths; 11 stands for 11 and more
  double deep = 0;              ///< share of the callbacks at `deep_from` or deeper, 0–1
  double very_deep = 0;         ///< the same one level deeper
  std::string band;             ///< of `deep`: good, watch, poor, bad; empty: too few callbacks
  std::uint64_t functions = 0;  ///< functions that take part in asynchronous code
  std::uint64_t mixed = 0;      ///< of these, functions that mix styles
  std::uint32_t deep_from = 3;  ///< what `deep` means
};

/// A place that speaks for something.
struct Evidence {
  std::string path;
  std::uint32_t line = 0;
  std::string what;
};

/// One package of the npm tree that deserves a word (dependencies.md §7).
struct NpmDependency {
  std::string name;
  std::string version;
  std::string status;  ///< deprecated, abandoned, maintenance-mode, quiet, unknown
  std::string kind;    ///< superseded, renamed, native, security …
  bool direct = false;
  std::vector<std::string> via;  ///< shortest path from the project, without the package itself
  std::uint64_t paths = 1;       ///< number of ways it is reached
  std::string scope;             ///< prod, dev, optional, peer
  std::string action;            ///< replace, upgrade, refresh, upgrade-parent, override, wait
  std::vector<std::string> replacement;
  std::string workspace;  ///< folder of the package.json, "" for the root
  std::vector<Evidence> evidence;
};

/// What came of asking a package registry.
struct RegistryReport {
  std::string registry;            ///< its address without secrets; empty: nobody was asked
  std::uint64_t asked = 0;         ///< packages
  std::uint64_t answered = 0;      ///< of these
  std::string asked_on;            ///< ISO date of the oldest answer
  bool dates_trusted = false;      ///< its dates passed the checks: ages count
  std::vector<std::string> notes;  ///< what a reader has to know, one sentence each
};

struct NpmReport {
  std::vector<NpmDependency> dependencies;
  std::vector<NpmDependency> pypi;  ///< the same of Python's packages
  std::uint64_t packages = 0;       ///< name@version instances in the lockfiles
  std::uint64_t unknown = 0;        ///< instances about which nothing is known
  std::string facts_date;           ///< of the bundled facts
  RegistryReport online;
  std::string flags_recorded;  ///< `yes`, `none`, `format cannot`, `no lockfile`
};

/// npm's and Python's rows, in that order.
inline std::vector<NpmDependency> all_packages(const NpmReport& report) {
  auto rows = report.dependencies;
  rows.insert(rows.end(), report.pypi.begin(), report.pypi.end());
  return rows;
}

/// A technology the project uses, and what shows it.
struct Technology {
  std::string id;
  std::string name;
  std::string category;
  std::string scope;  ///< runtime, dev, peer, optional, transitive, possible
  std::vector<Evidence> evidence;
};

/// One piece of fit evidence: `strength` is weight × scope × zone × corroboration × breadth.
struct FitEvidence {
  std::string signal;
  std::string family;          ///< technology id, or the signal's own id
  std::string evidence_class;  ///< manifest, lockfile, import, call, infra, structure
  std::string role;            ///< workload, hotspot, mitigation
  std::string execution;       ///< inline, pool, process, native, wasm, remote, ""
  std::string runtime;         ///< node, python, ""
  double weight = 0;           ///< 1–5 as in the data
  double strength = 0;
  double confidence = 1;
  std::string unit;  ///< hotspots: the handler, job or async function it stands in
  Evidence place;
};

/// Evidence for one dimension, strongest first.
struct DimensionFacts {
  std::string id;
  std::vector<FitEvidence> evidence;
  double clean_units = 0;  ///< handlers, jobs and async functions without a hotspot
  double node_share = 0;   ///< of the work: how much of it Node carries, 0–1
  double python_share = 0;
};

struct RuntimeFacts {
  std::string id;    ///< node, python
  std::string role;  ///< primary, secondary, tooling, none
  double share = 0;  ///< of product code
};

/// Everything known about the project, before any judgement.
struct ProjectFacts {
  std::string name;
  std::string revision;
  FileInventory files;
  std::vector<Finding> findings;  ///< sorted
  std::vector<RuleUnits> units;   ///< sorted by rule
  AsyncStyle async_style;
  NpmReport npm;
  std::vector<Technology> technologies;  ///< sorted by id
  std::vector<DimensionFacts> dimensions;
  std::vector<RuntimeFacts> runtimes;
  double foreign_share = 0;  ///< of code bytes in neither JavaScript/TypeScript nor Python
  std::string out_of_scope;  ///< why no verdict for the whole can be given; empty: it can
};

}  // namespace stackfit
