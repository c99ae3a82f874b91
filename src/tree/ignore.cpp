// .gitignore as git reads it (gitignore(5); differences to git are in the tests, where git itself
// is the judge). A path is matched component by component: within a component by Glob, and `**` is
// to components what `*` is to characters, so the same greedy walk serves and nothing is
// exponential.
#include "tree/ignore.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

// Blanks at the end do not count, unless a backslash stands before them.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\\') {
      end = std::min(++at + 1, line.size());
    } else if (line[at] != ' ') {
      end = at + 1;
    }
  }
  return line.substr(0, end);
}

// `**` before a last component that has to be there still needs that component: `a/**` is what lies
// below a, not a.
bool match_pieces(std::span<const Glob> pieces, PathParts path) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::size_t piece = 0, at = 0, star = kNone, star_at = 0;
  while (at < path.size()) {
    if (piece < pieces.size() && pieces[piece].is_double_star()) {
      if (piece + 1 == pieces.size()) return true;
      star = piece++;
      star_at = at;
    } else if (piece < pieces.size() && pieces[piece].matches(path[at])) {
      ++piece;
      ++at;
    } else if (star != kNone) {
      piece = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  return piece == pieces.size();
}

}  // namespace

std::vector<std::string_view> split_path(std::string_view path) {
  if (path.empty()) return {};
  return split(path, '/');
}

std::optional<PathPattern> parse_pattern(std::string_view line) {
  line = line.substr(0, line.find('\0'));
  if (line.starts_with('#')) return std::nullopt;
  line = without_trailing_spaces(line);
  if (line.empty()) return std::nullopt;
  PathPattern pattern;
  pattern.text = std::string(line);
  pattern.negated = line.starts_with('!');
  if (pattern.negated) line.remove_prefix(1);
  pattern.folders_only = line.ends_with('/');
  if (pattern.folders_only) line.remove_suffix(1);
  pattern.anchored = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return std::nullopt;
  auto pieces = split_pattern(line);
  if (pieces.empty()) return std::nullopt;
  for (auto piece : pieces) {
    auto glob = Glob::parse(piece);
    if (!glob || piece.empty()) return std::nullopt;
    bool repeated =
        glob->is_double_star() && !pattern.pieces.empty() && pattern.pieces.back().is_double_star();
    if (!repeated) pattern.pieces.push_back(std::move(*glob));
  }
  return pattern;
}

bool matches(const PathPattern& pattern, PathParts path, bool is_folder) {
  if (path.empty() || (pattern.folders_only && !is_folder)) return false;
  if (!pattern.anchored) return pattern.pieces.front().matches(path.back());
  return match_pieces(pattern.pieces, path);
}

IgnoreList IgnoreList::parse(std::string_view text) {
  IgnoreList list;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > kMaxLine || list.patterns_.size() == kMaxPatterns) {
      ++list.dropped_;
    } else if (auto pattern = parse_pattern(line)) {
      list.patterns_.push_back(std::move(*pattern));
    }
  }
  return list;
}

const PathPattern* IgnoreList::last_match(PathParts path, bool is_folder) const {
  auto found = std::find_if(patterns_.rbegin(), patterns_.rend(), [&](const PathPattern& pattern) {
    return matches(pattern, path, is_folder);
  });
  return found == patterns_.rend() ? nullptr : &*found;
}

IgnoreStack::Layer IgnoreStack::add(Layer below, std::string source, std::size_t depth,
                                    IgnoreList list) {
  layers_.push_back({below, std::move(source), depth, std::move(list)});
  return static_cast<Layer>(layers_.size()) - 1;
}

IgnoreStack::Decision IgnoreStack::decide(Layer top, PathParts path, bool is_folder) {
  while (top != kNone && !exhausted()) {
    const Entry& layer = layers_[static_cast<std::size_t>(top)];
    tries_ += layer.list.size();
    const auto* pattern =
        layer.list.last_match(path.subspan(std::min(layer.depth, path.size())), is_folder);
    if (pattern) return {pattern, layer.source};
    top = layer.below;
  }
  return {};
}

}  // namespace stackfit
