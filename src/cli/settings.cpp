// A configuration speaks of paths relative to its own folder, a run of paths relative to the root
// it scans, which may lie deeper. Patterns are translated once, here, so that no later room needs
// to know where a configuration was found.
#include "cli/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <set>

#include "cli/config_keys.h"
#include "core/text.h"
#include "tree/ignore.h"

namespace stackfit {
namespace {

std::string resolved(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? "" : buffer;
}

// The scanned root below the folder of the configuration; empty when they are the same.
std::string inner_path(const std::string& root, const std::string& config) {
  auto outer = std::string(folder_of(config)) + "/", inner = resolved(root);
  return inner.starts_with(outer) ? inner.substr(outer.size()) : "";
}

std::vector<std::string> all_below(const std::vector<std::string>& patterns,
                                   const std::string& inner, bool whole) {
  std::vector<std::string> below;
  for (const auto& pattern : patterns)
    for (auto& one : patterns_below(pattern, inner))
      if (whole || (one != "*" && one != "!*")) below.push_back(std::move(one));
  return below;
}

// Who scans a folder that is excluded further up wants it scanned; an override that means a folder
// further up means all of it.
void move_patterns(ConfigEntry& entry, const std::string& inner) {
  const auto& key = entry.key;
  bool paths = key.size() == 3 && key[0] == "overrides" && key[2] == "paths";
  if (paths || key == std::vector<std::string>{"exclude"})
    entry.values = all_below(entry.values, inner, paths);
}

// A `per-path-ignores` entry whose pattern means several things below, or nothing.
std::vector<ConfigEntry> moved(ConfigEntry entry, const std::string& inner) {
  if (inner.empty()) return {std::move(entry)};
  if (entry.key.size() != 2 || entry.key[0] != "per-path-ignores") {
    move_patterns(entry, inner);
    return {std::move(entry)};
  }
  std::vector<ConfigEntry> entries;
  for (auto& pattern : patterns_below(entry.key[1], inner)) {
    entries.push_back(entry);
    entries.back().key[1] = std::move(pattern);
  }
  return entries;
}

// An override none of whose paths lie below the scanned root.
void drop_overrides_elsewhere(std::vector<ConfigEntry>& entries) {
  std::set<std::pair<std::string, std::string>> elsewhere;
  for (const auto& entry : entries)
    if (entry.key.size() == 3 && entry.key[0] == "overrides" && entry.key[2] == "paths" &&
        entry.values.empty())
      elsewhere.emplace(entry.file, entry.key[1]);
  std::erase_if(entries, [&](const ConfigEntry& entry) {
    return entry.key.size() > 2 && entry.key[0] == "overrides" &&
           elsewhere.count({entry.file, entry.key[1]}) > 0;
  });
}

Result<void> read_file(const ConfigFile& file, const std::string& inner, Settings& settings) {
  auto read = read_with_extended(file);
  if (!read) return read.error();
  settings.files = std::move(read->files);
  for (auto& entry : read->entries)
    for (auto& one : moved(std::move(entry), inner)) settings.entries.push_back(std::move(one));
  if (!inner.empty()) drop_overrides_elsewhere(settings.entries);
  return {};
}

bool adds_up(const ConfigEntry& entry) {
  if (entry.key[0] == "overrides" || entry.key[0] == "per-path-ignores" ||
      entry.key[0] == "dependencies")
    return true;
  const auto name = join(entry.key, ".");
  return std::any_of(config_keys().begin(), config_keys().end(), [&](const ConfigKey& key) {
    return key.name == name && key.shape == ConfigShape::kList;
  });
}

void keep_last(std::vector<ConfigEntry>& entries) {
  std::set<std::vector<std::string>> seen;
  std::vector<ConfigEntry> kept;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
    if (adds_up(*entry) || seen.insert(entry->key).second) kept.push_back(std::move(*entry));
  entries.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
}

}  // namespace

std::vector<std::string> patterns_below(const std::string& pattern, const std::string& inner) {
  auto parsed = parse_pattern(pattern);
  const auto folders = split_path(inner);
  if (!parsed || folders.empty()) return {pattern};
  const std::string sign = parsed->negated ? "!" : "", end = parsed->folders_only ? "/" : "";
  for (std::size_t depth = 1; depth <= folders.size(); ++depth)
    if (matches(*parsed, PathParts(folders).first(depth), true)) return {sign + "*"};
  if (!parsed->anchored) return {pattern};
  auto text = std::string_view(parsed->text).substr(sign.size());
  if (!end.empty()) text.remove_suffix(1);
  if (text.starts_with('/')) text.remove_prefix(1);
  const auto pieces = split_pattern(text);
  // The pieces that may come next after each folder: `**` may take it and stay.
  std::set<std::size_t> next = {0};
  auto skip_stars = [&] {
    for (auto at : std::set<std::size_t>(next))
      while (at < pieces.size() && pieces[at] == "**") next.insert(++at);
  };
  for (auto folder : folders) {
    skip_stars();
    std::set<std::size_t> after;
    for (auto at : next) {
      if (at >= pieces.size()) continue;
      auto glob = Glob::parse(pieces[at]);
      if (pieces[at] == "**")
        after.insert(at);
      else if (glob && glob->matches(folder))
        after.insert(at + 1);
    }
    next = std::move(after);
  }
  std::vector<std::string> below;
  for (auto at : next) {
    std::string rest;
    for (auto piece = at; piece < pieces.size(); ++piece) rest.append("/").append(pieces[piece]);
    if (!rest.empty()) below.push_back(fmt::format("{}{}{}", sign, rest, end));
  }
  return below;
}

Result<Settings> read_settings(const Invocation& asked) {
  Settings settings;
  if (!asked.config_file.empty()) {
    auto file = load_config(asked.config_file);
    if (!file) return file.error();
    if (auto read = read_file(*file, "", settings); !read) return read.error();
  } else if (!asked.isolated) {
    auto file = find_config(asked.options.root);
    if (!file) return file.error();
    if (*file) {
      auto inner = inner_path(asked.options.root, (*file)->path);
      if (auto read = read_file(**file, inner, settings); !read) return read.error();
    }
  }
  for (const auto& setting : asked.settings) {
    auto entry = parse_setting(setting);
    if (!entry) return entry.error();
    settings.entries.push_back(std::move(*entry));
  }
  keep_last(settings.entries);
  return settings;
}

Result<void> apply_settings(const Settings& settings, Invocation& invocation) {
  for (const auto& entry : settings.entries)
    if (auto applied = apply_config(entry, invocation); !applied) return applied.error();
  return {};
}

}  // namespace stackfit
