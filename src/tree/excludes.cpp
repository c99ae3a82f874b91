#include "tree/excludes.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::size_t kPatternColumns = 60;

std::string reason_of(std::string_view kind, std::string_view pattern, std::string_view source) {
  auto reason = fmt::format("{}: {}", kind, display(pattern, kPatternColumns));
  return source.empty() ? reason : fmt::format("{} ({})", reason, source);
}

bool asks_for(Untracked wanted, std::optional<bool> tracked) {
  switch (wanted) {
    case Untracked::kAny:
      return true;
    case Untracked::kSure:
      return tracked == false;
    case Untracked::kMaybe:
      return tracked != true;
  }
  return false;
}

bool holds_one(const std::vector<std::string>& names, const std::vector<FolderItem>& items) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return has_item(items, name); });
}

std::string with_stem(std::string name, std::string_view of_file) {
  constexpr std::string_view kStem = "{stem}";
  auto at = name.find(kStem);
  if (at == std::string::npos) return name;
  return name.replace(at, kStem.size(), of_file.substr(0, of_file.rfind('.')));
}

bool is_near(const ExcludeRule& rule, const Candidate& candidate) {
  return std::all_of(rule.near.begin(), rule.near.end(), [&](const auto& group) {
    return std::any_of(group.begin(), group.end(), [&](const std::string& name) {
      return has_item(candidate.siblings, with_stem(name, candidate.path.back()));
    });
  });
}

bool applies(const ExcludeRule& rule, const Candidate& candidate,
             const std::vector<FolderItem>* items) {
  if (!matches(rule.pattern, candidate.path, items != nullptr)) return false;
  if (!asks_for(rule.untracked, candidate.tracked) || !is_near(rule, candidate)) return false;
  if (!items) return true;
  return (rule.holds.empty() || holds_one(rule.holds, *items)) &&
         !holds_one(rule.unless_holds, *items);
}

// What a table row says; a row for folders is not asked about files and the other way round.
std::optional<std::string> excluded_by_table(const ExcludeTable& table, const Candidate& candidate,
                                             const std::vector<FolderItem>* items) {
  for (const ExcludeRule& rule : table.rules) {
    if (rule.pattern.folders_only != (items != nullptr)) continue;
    if (applies(rule, candidate, items)) return reason_of(rule.kind, rule.pattern.text, "");
  }
  return std::nullopt;
}

}  // namespace

bool has_item(const std::vector<FolderItem>& items, std::string_view name) {
  auto at =
      std::lower_bound(items.begin(), items.end(), name,
                       [](const FolderItem& item, std::string_view n) { return item.name < n; });
  return at != items.end() && at->name == name;
}

Result<IgnoreList> parse_user_excludes(const std::vector<std::string>& patterns) {
  IgnoreList list;
  for (const std::string& text : patterns) {
    auto pattern = text.size() <= IgnoreList::kMaxLine ? parse_pattern(text) : std::nullopt;
    if (!pattern)
      return Error{ErrorKind::kConfig,
                   fmt::format("the exclude pattern '{}' can never match", display(text)), "",
                   "patterns are written as in .gitignore: vendor/, *.gen.js, !keep.gen.js"};
    list.add(std::move(*pattern));
  }
  return list;
}

std::optional<std::string> excluded_file(const Excludes& excludes, const Candidate& file) {
  if (const auto* pattern = excludes.user.last_match(file.path, false)) {
    if (pattern->negated) return std::nullopt;
    return reason_of("excluded", pattern->text, "");
  }
  auto said = authorship_of(excludes.attributes, file.path);
  const auto* kept = excludes.table.keep.last_match(file.path, false);
  if (said.foreign && !kept && !file.changed)
    return reason_of(said.kind, said.pattern, ".gitattributes");
  if (said.own) return std::nullopt;
  return excluded_by_table(excludes.table, file, nullptr);
}

std::optional<std::string> excluded_folder(const Excludes& excludes, const Candidate& folder,
                                           const std::vector<FolderItem>& items) {
  if (const auto* pattern = excludes.user.last_match(folder.path, true)) {
    if (pattern->negated) return std::nullopt;
    return reason_of("excluded", pattern->text, "");
  }
  return excluded_by_table(excludes.table, folder, &items);
}

}  // namespace stackfit
