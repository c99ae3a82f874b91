#include "project/excerpts.h"

#include <algorithm>
#include <map>

#include "core/utf8.h"
#include "project/line_hash.h"

namespace stackfit {
namespace {

constexpr std::size_t kLongestText = 300;  // bytes of source in one excerpt

// The wanted lines of a file, without their ends.
std::map<std::uint32_t, std::string_view> lines_of(std::string_view bytes,
                                                   const std::set<std::uint32_t>& wanted) {
  std::map<std::uint32_t, std::string_view> lines;
  std::uint32_t number = 1;
  for (std::size_t at = 0; at <= bytes.size(); ++number) {
    auto end = std::min(bytes.find('\n', at), bytes.size());
    auto line = bytes.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (wanted.count(number) != 0) lines[number] = line;
    at = end + 1;
  }
  return lines;
}

Excerpt excerpt_of(const Span& span, std::string_view line, std::string hash) {
  Excerpt excerpt;
  excerpt.line_hash = std::move(hash);
  auto start = std::min<std::size_t>(std::max(span.column, 1u) - 1, line.size());
  // Findings that only name a line are about all of it.
  bool ends_here = span.end_line == span.line && span.end_column > span.column;
  auto end = ends_here ? span.end_column - 1 : line.size();
  end = std::clamp<std::size_t>(end, start, line.size());
  auto text = line.substr(start, end - start);
  excerpt.column = utf16_length(line.substr(0, start)) + 1;
  excerpt.end_column = excerpt.column + utf16_length(text);
  excerpt.line = cut_utf8(line, kLongestText);
  excerpt.text = cut_utf8(text, kLongestText);
  return excerpt;
}

}  // namespace

std::vector<Excerpt> read_excerpts(const Tree& tree, const std::vector<Finding>& findings,
                                   std::uint64_t max_bytes) {
  std::vector<Excerpt> excerpts(findings.size());
  std::map<std::string_view, std::vector<std::size_t>> by_path;
  for (std::size_t i = 0; i < findings.size(); ++i) by_path[findings[i].path].push_back(i);
  for (const auto& [path, indices] : by_path) {
    auto bytes = tree.read(std::string(path), max_bytes);
    if (!bytes) continue;
    std::set<std::uint32_t> wanted;
    for (auto i : indices) wanted.insert(findings[i].span.line);
    auto hashes = line_hashes(*bytes, wanted);
    auto lines = lines_of(*bytes, wanted);
    for (auto i : indices) {
      const Span& span = findings[i].span;
      auto hash = hashes.find(span.line);
      auto line = lines.find(span.line);
      if (hash != hashes.end() && line != lines.end())
        excerpts[i] = excerpt_of(span, line->second, hash->second);
    }
  }
  return excerpts;
}

}  // namespace stackfit
