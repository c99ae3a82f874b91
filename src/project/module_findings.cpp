#include "project/module_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/fit/names.h"
#include "project/units.h"
#include "project/zones.h"
#include "rules/message.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kGod = "god-module", kUntested = "module-untested";
constexpr double kHigh = 0.95;
constexpr std::size_t kMostNames = 3;
constexpr int kTestReach = 2;  // imports from a test to what it tests

struct Module {
  const std::string* path = nullptr;
  const SourceFacts* source = nullptr;
  std::uint32_t in = 0, out = 0;
};

using Sources = std::map<std::string_view, const SourceFacts*>;

Sources sources_of(const std::vector<FileRecord>& records) {
  Sources sources;
  for (const auto& record : records)
    if (record.lost.empty() && record.facts.source)
      sources[record.entry.path] = &*record.facts.source;
  return sources;
}

bool is_product(std::string_view path) {
  return zone_of(path) == Zone::kProduct && !is_tooling_path(path);
}

// Code that does something: no constants, no translations, no file that only passes names on.
bool holds_work(const SourceFacts& source) {
  constexpr std::uint32_t kFewestFunctions = 2, kFewestLines = 20;
  return source.metrics.functions >= kFewestFunctions && source.metrics.code_lines >= kFewestLines;
}

std::vector<Module> modules_of(const ModuleGraph& graph, const Sources& sources) {
  std::vector<Module> modules(graph.modules.size());
  for (std::size_t i = 0; i < graph.modules.size(); ++i) {
    auto source = sources.find(graph.modules[i]);
    if (source == sources.end() || !is_product(graph.modules[i])) continue;
    modules[i].path = &graph.modules[i];
    modules[i].source = source->second;
  }
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (modules[i].source == nullptr) continue;
    for (const auto& edge : graph.edges[i]) {
      if (modules[edge.to].source == nullptr) continue;
      ++modules[i].out;
      ++modules[edge.to].in;
    }
  }
  std::erase_if(modules,
                [](const Module& m) { return m.source == nullptr || !holds_work(*m.source); });
  return modules;
}

