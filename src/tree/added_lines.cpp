#include "tree/added_lines.h"

#include <fmt/format.h>

#include <charconv>

#include "core/text.h"
#include "tree/git_repository.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr IsolationLimits kDiffLimits{60, 120, 2ull << 30, 64ull << 20};
constexpr std::uint64_t kMostCompared = 16 << 20;
constexpr std::uint32_t kLastLine = UINT32_MAX;

void add(std::vector<LineRange>& ranges, std::uint32_t line) {
  if (!ranges.empty() && ranges.back().last + 1 == line)
    ranges.back().last = line;
  else
    ranges.push_back({line, line});
}

int take_line(const git_diff_delta*, const git_diff_hunk*, const git_diff_line* line, void* data) {
  if (line->origin == GIT_DIFF_LINE_ADDITION && line->new_lineno > 0)
    add(*static_cast<std::vector<LineRange>*>(data), static_cast<std::uint32_t>(line->new_lineno));
  return 0;
}

std::vector<LineRange> compare(const TreePair& pair, const std::string& path) {
  std::vector<LineRange> all = {{1, kLastLine}};
  auto now = pair.head->read(path, kMostCompared), before = pair.base->read(path, kMostCompared);
  if (!now || !before) return all;
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT;
  std::vector<LineRange> ranges;
  int code = git_diff_buffers(before->data(), before->size(), nullptr, now->data(), now->size(),
                              nullptr, &options, nullptr, nullptr, nullptr, take_line, &ranges);
  return code == 0 ? ranges : all;
}

// One line for each entry, in their order: `first-last first-last`.
std::string compare_all(const TreePair& pair, const std::vector<Entry>& head) {
  git_libgit2_init();
  std::string text;
  for (const Entry& entry : head) {
    if (entry.changed)
      for (const auto& [first, last] : compare(pair, entry.path))
        text += fmt::format("{}-{} ", first, last);
    text += '\n';
  }
  return text;
}

std::vector<LineRange> ranges_of(std::string_view line) {
  std::vector<LineRange> ranges;
  for (auto word : split(line, ' ')) {
    LineRange range;
    auto dash = std::from_chars(word.data(), word.data() + word.size(), range.first).ptr;
    if (dash == word.data() + word.size() || *dash != '-') continue;
    std::from_chars(dash + 1, word.data() + word.size(), range.last);
    ranges.push_back(range);
  }
  return ranges;
}

}  // namespace

Result<AddedLines> added_lines(const TreePair& pair, const std::vector<Entry>& head) {
  auto text = run_isolated(kDiffLimits, [&] { return compare_all(pair, head); });
  if (!text)
    return Error{ErrorKind::kInput,
                 "comparing the changed files line by line " + text.error().message, "",
                 "leave out --lines"};
  auto lines = split(*text, '\n');
  AddedLines added;
  for (std::size_t i = 0; i < head.size() && i < lines.size(); ++i)
    if (head[i].changed) added[head[i].path] = ranges_of(lines[i]);
  return added;
}

}  // namespace stackfit
