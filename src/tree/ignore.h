#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tree/glob.h"

namespace stackfit {

/// The components of a path below the folder a pattern belongs to.
using PathParts = std::span<const std::string_view>;

/// `a/b/c` as its components; none for the empty path.
std::vector<std::string_view> split_path(std::string_view path);

/// One pattern in the syntax of .gitignore.
struct PathPattern {
  std::string text;           ///< as written, without blanks at its end
  bool negated = false;       ///< `!pattern`
  bool folders_only = false;  ///< `pattern/`
  bool anchored = false;      ///< holds a slash: means the whole path, not the last name
  std::vector<Glob> pieces;   ///< one per component
};

/// Reads one line of an ignore file. Nothing for comments, blank lines and patterns that can never
/// match.
std::optional<PathPattern> parse_pattern(std::string_view line);

/// True when the pattern means this file or folder itself (not something above it). Linear in the
/// product of the two lengths.
bool matches(const PathPattern& pattern, PathParts path, bool is_folder);

/// The patterns of one ignore file, of which the last that matches decides.
class IgnoreList {
 public:
  static constexpr std::size_t kMaxLine = 4096;        ///< bytes of one pattern
  static constexpr std::size_t kMaxPatterns = 10'000;  ///< of one file

  /// Reads a whole file: a byte order mark and CRLF line ends are no part of the patterns.
  static IgnoreList parse(std::string_view text);
  void add(PathPattern pattern) { patterns_.push_back(std::move(pattern)); }

  /// The last pattern that matches, or null.
  const PathPattern* last_match(PathParts path, bool is_folder) const;
  std::size_t size() const { return patterns_.size(); }
  /// Lines over the limits above, which are not honoured.
  std::size_t dropped() const { return dropped_; }

 private:
  std::vector<PathPattern> patterns_;
  std::size_t dropped_ = 0;
};

/// Ignore files on top of each other: those of a folder lie on those of the folders above it, and
/// the uppermost one with a match decides.
class IgnoreStack {
 public:
  using Layer = std::int32_t;
  static constexpr Layer kNone = -1;
  /// Patterns tried before ignore files are no longer honoured; a hostile tree could otherwise keep
  /// us busy for hours with thousands of files below thousands of patterns.
  static constexpr std::uint64_t kMaxTries = 500'000'000;

  struct Decision {
    const PathPattern* pattern = nullptr;  ///< null: no ignore file speaks of the path
    std::string_view source;               ///< the ignore file's path, for the reason
    bool ignored() const { return pattern != nullptr && !pattern->negated; }
  };

  /// Puts a file's patterns on `below`. `depth` is the number of components above its folder.
  Layer add(Layer below, std::string source, std::size_t depth, IgnoreList list);
  /// What the files from `top` downwards say of a path, whose components start where depth is 0.
  Decision decide(Layer top, PathParts path, bool is_folder);
  /// True once the limit on tries has been reached.
  bool exhausted() const { return tries_ >= kMaxTries; }

 private:
  struct Entry {
    Layer below;
    std::string source;
    std::size_t depth;
    IgnoreList list;
  };
  std::deque<Entry> layers_;
  std::uint64_t tries_ = 0;
};

}  // namespace stackfit
