#include "rules/rule_set.h"

#include <algorithm>
#include <cstdlib>

#include "core/text.h"

namespace stackfit {
namespace {

struct EmbeddedFile {
  std::string_view path;
  const char* first;
  const char* end;
};
#include "embedded_rules.inc"

std::string_view text_of(const EmbeddedFile& file) {
  return {file.first, static_cast<std::size_t>(file.end - file.first)};
}

}  // namespace

const Rule* find_rule(const RuleSet& rules, std::string_view id) {
  auto at =
      std::lower_bound(rules.rules.begin(), rules.rules.end(), id,
                       [](const Rule& rule, std::string_view wanted) { return rule.id < wanted; });
  return at != rules.rules.end() && at->id == id ? &*at : nullptr;
}

Result<RuleSet> load_rules(const std::vector<std::string>&) {
  RuleSet set;
  std::string digests;
  for (const auto& file : kEmbeddedFiles) {
    digests += hash_hex(text_of(file));
    if (!file.path.ends_with(".md")) continue;
    auto rule = parse_rule(text_of(file), "rules/" + std::string(file.path));
    if (!rule) return rule.error();
    set.rules.push_back(std::move(*rule));
  }
  std::sort(set.rules.begin(), set.rules.end(),
            [](const Rule& a, const Rule& b) { return a.id < b.id; });
  set.digest = hash_hex(digests);
  return set;
}

std::string_view rule_data(std::string_view path) {
  for (const auto& file : kEmbeddedFiles)
    if (file.path == path) return text_of(file);
  std::abort();  // the caller names a file that the build did not embed
}

}  // namespace stackfit
