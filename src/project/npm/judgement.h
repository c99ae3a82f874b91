#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/manifest_facts.h"
#include "project/npm/facts.h"
#include "rules/rule_set.h"

namespace stackfit {
struct RegistryAnswers;
}

namespace stackfit::npm {

/// How sure each kind of evidence makes us, 0–1; numbers of the rule page.
struct Confidence {
  double flag = 0;          ///< the lockfile carries the author's flag for this very version
  double exact = 0;         ///< other lockfiles carry it
  double range = 0;         ///< the notice or the package as a whole covers the version
  double once = 0;          ///< only one public lockfile says so
  double without_lock = 0;  ///< factor: only a range is known
  double aged = 0;          ///< factor: the facts are older than 18 months
};

/// What is known of one package at one version.
struct Judgement {
  std::string status;  ///< deprecated, abandoned, maintenance-mode; empty: nothing against it
  std::string kind;
  bool package_level = false;  ///< the package as a whole, not this version only
  bool flagged = false;        ///< by the lockfile itself
  bool online = false;         ///< by the registry
  bool finished = false;       ///< small, old and well
  double confidence = 0;
  std::vector<std::string> replacement;
  std::optional<Version> clean, cleanest;  ///< lowest and highest later versions without a flag
  std::string reason;                      ///< in place of what the kind says; mostly empty
  std::string words;                       ///< the author's, made safe; empty: not recorded
  bool mild = false;                       ///< never more than a note
  const Fact* fact = nullptr;              ///< the row that speaks of it
  bool bad() const { return !status.empty(); }
};

struct JudgeContext {
  Confidence confidence;
  std::string as_of;                         ///< ISO date
  const RegistryAnswers* answers = nullptr;  ///< null: no registry was asked
  /// Whether a word is the name of a package: in the lockfile or the facts.
  std::function<bool(std::string_view)> is_package;
};

/// Judges a locked package: its flag first, else the bundled facts for its name and version.
/// Packages that do not come from the registry are never judged.
Judgement judge(const LockedPackage& package, const JudgeContext& context);

/// Fills a verdict with what a fact says, as far as the match is sure.
void use_fact(const Fact& fact, Match match, const JudgeContext& context, Judgement& verdict);

/// Judges what a range will install when there is no lockfile: packages that ended as a whole, and
/// ranges that can only be satisfied by flagged versions.
Judgement judge_range(std::string_view name, std::string_view range, const JudgeContext& context);

}  // namespace stackfit::npm
