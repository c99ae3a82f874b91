// What loading Python modules comes to, as findings. A circle of imports that loads is at most a
// note: mature packages have many, and each is fine. A statement that fails in one is certain, and
// is reported where it stands, with the import that has to come first for it to happen.
#include "project/python/load_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/import_cycles.h"
#include "project/python/conflict_finding.h"
#include "project/python/load_failures.h"
#include "project/python/python_project.h"
#include "project/python/replaced_names.h"
#include "project/zones.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kCycleRule = "import-cycle", kNameRule = "module-name-conflict";
constexpr std::size_t kMostShown = 3;

bool is_foreign(std::string_view path) {
  Zone zone = zone_of(path);
  return zone == Zone::kVendored || zone == Zone::kGenerated;
}

class Report {
 public:
  Report(const LoadGraph& graph, const RuleSet& rules, SuppressionBook& suppressions,
         ProjectFacts& project)
      : graph_(graph), rules_(rules), suppressions_(suppressions), project_(project) {}

  void add_failures(const std::vector<CycleFailure>& failures) {
    // One circle makes one finding per file: what else fails in it there goes along.
    std::map<std::pair<std::size_t, ModuleId>, std::vector<const CycleFailure*>> groups;
    for (const auto& failure : failures)
      if (!is_foreign(path(failure.failure.module)))
        groups[{failure.circle, failure.failure.module}].push_back(&failure);
    for (auto& [key, all] : groups) {
      std::stable_sort(all.begin(), all.end(), [&](const auto* a, const auto* b) {
        return severity_of(*a) > severity_of(*b);
      });
      add(kCycleRule, finding_of_failures(all));
    }
  }

  void add_replaced(const std::vector<ReplacedName>& names) {
    for (const auto& replaced : names) {
      if (is_foreign(path(replaced.package))) continue;
      add(kNameRule, finding_of(conflict_of(replaced)));
    }
  }

 private:
  const std::string& path(ModuleId module) const { return graph_.modules()[module].path; }
  std::string shown(ModuleId module) const { return display(path(module)); }

  void add(std::string_view rule_id, Finding finding) {
    const Rule* rule = find_rule(rules_, rule_id);
    if (rule == nullptr || !settings_at(rules_, *rule, finding.path).enabled) return;
    suppressions_.apply(finding);
    project_.findings.push_back(std::move(finding));
  }

  // A private module that nobody else imports is never the first one.
  bool is_first_for_somebody(ModuleId module) const {
    return !graph_.modules()[module].name.starts_with('_') || graph_.modules()[module].package;
  }

  Severity severity_of(const CycleFailure& failure) const {
    if (zone_of(path(failure.failure.module)) != Zone::kProduct) return Severity::kNote;
    if (!failure.starts.empty() || !failure.scripts.empty()) return Severity::kError;
    bool likely = std::any_of(failure.triggers.begin(), failure.triggers.end(),
                              [&](ModuleId module) { return is_first_for_somebody(module); });
    return likely ? Severity::kWarning : Severity::kNote;
  }

  std::string triggers_text(const CycleFailure& failure) const {
    const auto& modules = !failure.scripts.empty()  ? failure.scripts
                          : !failure.starts.empty() ? failure.starts
                                                    : failure.triggers;
    std::string text;
    for (std::size_t i = 0; i < modules.size() && i < kMostShown; ++i)
      text += (i == 0 ? "" : ", ") + shown(modules[i]);
    if (modules.size() > kMostShown)
      text += fmt::format(" and {} more", modules.size() - kMostShown);
    if (failure.scripts.empty()) return text + " is imported first";
    return text + (modules.size() == 1 ? " runs as a script" : " run as scripts");
  }

  Finding finding_of_failures(const std::vector<const CycleFailure*>& all) const {
    Finding finding = finding_of_failure(*all.front());
    if (all.size() == 1) return finding;
    finding.message += fmt::format("; {} more statement{} here can fail so", all.size() - 1,
                                   all.size() == 2 ? "" : "s");
    std::vector<std::string> others;  // line, name, and what comes first
    for (std::size_t i = 1; i < all.size(); ++i) {
      const LoadFailure& other = all[i]->failure;
      for (const auto* modules : {&all[i]->triggers, &all[i]->scripts})
        for (ModuleId first : *modules)
          others.push_back(fmt::format("{} {} {}{}", other.line, other.name,
                                       modules == &all[i]->scripts ? "python " : "", path(first)));
      if (i >= 10) continue;
      finding.related.push_back({path(other.module), other.line,
                                 fmt::format("needs {} of {}, when {}", display(other.name),
                                             shown(other.of), triggers_text(*all[i]))});
    }
    finding.data.emplace_back("others", std::move(others));
    return finding;
  }

