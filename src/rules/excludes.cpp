#include "rules/excludes.h"

#include <fmt/format.h>

#include <cstdlib>

#include "rules/data_table.h"

namespace stackfit {
namespace {

constexpr std::string_view kFile = "data/excludes.toml";

[[noreturn]] void refuse(std::string_view what, std::string_view text) {
  fmt::print(stderr, "rules/{}: {}: '{}'\n", kFile, what, text);
  std::abort();  // a data file the program was built with
}

PathPattern pattern_of(const std::string& text) {
  auto pattern = parse_pattern(text);
  if (!pattern || pattern->negated) refuse("no pattern", text);
  return std::move(*pattern);
}

Untracked untracked_of(const DataRow& row) {
  auto word = row.text("untracked");
  if (word.empty()) return Untracked::kAny;
  if (word == "sure") return Untracked::kSure;
  if (word == "maybe") return Untracked::kMaybe;
  refuse("neither sure nor maybe", word);
}

}  // namespace

ExcludeTable load_excludes() {
  ExcludeTable table;
  for (const DataRow& row : data_rows(kFile, "exclude")) {
    ExcludeRule rule;
    rule.kind = row.text("kind");
    rule.untracked = untracked_of(row);
    for (const char* key : {"near", "near_too"})
      if (auto group = row.list(key); !group.empty()) rule.near.push_back(std::move(group));
    rule.holds = row.list("holds");
    rule.unless_holds = row.list("unless_holds");
    for (const std::string& text : row.list("patterns")) {
      rule.pattern = pattern_of(text);
      table.rules.push_back(rule);
    }
  }
  for (const DataRow& row : data_rows(kFile, "keep"))
    for (const std::string& text : row.list("patterns")) table.keep.add(pattern_of(text));
  return table;
}

}  // namespace stackfit
