// `[[dependencies.allow]]`: dependencies that stay in spite of what is said of them. A decision
// needs its reason, and a day on which somebody looks at it again.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <cstdlib>

#include "cli/config_keys.h"
#include "core/dates.h"
#include "core/nearest.h"
#include "core/text.h"
#include "project/npm/semver.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr int kMostDays = 366;

std::string resolved(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? "" : buffer;
}

// The configuration as a file of the scanned tree; empty when it lies outside.
std::string path_in_root(const std::string& file, const std::string& root) {
  auto outer = resolved(root) + "/", inner = resolved(file);
  return inner.starts_with(outer) ? inner.substr(outer.size()) : "";
}

std::uint32_t line_of(std::string_view where) {
  std::uint32_t line = 0;
  auto digits = where.substr(std::min(where.size(), where.rfind(':') + 1));
  std::from_chars(digits.data(), digits.data() + digits.size(), line);
  return line;
}

DependencyAllow& allow_of(const ConfigEntry& entry, Invocation& invocation) {
  auto& all = invocation.options.allow;
  auto table = fmt::format("{}#{}", entry.file, entry.key[2]);
  if (!all.empty() && all.back().table == table) return all.back();
  DependencyAllow allow;
  allow.where = entry.where;
  allow.path = path_in_root(entry.file, invocation.options.root);
  allow.line = line_of(entry.where);
  allow.table = std::move(table);
  return all.emplace_back(std::move(allow));
}

struct Member {
  std::string_view key;
  std::string DependencyAllow::*value;
};
constexpr Member kMembers[] = {
    {"name", &DependencyAllow::name},     {"versions", &DependencyAllow::versions},
    {"rule", &DependencyAllow::rule},     {"via", &DependencyAllow::via},
    {"reason", &DependencyAllow::reason}, {"expires", &DependencyAllow::expires},
};

Result<void> check(const DependencyAllow& allow, const Options& options, const RuleSet& rules) {
  auto refused = [&](std::string message, std::string hint = "") {
    return Error{ErrorKind::kConfig, std::move(message), allow.where, std::move(hint)};
  };
  if (allow.name.empty())
    return refused("dependencies.allow names no package", "name = \"request\"");
  if (allow.name == "*" && allow.via.empty())
    return refused("dependencies.allow of every package wants a via", "via = \"react-scripts\"");
  auto who = display(allow.name);
  if (trim(allow.reason).empty())
    return refused(fmt::format("dependencies.allow of {} gives no reason", who),
                   "reason = \"why it stays\"");
  if (!allow.versions.empty() && !npm::parse_range(allow.versions))
    return refused(fmt::format("\"{}\" is no range of versions", allow.versions),
                   "for example: versions = \"^2.88.0\"");
  if (!allow.rule.empty() && find_rule(rules, allow.rule) == nullptr)
    return unknown_rule(rules, allow.rule, ErrorKind::kConfig, allow.where);
  if (allow.expires.empty() && !options.allow_permanent)
    return refused(fmt::format("dependencies.allow of {} never expires", who),
                   "expires = 2027-01-31, or run with --allow-permanent");
  if (allow.expires.empty()) return {};
  if (!is_date(allow.expires))
    return refused(fmt::format("\"{}\" is no date", allow.expires), "write it as 2027-01-31");
  if (!options.allow_permanent && days_of(allow.expires) - days_of(options.as_of) > kMostDays)
    return refused(
        fmt::format("{} is more than {} days after {}", allow.expires, kMostDays, options.as_of),
        "choose an earlier day, say with --as-of which day it is, or run with --allow-permanent");
  return {};
}

}  // namespace

Result<void> apply_allow_entry(const ConfigEntry& entry, Invocation& invocation) {
  if (entry.key.size() != 4 || entry.key[1] != "allow") {
    auto hint = entry.key.size() > 1 ? did_you_mean(entry.key[1], {"allow"}) : "";
    return config_error(entry, fmt::format("unknown key \"{}\"", dotted(entry.key)),
                        hint.empty() ? "dependencies holds the list [[dependencies.allow]]" : hint);
  }
  std::vector<std::string> names;
  for (const Member& member : kMembers) {
    names.emplace_back(member.key);
    if (member.key != entry.key[3]) continue;
    auto text = text_of(entry);
    if (!text) return text.error();
    allow_of(entry, invocation).*member.value = *text;
    return {};
  }
  auto hint = did_you_mean(entry.key[3], names);
  return config_error(entry, fmt::format("unknown key \"{}\"", dotted(entry.key)),
                      hint.empty() ? "an allow has " + join(names, ", ") : hint);
}

Result<void> check_allows(const Options& options, const RuleSet& rules) {
  for (const DependencyAllow& allow : options.allow)
    if (auto checked = check(allow, options, rules); !checked) return checked.error();
  return {};
}

}  // namespace stackfit