  Finding finding_of_failure(const CycleFailure& found) const {
    const LoadFailure& failure = found.failure;
    Finding finding;
    finding.rule = kCycleRule;
    finding.severity = severity_of(found);
    finding.path = path(failure.module);
    finding.span = {failure.line, 1, failure.line, 1};
    finding.scope = "<module>";
    finding.digest = hash_of(failure.name + "\n" + path(failure.of));
    finding.confidence = 0.9;
    auto why = failure.bound_line == 0
                   ? fmt::format("{} is not loaded to its end, and its package has it only then",
                                 shown(failure.of))
                   : fmt::format("{} is not loaded to its end, and gets {} only at line {}",
                                 shown(failure.of), display(failure.name), failure.bound_line);
    finding.message =
        fmt::format("{} {} fails when {}: {}", failure.attribute ? "reading" : "importing",
                    display(failure.name), triggers_text(found), why);
    for (std::size_t i = 0; i < failure.loading.size() && i < 8; ++i)
      finding.related.push_back(
          {path(failure.loading[i]), 1, i == 0 ? "imported first" : "is being loaded"});
    if (failure.bound_line != 0)
      finding.related.push_back({path(failure.of), failure.bound_line, "bound too late"});
    std::vector<std::string> triggers, starts, scripts;
    for (ModuleId module : found.triggers) triggers.push_back(path(module));
    for (ModuleId module : found.starts) starts.push_back(path(module));
    for (ModuleId module : found.scripts) scripts.push_back(path(module));
    finding.data = {{"kind", std::string("fails")},
                    {"name", failure.name},
                    {"of", path(failure.of)},
                    {"bound_line", static_cast<std::int64_t>(failure.bound_line)},
                    {"first", triggers},
                    {"starts", starts},
                    {"scripts", scripts}};
    return finding;
  }

  Conflict conflict_of(const ReplacedName& replaced) const {
    Conflict conflict;
    conflict.id = replaced.foreign ? "PM17" : "PM16";
    conflict.file = path(replaced.submodule);
    conflict.name = replaced.name;
    conflict.root = std::string(folder_of(path(replaced.package)));
    conflict.confidence = 0.8;
    auto name = display(replaced.name), package = shown(replaced.package);
    auto by =
        replaced.importer.empty()
            ? std::string("while the package loads")
            : fmt::format("once {}:{} has run", display(replaced.importer), replaced.import_line);
    if (replaced.foreign) {
      conflict.severity = replaced.importer.empty() ? Severity::kError : Severity::kWarning;
      conflict.message = fmt::format(
          "{} takes the place of the {} that {}:{} imports, {}; {}.{} at line {} is then missing. "
          "Rename the file, or import {} under another name.",
          shown(replaced.submodule), name, package, replaced.bound_line, by, name,
          display(replaced.missing), replaced.use_line, name);
      conflict.related.push_back({path(replaced.package), replaced.use_line,
                                  "reads " + name + "." + display(replaced.missing)});
    } else {
      conflict.severity = Severity::kWarning;
      conflict.message = fmt::format(
          "the package's {} becomes the module {} {}; {}:{} gives that name another value first. "
          "Rename one of the two.",
          name, shown(replaced.submodule), by, package, replaced.bound_line);
    }
    conflict.related.push_back({path(replaced.package), replaced.bound_line, "binds " + name});
    if (!replaced.importer.empty())
      conflict.related.push_back({replaced.importer, replaced.import_line, "loads the submodule"});
    if (zone_of(path(replaced.package)) != Zone::kProduct) conflict.severity = Severity::kNote;
    return conflict;
  }

  const LoadGraph& graph_;
  const RuleSet& rules_;
  SuppressionBook& suppressions_;
  ProjectFacts& project_;
};

}  // namespace

void survey_python_loading(const LoadGraph& graph, const RuleSet& rules,
                           SuppressionBook& suppressions, ProjectFacts& project) {
  if (graph.modules().empty()) return;
  auto failures = find_cycle_failures(graph);
  Report report(graph, rules, suppressions, project);
  report.add_failures(failures);
  report.add_replaced(find_replaced_names(graph));
  LoadVerdict verdict{std::vector<bool>(graph.modules().size())};
  for (const auto& found : failures) verdict.failing[found.failure.module] = true;
  survey_played_cycles(graph.graph(false), verdict, rules, suppressions, project);
}

}  // namespace stackfit
