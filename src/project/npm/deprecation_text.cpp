// The patterns stand in rules/data/npm-deprecation-texts.tsv, first match first. They were written
// against the notices that public lockfiles record; a notice that fits none is `unspecified`, never
// guessed.
#include "project/npm/deprecation_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <memory>

#include "core/text.h"
#include "rules/rule_set.h"

namespace stackfit::npm {
namespace {

struct Pattern {
  std::string use;  // `versions`, `kind …`, `replacement named`, `replacement likely`
  std::unique_ptr<RE2> regex;
};

// Package names are lower case; everything else is prose.
constexpr std::string_view kNamePattern = "(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9][a-z0-9._~-]*";
constexpr std::size_t kLongestNotice = 4096;

std::vector<Pattern> read_patterns() {
  std::vector<Pattern> patterns;
  for (auto line : split(rule_data("data/npm-deprecation-texts.tsv"), '\n')) {
    auto row = split(line, '\t');
    if (row.size() != 2 || row[0] == "use") continue;
    std::string source = "(?i)" + std::string(row[1]);
    if (auto at = source.find("NAME"); at != std::string::npos) source.replace(at, 4, kNamePattern);
    patterns.push_back({std::string(row[0]), std::make_unique<RE2>(source, RE2::Quiet)});
  }
  return patterns;
}

const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> kPatterns = read_patterns();
  return kPatterns;
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

// `name@^2.` → `name`
std::string_view strip(std::string_view name) {
  while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
  return name;
}

void collect_names(const Pattern& pattern, std::string_view text, std::string_view package,
                   const std::function<bool(std::string_view)>& is_known, Notice& notice) {
  re2::StringPiece rest = piece(text), found;
  while (RE2::FindAndConsume(&rest, *pattern.regex, &found)) {
    auto at = static_cast<std::size_t>(found.data() - text.data());
    auto name = strip(std::string_view(found.data(), found.size()));
    bool quoted = at > 0 && is_quote(text[at - 1]);
    bool trusted =
        name.starts_with('@') || quoted || is_known(name) || pattern.use == "replacement named";
    // An address is no name: `see https://…`, `user/repository`.
    auto behind = at + name.size() < text.size() ? text[at + name.size()] : ' ';
    bool address = behind == ':' || behind == '/';
    bool fresh = std::find(notice.replacement.begin(), notice.replacement.end(), name) ==
                 notice.replacement.end();
    bool word = name.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
    if (trusted && fresh && !address && !word && name != package)
      notice.replacement.emplace_back(name);
  }
}

}  // namespace

Notice read_notice(std::string_view text, std::string_view package,
                   const std::function<bool(std::string_view)>& is_known) {
  text = text.substr(0, kLongestNotice);
  Notice notice;
  for (const Pattern& pattern : patterns()) {
    if (pattern.use.starts_with("replacement")) {
      collect_names(pattern, text, package, is_known, notice);
    } else if (RE2::PartialMatch(piece(text), *pattern.regex)) {
      if (pattern.use == "versions")
        notice.package_level = false;
      else if (notice.kind.empty())
        notice.kind = pattern.use.substr(pattern.use.find(' ') + 1);
    }
  }
  if (notice.kind.empty()) notice.kind = "unspecified";
  bool of_versions = notice.kind == "upgrade" || notice.kind == "bad-release";
  if (of_versions) notice.package_level = false;
  return notice;
}

std::string author_words(std::string_view text) {
  return display(trim(text), 160);
}

std::string_view phrase_of(std::string_view kind) {
  for (auto line : split(rule_data("data/npm-kinds.tsv"), '\n')) {
    auto row = split(line, '\t');
    if (row.size() == 2 && row[0] == kind) return row[1];
  }
  return kind;
}

}  // namespace stackfit::npm
