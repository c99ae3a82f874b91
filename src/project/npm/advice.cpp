#include "project/npm/advice.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "facts/npm/npm_reading.h"

namespace stackfit::npm {
namespace {

constexpr std::string_view kNative = "native:";

const Declared* edge_to(const LockedPackage& parent, const Situation& situation) {
  auto at = std::find_if(
      parent.dependencies.begin(), parent.dependencies.end(), [&](const Declared& edge) {
        return edge.name == situation.name || parse_npm_spec(edge.range).name == situation.name;
      });
  return at == parent.dependencies.end() ? nullptr : &*at;
}

Advice advise_direct(const Judgement& verdict) {
  if (verdict.clean)
    return {"upgrade", fmt::format("upgrade it to {} or later", to_string(*verdict.clean))};
  if (!verdict.package_level) return {"upgrade", "upgrade it"};
  auto names = name_replacements(verdict.replacement);
  if (names.empty()) return {"replace", "replace it; no successor is named"};
  return {"replace", fmt::format("replace it with {}", names)};
}

// Whether the parent's own range lets a version without a flag in. Lockfiles of pnpm 9 and of npm 2
// hold no ranges: then it is not known.
bool admits_clean(const Declared* edge, const Judgement& verdict) {
  if (edge == nullptr || edge->range.empty() || !verdict.clean) return false;
  auto spec = parse_npm_spec(edge->range);
  auto range = parse_range(spec.range);
  return range && (admits(*range, *verdict.clean) || admits(*range, *verdict.cleanest));
}

Advice advise_upgrade_parent(const Situation& s, const Declared* edge) {
  std::string text = fmt::format("upgrade {} to a version that does without it", display(s.direct));
  if (s.verdict->clean && edge != nullptr && !edge->range.empty())
    text =
        fmt::format("upgrade {}: {} asks for {} {}, and only {} and later carry no flag",
                    display(s.direct), s.parent->name == s.direct ? "it" : display(s.parent->name),
                    display(s.name), display(edge->range, 40), to_string(*s.verdict->clean));
  return {"upgrade-parent", text};
}

Advice advise_transitive(const Situation& s) {
  if (s.package->bundled)
    return {"wait", fmt::format("it is bundled inside {}: only a new release of that can change it",
                                display(s.parent->name))};
  if (!s.parent->from_registry)
    return {"wait", fmt::format("{} does not come from the registry: its own source has to change",
                                display(s.parent->name))};
  const Declared* edge = edge_to(*s.parent, s);
  if (admits_clean(edge, *s.verdict))
    return {"refresh", fmt::format("refresh the lockfile: {} asks for {}, which admits {}",
                                   display(s.parent->name), display(edge->range, 40),
                                   to_string(*s.verdict->clean))};
  if (s.parent_verdict != nullptr && s.parent_verdict->bad() && s.parent_verdict->package_level)
    return {"override",
            fmt::format("override it, or replace {}, which ended itself", display(s.parent->name))};
  return advise_upgrade_parent(s, edge);
}

}  // namespace

std::string name_replacements(const std::vector<std::string>& replacement) {
  constexpr std::size_t kMost = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(replacement.size(), kMost); ++i) {
    std::string_view name = replacement[i];
    if (i > 0) text += i + 1 == std::min(replacement.size(), kMost) ? " or " : ", ";
    if (name.starts_with(kNative))
      text += "the platform's own " + display(name.substr(kNative.size()));
    else
      text += display(name);
  }
  return text;
}

Advice advise(const Situation& situation) {
  return situation.parent == nullptr ? advise_direct(*situation.verdict)
                                     : advise_transitive(situation);
}

}  // namespace stackfit::npm