template <class Measure>
double percentile(const std::vector<Module>& modules, Measure measure) {
  std::vector<double> values;
  for (const Module& module : modules) values.push_back(measure(module));
  if (values.empty()) return 0;
  auto at = values.begin() + static_cast<std::ptrdiff_t>(kHigh * double(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double threshold(const Rule& rule, const std::string& name) {
  auto at = rule.threshold.find(name);
  return at == rule.threshold.end() ? 0 : at->second;
}

class Surveyor {
 public:
  Surveyor(const Rule& rule, const RuleSet& rules, SuppressionBook& suppressions,
           ProjectFacts& project)
      : rule_(rule), rules_(rules), suppressions_(suppressions), project_(project) {}

  void look_at(double units) { all_ += units; }
  void add(Finding finding) {
    if (!settings_at(rules_, rule_, finding.path).enabled) return;
    suppressions_.apply(finding);
    found_.push_back(finding);
    project_.findings.push_back(std::move(finding));
  }
  void finish() {
    if (!rule_.health) return;
    double flagged = 0;
    for (const Finding& finding : found_)
      if (finding.status != FindingStatus::kSuppressed) flagged += units_in(finding);
    auto units = tally(rule_.id, found_, std::max(0.0, all_ - flagged), rules_.scoring);
    units.applicable = all_ > 0;
    project_.units.push_back(std::move(units));
  }

  Finding start(const std::string& path, std::string_view subject) const {
    Finding finding;
    finding.rule = rule_.id;
    finding.severity = rule_.severity;
    finding.path = path;
    finding.span = {1, 1, 1, 1};
    finding.scope = std::string(subject);
    finding.digest = hash_of(rule_.id);
    return finding;
  }

 private:
  const Rule& rule_;
  const RuleSet& rules_;
  SuppressionBook& suppressions_;
  ProjectFacts& project_;
  std::vector<Finding> found_;
  double all_ = 0;
};

void find_gods(const ModuleGraph& graph, const Sources& sources, const Rule& rule,
               Surveyor& surveyor) {
  auto modules = modules_of(graph, sources);
  surveyor.look_at(static_cast<double>(modules.size()));
  if (static_cast<double>(modules.size()) < threshold(rule, "modules")) return;
  auto in = [](const Module& m) { return double(m.in); };
  auto out = [](const Module& m) { return double(m.out); };
  auto lines = [](const Module& m) { return double(m.source->metrics.code_lines); };
  double most_in = std::max(percentile(modules, in), threshold(rule, "imported_by"));
  double most_out = std::max(percentile(modules, out), threshold(rule, "imports"));
  double most_lines = std::max(percentile(modules, lines), threshold(rule, "lines"));
  for (const Module& m : modules) {
    if (in(m) < most_in || out(m) < most_out || lines(m) < most_lines) continue;
    auto finding = surveyor.start(*m.path, "<module>");
    auto code = m.source->metrics.code_lines;
    finding.message = fill_message(rule.message, {{"in", std::to_string(m.in)},
                                                  {"out", std::to_string(m.out)},
                                                  {"lines", std::to_string(code)}});
    finding.data = {{"imported_by", std::int64_t{m.in}},
                    {"imports", std::int64_t{m.out}},
                    {"lines", std::int64_t{code}}};
    surveyor.add(std::move(finding));
  }
}

// pytest runs it for every test of its folder and below, whoever imports it.
constexpr std::string_view kFixtures = "conftest.py";

// Modules within reach of a test that asserts something, or of the fixtures it is given.
std::vector<bool> tested(const ModuleGraph& graph, const Sources& sources) {
  std::vector<bool> reached(graph.modules.size());
  std::vector<std::uint32_t> level;
  for (std::uint32_t i = 0; i < graph.modules.size(); ++i) {
    auto source = sources.find(graph.modules[i]);
    bool test =
        source != sources.end() && zone_of(graph.modules[i]) == Zone::kTest &&
        (source->second->metrics.assertions > 0 || base_name(graph.modules[i]) == kFixtures);
    if (test) level.push_back(i);
  }
  for (int step = 0; step < kTestReach; ++step) {
    std::vector<std::uint32_t> next;
    for (auto from : level)
      for (const auto& edge : graph.edges[from])
        if (!reached[edge.to]) {
          reached[edge.to] = true;
          next.push_back(edge.to);
        }
    level = std::move(next);
  }
  return reached;
}

// `the only module`, `any of the 3 modules`, `2 of the 3 modules`.
std::string which_of(std::size_t some, std::size_t all) {
  if (all == 1) return "the only module";
  return fmt::format("{} of the {} modules", some == all ? "any" : std::to_string(some), all);
}

void find_untested(const ModuleGraph& graph, const Sources& sources, const Rule& rule,
                   Surveyor& surveyor) {
  struct Folder {
    std::vector<std::pair<std::uint32_t, std::string>> untested;  // lines, path
    std::size_t all = 0;
  };
  auto reached = tested(graph, sources);
  std::map<std::string, Folder> folders;
  for (std::size_t i = 0; i < graph.modules.size(); ++i) {
    const auto& path = graph.modules[i];
    auto source = sources.find(path);
    if (source == sources.end() || !is_product(path) || !holds_work(*source->second)) continue;
    Folder& folder = folders[std::string(folder_of(path))];
    ++folder.all;
    surveyor.look_at(1);
    if (!reached[i]) folder.untested.emplace_back(source->second->metrics.code_lines, path);
  }
  std::size_t all = 0;
  for (const auto& [name, folder] : folders) all += folder.all;
  for (auto& [name, folder] : folders) {
    if (folder.untested.empty() || double(all) < threshold(rule, "modules")) continue;
    std::stable_sort(folder.untested.begin(), folder.untested.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    auto finding = surveyor.start(folder.untested.front().second, name);
    std::vector<std::string> names;
    for (const auto& [lines, path] : folder.untested) {
      if (names.size() < kMostNames) names.push_back(display(base_name(path)));
      finding.related.push_back({path, 1, fmt::format("{} lines of code", lines)});
      if (finding.related.size() >= 20) break;
    }
    auto list = join(names, ", ");
    if (folder.untested.size() > kMostNames)
      list += fmt::format(" and {} more", folder.untested.size() - kMostNames);
    finding.message =
        fill_message(rule.message, {{"which", which_of(folder.untested.size(), folder.all)},
                                    {"folder", name.empty() ? "the root" : display(name)},
                                    {"names", std::move(list)}});
    finding.confidence = 0.7;  // a server under test is often called over the network
    finding.data = {{"units", static_cast<std::int64_t>(folder.untested.size())}};
    surveyor.add(std::move(finding));
  }
}

}  // namespace

void survey_modules(const std::vector<FileRecord>& records, const std::vector<ModuleGraph>& graphs,
                    const RuleSet& rules, SuppressionBook& suppressions, ProjectFacts& project) {
  auto sources = sources_of(records);
  using Find = void (*)(const ModuleGraph&, const Sources&, const Rule&, Surveyor&);
  for (auto [id, find] : {std::pair<std::string_view, Find>{kGod, find_gods},
                          std::pair<std::string_view, Find>{kUntested, find_untested}}) {
    const Rule* rule = find_rule(rules, id);
    if (rule == nullptr) continue;
    Surveyor surveyor(*rule, rules, suppressions, project);
    for (const ModuleGraph& graph : graphs) find(graph, sources, *rule, surveyor);
    surveyor.finish();
  }
}

}  // namespace stackfit
