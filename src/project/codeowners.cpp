// GitHub: docs "About code owners"; GitLab: "Code Owners syntax". Both read .gitignore's patterns
// without negation, and both let `docs/*` mean the files of that folder and none further down.
#include "project/codeowners.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kLargestFile = 3 << 20;  // GitHub ignores larger ones
constexpr std::size_t kMostLines = 10'000, kLongestLine = 4096;

// The words of a line, up to one that starts a comment. A blank behind a backslash is no end.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (true) {
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
    if (at == line.size() || line[at] == '#') return words;
    auto start = at;
    while (at < line.size() && line[at] != ' ' && line[at] != '\t')
      at += line[at] == '\\' && at + 1 < line.size() ? 2 : 1;
    words.push_back(line.substr(start, at - start));
  }
}

std::vector<std::string> owners_in(const std::vector<std::string_view>& words, std::size_t from) {
  std::vector<std::string> owners;
  for (std::size_t i = from; i < words.size(); ++i)
    if (words[i].find('@') != std::string_view::npos) owners.emplace_back(words[i]);
  return owners;
}

bool is_lone_star(const PathPattern& pattern) {
  return pattern.text.ends_with("/*");
}

// A pattern that means a folder means all that lies below it.
bool covers(const PathPattern& pattern, PathParts path) {
  if (matches(pattern, path, false)) return true;
  if (is_lone_star(pattern)) return false;
  for (std::size_t count = 1; count < path.size(); ++count)
    if (matches(pattern, path.first(count), true)) return true;
  return false;
}

}  // namespace

CodeOwners parse_codeowners(std::string_view text) {
  CodeOwners result;
  std::vector<std::string> section_owners;
  for (auto line : split(text, '\n')) {
    line = trim(line);
    if (line.size() > kLongestLine || result.lines.size() == kMostLines) continue;
    auto words = words_of(line);
    if (words.empty()) continue;
    if (line.starts_with('[') || line.starts_with("^[")) {
      section_owners = owners_in(words, 1);
      continue;
    }
    auto pattern = parse_pattern(words.front());
    if (!pattern || pattern->negated) continue;
    auto owners = owners_in(words, 1);
    result.lines.push_back({std::move(*pattern), owners.empty() ? section_owners : owners});
  }
  return result;
}

CodeOwners read_codeowners(const Tree& tree) {
  for (const char* path :
       {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}) {
    auto text = tree.read(path, kLargestFile);
    if (!text) continue;
    auto owners = parse_codeowners(*text);
    owners.path = path;
    return owners;
  }
  return {};
}

const std::vector<std::string>& owners_of(const CodeOwners& owners, std::string_view path) {
  static const std::vector<std::string> kNobody;
  auto parts = split_path(path);
  auto line = std::find_if(owners.lines.rbegin(), owners.lines.rend(),
                           [&](const auto& row) { return covers(row.pattern, parts); });
  return line == owners.lines.rend() ? kNobody : line->owners;
}

}  // namespace stackfit
