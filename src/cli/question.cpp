#include "cli/question.h"

#include <algorithm>
#include <array>

namespace stackfit {
namespace {

// Kinds of rules that manifests and lockfiles answer.
constexpr std::array<std::string_view, 5> kOfManifests = {
    "unmaintained-dependency", "dependency-floating-source", "lockfile-missing", "lockfile-stale",
    "several-lockfiles"};

// Formats that show findings, their files, and the gate.
constexpr std::array<std::string_view, 9> kOfFindings = {
    "text", "concise", "github", "azure", "gitlab", "junit", "checkstyle", "rdjson", "csv"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool shows_findings_alone(const Options& options) {
  return (options.format.empty() || holds(kOfFindings, options.format)) &&
         std::all_of(options.outputs.begin(), options.outputs.end(),
                     [](const OutputTarget& output) { return holds(kOfFindings, output.format); });
}

// Nothing asks for scores, or for two states.
bool asks_findings_alone(const Options& options) {
  return !options.only.empty() && !options.change.wanted() && options.min_grade.empty() &&
         !options.max_drop && !options.no_new_poor && options.what_if.empty() &&
         !options.statistics && options.parity == Parity::kNative &&
         options.online.scope == OnlineOptions::Scope::kOff;
}

}  // namespace

SourceNeeds source_needs(std::string_view command, const Options& options, const RuleSet& rules) {
  auto needs = SourceNeeds::kNothing;
  if (command != "check" || !asks_findings_alone(options) || !shows_findings_alone(options))
    return SourceNeeds::kEverything;
  for (const auto& name : options.only) {
    const Rule* rule = find_rule(rules, name);
    if (rule == nullptr || !rule->builtin) return SourceNeeds::kEverything;
    if (rule->kind == "nesting")
      needs = SourceNeeds::kCallbacks;
    else if (!holds(kOfManifests, rule->kind))
      return SourceNeeds::kEverything;
  }
  // A question about both is rare, and answered the long way.
  return needs == SourceNeeds::kCallbacks && options.only.size() > 1 ? SourceNeeds::kEverything
                                                                     : needs;
}

}  // namespace stackfit
