#include "rules/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::string_view kTopicPage = "README.md";

struct EmbeddedFile {
  std::string_view path;
  const char* first;
  const char* end;
};
#include "embedded_rules.inc"

std::string_view text_of(const EmbeddedFile& file) {
  return {file.first, static_cast<std::size_t>(file.end - file.first)};
}

// README.md is about its folder.
bool is_rule_page(std::string_view path) {
  return path.ends_with(".md") && base_name(path) != kTopicPage;
}

// The pages and data files of a user's rule folder, by path. The folder is named on the command
// line, so its files are trusted as much as the command line is.
Result<std::map<std::string, std::string>> read_pages(const std::string& folder) {
  std::map<std::string, std::string> pages;
  std::error_code failed;
  std::filesystem::recursive_directory_iterator at(folder, failed);
  if (failed)
    return Error{ErrorKind::kConfig, "cannot read the rule folder: " + failed.message(), folder,
                 "--rules takes a folder of rule pages"};
  for (; at != std::filesystem::recursive_directory_iterator(); at.increment(failed)) {
    if (failed) return Error{ErrorKind::kIo, "cannot read the rule folder", folder, ""};
    bool data = at->path().extension() == ".toml" && at->path().parent_path().filename() == "data";
    bool wanted = data || is_rule_page(at->path().string());
    if (!wanted || !at->is_regular_file(failed)) continue;
    std::ifstream file(at->path(), std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file) return Error{ErrorKind::kIo, "cannot read the rule page", at->path(), ""};
    pages[at->path()] = std::move(text);
  }
  return pages;
}

using Pages = std::map<std::string, Rule>;

// A user's page is a query of its own, or replaces a built-in page and keeps what does its work.
Result<void> add_page(const std::string& text, const std::string& path, Pages& pages) {
  auto rule = parse_rule(text, path);
  if (!rule) return rule.error();
  auto known = pages.find(rule->id);
  if (known != pages.end() && !known->second.builtin)
    return Error{ErrorKind::kConfig, fmt::format("two pages are called '{}'", rule->id), path,
                 fmt::format("the other one is {}; a rule has one page", known->second.source)};
  bool same = known != pages.end() && known->second.kind == rule->kind;
  if (rule->kind != "query" && !same) {
    std::string owner;
    for (const auto& [id, page] : pages)
      if (page.kind == rule->kind) owner = id;
    auto hint = owner.empty() ? "kind = \"query\", with a ```scm query fence"
                              : fmt::format("only a page called {} can have that kind", owner);
    return Error{ErrorKind::kConfig,
                 fmt::format("a page of a rule folder cannot be of kind '{}'", rule->kind),
                 fmt::format("{}:{}", path, rule->definition_line), hint};
  }
  pages[rule->id] = std::move(*rule);
  return {};
}

// The built-in pages' constants as measured on a reference corpus; formula, rules and calibration
// carry one version.
void apply_calibration(RuleSet& set) {
  constexpr std::string_view kFile = "data/calibration.toml";
  for (const auto& row : data_rows(kFile, "corpus"))
    set.scoring.version += "+" + row.text("version");
  for (const auto& row : data_rows(kFile, "rule")) {
    auto text = row.text("half_odds");
    double half_odds = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), half_odds);
    for (Rule& rule : set.rules)
      if (rule.builtin && rule.health && rule.id == row.text("id") && read.ec == std::errc() &&
          half_odds > 0)
        rule.health->half_odds = half_odds;
  }
}

}  // namespace

const Rule* find_rule(const RuleSet& rules, std::string_view id) {
  auto at =
      std::lower_bound(rules.rules.begin(), rules.rules.end(), id,
                       [](const Rule& rule, std::string_view wanted) { return rule.id < wanted; });
  return at != rules.rules.end() && at->id == id ? &*at : nullptr;
}

Result<RuleSet> load_rules(const std::vector<std::string>& folders) {
  RuleSet set;
  std::map<std::string, Rule> pages;
  std::string digests;
  for (const auto& file : kEmbeddedFiles) {
    digests += hash_hex(text_of(file));
    if (!is_rule_page(file.path)) continue;
    auto rule = parse_rule(text_of(file), "rules/" + std::string(file.path));
    if (!rule) return rule.error();
    rule->builtin = true;
    pages[rule->id] = std::move(*rule);
  }
  for (const auto& folder : folders) {
    auto files = read_pages(folder);
    if (!files) return files.error();
    for (const auto& [path, text] : *files) {
      digests += hash_hex(base_name(path)) + hash_hex(text);
      auto read = path.ends_with(".md")
                      ? add_page(text, path, pages)
                      : add_rows(text, path, "data/" + std::string(base_name(path)), set.added);
      if (!read) return read.error();
    }
  }
  auto scoring = parse_scoring(rule_data("data/scoring.toml"));
  if (!scoring) return scoring.error();
  set.scoring = std::move(*scoring);
  for (auto& [id, rule] : pages) set.rules.push_back(std::move(rule));
  apply_calibration(set);
  set.digest = set.pages_digest = hash_hex(digests);
  return set;
}

std::string_view topic_page(std::string_view topic) {
  auto path = join_path(topic, kTopicPage);
  for (const auto& file : kEmbeddedFiles)
    if (file.path == path) return text_of(file);
  return {};
}

std::string_view rule_data(std::string_view path) {
  for (const auto& file : kEmbeddedFiles)
    if (file.path == path) return text_of(file);
  std::abort();  // the caller names a file that the build did not embed
}

std::vector<std::string_view> rule_data_paths() {
  std::vector<std::string_view> paths;
  for (const auto& file : kEmbeddedFiles)
    if (!file.path.ends_with(".md")) paths.push_back(file.path);
  return paths;
}

}  // namespace stackfit
