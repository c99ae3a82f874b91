#include "project/fit/signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "facts/fit/notebook_reader.h"
#include "project/fit/names.h"
#include "rules/glob_set.h"

namespace stackfit {
namespace {

constexpr double kFewFiles = 0.02, kLeastBreadth = 0.6;
// How sure a hotspot in handlers' scope is: the test for a handler reads one function, not the
// whole program; what a handler calls may be called by others more often.
constexpr double kInHandler = 0.9, kReached = 0.75;
// What a build script does says little of the product; every repository automates its own chores.
constexpr double kTooling = 0.5, kOwnScripts = 0.2;

double evidence_weight(const Sighting& s, double weight) {
  return s.image ? image_weight(weight) : weight;
}

FitEvidence evidence_of(const TechnologyUse& use, const Sighting& s, const DimensionWeight& d) {
  FitEvidence e;
  e.signal = s.signal;
  e.family = use.row->id;
  e.evidence_class = s.evidence_class;
  e.role = use.identity ? "workload" : std::string(role_of(*use.row, d.dimension));
  e.execution = use.row->execution;
  e.runtime = s.runtime;
  e.weight = evidence_weight(s, d.weight);
  e.strength = e.weight * s.strength;
  if (is_notebook(s.place.path) && fit_names().weaker_in_notebooks.contains(d.dimension))
    e.strength *= zone_weight(Zone::kExample);
  e.confidence = std::min(1.0, s.strength);
  e.place = s.place;
  return e;
}

std::string_view class_of(std::string_view kind) {
  if (kind == "file") return "infra";
  if (kind == "code") return "call";
  return kind;  // manifest, structure
}

// How sure it is that a hit is what its row is about; 0: it is not.
double confidence_of(const CallSignal& call, const SignalHit& hit, const FitFile& file,
                     const CallGraph& calls) {
  if (call.role == "hotspot" && (file.zone != Zone::kProduct || file.tooling)) return 0;
  bool async = call.scope == "async";
  if (!async && call.scope != "handler") return zone_weight(file.zone);
  if (async ? hit.in_async : hit.in_handler) return kInHandler;
  auto who = async ? Waiting::kCoroutine : Waiting::kHandler;
  return calls.way_to(file.record->entry.path, hit.line, who).empty() ? 0 : kReached;
}

struct CallHit {
  const FitFile* file;
  const SignalHit* hit;
  double confidence;
};

// Of the product's files in the hits' language, the share that has one.
double breadth_of(const std::vector<CallHit>& hits, const FitInput& input) {
  std::map<std::string_view, std::set<const FitFile*>> files;
  for (const auto& [file, hit, sure] : hits)
    if (file->zone == Zone::kProduct) files[file->runtime].insert(file);
  double share = 0;
  for (const auto& [runtime, with_hit] : files) {
    auto all = input.product_files.find(runtime);
    if (all != input.product_files.end() && all->second > 0)
      share = std::max(share, static_cast<double>(with_hit.size()) / all->second);
  }
  return kLeastBreadth + (1 - kLeastBreadth) * std::min(1.0, share / kFewFiles);
}

void add_call(const CallSignal& call, std::vector<CallHit> hits, const FitInput& input,
              EvidenceByDimension& evidence) {
  double breadth = breadth_of(hits, input);
  // Product code first, so that a cap never keeps a test and drops the product.
  std::stable_sort(hits.begin(), hits.end(), [](const CallHit& a, const CallHit& b) {
    return zone_weight(a.file->zone) > zone_weight(b.file->zone);
  });
  if (call.cap > 0 && hits.size() > call.cap) hits.resize(call.cap);
  for (const auto& [file, hit, sure] : hits)
    for (const auto& [dimension, weight] : call.dimensions) {
      FitEvidence e;
      e.signal = e.family = call.id;
      e.evidence_class = "call";
      e.role = call.role;
      e.execution = call.execution;
      e.runtime = file->runtime;
      e.weight = weight;
      e.strength = weight * zone_weight(file->zone) * breadth;
      if (file->integration) e.strength *= kIntegration;
      if (file->tooling) e.strength *= dimension == "automation" ? kOwnScripts : kTooling;
      e.confidence = sure;
      e.place = {file->record->entry.path, hit->line, hit->what};
      e.unit = fmt::format("{}:{}", e.place.path, hit->unit);
      evidence[dimension].push_back(std::move(e));
    }
}

// What below `.github` there is serves the repository, not its users.
constexpr double kOfRepository = 0.2;
double place_weight(const FitFile& file) {
  bool own = file.record->entry.path.starts_with(".github/");
  return zone_weight(file.zone) * (own ? kOfRepository : 1);
}

struct FileTests {
  std::vector<const FitTest*> rows;
  std::vector<std::string> families;  // of each row
  GlobSet globs{{}};
};

enum class Alternative { kFirst, kLast };

// `serverless.yml` or `serverless.ts` of `serverless.{yml,yaml,ts}`.
std::string alternative_of(std::string glob, Alternative which) {
  for (auto open = glob.find('{'); open != std::string::npos; open = glob.find('{')) {
    auto close = glob.find('}', open);
    if (close == std::string::npos) break;
    auto inside = glob.substr(open + 1, close - open - 1);
    inside = which == Alternative::kFirst ? inside.substr(0, inside.find(','))
                                          : inside.substr(inside.rfind(',') + 1);
    glob.replace(open, close + 1 - open, inside);
  }
  return glob;
}

// A file that one technology is known by is that technology's evidence, whichever table names it.
std::string family_of(const FitTest& row) {
  for (const auto& technology : fit_data().technologies) {
    auto knows = [&](const std::string& path) {
      return std::any_of(technology.files.begin(), technology.files.end(), [&](const FileTest& t) {
        return t.path == path && t.contains == row.contains;
      });
    };
    if (knows(alternative_of(row.match, Alternative::kFirst)) &&
        knows(alternative_of(row.match, Alternative::kLast)))
      return technology.id;
  }
  return row.id;
}

const FileTests& file_tests() {
  static const FileTests kTests = [] {
    FileTests tests;
    std::vector<std::string> globs;
    for (const auto& row : fit_data().tests)
      if (row.kind == "file") {
        tests.rows.push_back(&row);
        tests.families.push_back(family_of(row));
        globs.push_back(row.match);
      }
    tests.globs = GlobSet(globs);
    return tests;
  }();
  return kTests;
}

// The place that satisfies a row in a file whose path matched; line 0: none does.
Evidence place_in(const FitTest& row, const FileRecord& record) {
  const auto& path = record.entry.path;
  if (row.contains.empty()) return {path, 1, std::string(base_name(path))};
  for (const auto& text : record.facts.texts)
    if (text.signal == row.contains) return {path, text.line, text.what};
  return {};
}

// Does the file import a technology that speaks for that kind of work?
bool imports_for(const FitFile& file, const std::vector<TechnologyUse>& uses,
                 std::string_view dimension) {
  for (const auto& use : uses) {
    const auto& dimensions = use.row->dimensions;
    bool speaks = std::any_of(dimensions.begin(), dimensions.end(),
                              [&](const DimensionWeight& d) { return d.dimension == dimension; });
    if (!speaks) continue;
    for (const auto& s : use.sightings)
      if (s.evidence_class == "import" && s.place.path == file.record->entry.path) return true;
  }
  return false;
}

// Rows whose words ask for more than a path: `train.py` trains when it imports a machine-learning
// library; `tasks.py` drives tasks where a runner looks for it, not inside an application.
bool condition_holds(const FitTest& row, const FitFile& file, const FitInput& input,
                     const std::vector<TechnologyUse>& uses) {
  if (row.id == "f_train_script") return imports_for(file, uses, "ml");
  if (row.id == "f_fabfile") return input.roots.count(folder_of(file.record->entry.path)) > 0;
  return true;
}

}  // namespace

void add_test(const FitTest& row, const Evidence& place, double factor, std::string_view runtime,
              EvidenceByDimension& evidence, std::string_view family) {
  for (const auto& [dimension, weight] : row.dimensions) {
    FitEvidence e;
    e.signal = row.id;
    e.family = family.empty() ? row.id : family;
    e.evidence_class = class_of(row.kind);
    e.role = row.role;
    e.runtime = runtime;
    e.weight = weight;
    e.strength = weight * factor;
    e.confidence = factor;
    e.place = place;
    e.unit = fmt::format("{}:{}", place.path, place.line);
    evidence[dimension].push_back(std::move(e));
  }
}

void add_technologies(const std::vector<TechnologyUse>& uses, EvidenceByDimension& evidence) {
  for (const auto& use : uses)
    for (const auto& dimension : use.row->dimensions)
      for (const auto& sighting : use.sightings) {
        if (sighting.strength <= 0) continue;
        auto e = evidence_of(use, sighting, dimension);
        // Naming a pool moves no work: the code must use it.
        if (e.role == "mitigation" && !use.product_import) continue;
        evidence[dimension.dimension].push_back(std::move(e));
      }
}

void add_calls(const FitInput& input, const CallGraph& graph, EvidenceByDimension& evidence) {
  std::map<const CallSignal*, std::vector<CallHit>> hits;
  std::map<std::string_view, const CallSignal*> calls;
  for (const auto& call : fit_data().calls) calls[call.id] = &call;
  for (const auto& file : input.files) {
    if (!file.record->facts.source || zone_weight(file.zone) == 0) continue;
    for (const auto& hit : file.record->facts.source->signals) {
      auto call = calls.find(hit.signal);
      if (call == calls.end()) continue;
      double sure = confidence_of(*call->second, hit, file, graph);
      if (sure > 0) hits[call->second].push_back({&file, &hit, sure});
    }
  }
  for (auto& [call, places] : hits) add_call(*call, std::move(places), input, evidence);
}

void add_files(const FitInput& input, const std::vector<TechnologyUse>& uses,
               EvidenceByDimension& evidence) {
  std::map<const FitTest*, std::uint32_t> counts;
  for (const auto& file : input.files) {
    double weight = place_weight(file);
    if (is_notebook(file.record->entry.path)) weight *= input.notebook_weight;
    if (weight == 0) continue;
    std::set<int> hits;
    for (auto tail : anchored_paths(input, file.record->entry.path))
      for (int hit : file_tests().globs.match(tail)) hits.insert(hit);
    for (int hit : hits) {
      const auto at = static_cast<std::size_t>(hit);
      const FitTest& row = *file_tests().rows[at];
      auto place = place_in(row, *file.record);
      if (place.line == 0) continue;
      if (!condition_holds(row, file, input, uses)) continue;
      if (row.cap == 0 || ++counts[&row] <= row.cap)
        add_test(row, place, weight, file.runtime, evidence, file_tests().families[at]);
    }
  }
}

}  // namespace stackfit
