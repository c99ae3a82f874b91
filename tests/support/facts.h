#pragma once
#include <fmt/format.h>

#include <string>
#include <vector>

#include "facts/analyse.h"

namespace stackfit {

/// The facts of one file given as text.
inline FileFacts facts_of(const std::string& path, std::string_view text) {
  static const RuleSet kNoRules;
  AnalysisContext context{&kNoRules, Parity::kNative, false, {}};
  return analyse_file(context, {path, text.size(), false, true}, text);
}
inline ManifestFacts manifest_of(const std::string& path, std::string_view text) {
  auto facts = facts_of(path, text);
  return facts.manifest ? *facts.manifest : ManifestFacts{};
}

/// `name range scope line`
inline std::vector<std::string> shown(const std::vector<Declared>& dependencies) {
  constexpr std::string_view kScopes[] = {"runtime", "dev", "peer", "optional"};
  std::vector<std::string> lines;
  for (const auto& d : dependencies)
    lines.push_back(
        fmt::format("{} {} {} {}", d.name, d.range, kScopes[static_cast<int>(d.scope)], d.line));
  return lines;
}
/// `line key=value`
inline std::vector<std::string> shown(const std::vector<Setting>& settings) {
  std::vector<std::string> lines;
  for (const auto& s : settings) lines.push_back(fmt::format("{} {}={}", s.line, s.key, s.value));
  return lines;
}
/// `line name [folder] text`
inline std::vector<std::string> shown(const std::vector<Command>& commands) {
  std::vector<std::string> lines;
  for (const auto& c : commands)
    lines.push_back(fmt::format("{} {} [{}] {}", c.line, c.name, c.folder, c.text));
  return lines;
}

}  // namespace stackfit
