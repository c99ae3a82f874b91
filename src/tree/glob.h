#pragma once
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// One shell pattern for one name (a path component): `*`, `?`, `[a-z]`, `[!x]`, `[[:digit:]]` and
/// `\` before a character that shall stand for itself. Works on bytes, as git does.
class Glob {
 public:
  /// Nothing when the pattern can never match: a class without its end or of an unknown kind, a
  /// backslash at the end.
  static std::optional<Glob> parse(std::string_view pattern);

  /// Takes at most length of pattern times length of name steps: a star that fails to go on is
  /// given one more character, and no earlier star is tried again, because the last one can take
  /// whatever an earlier one could.
  bool matches(std::string_view name) const;

  /// Of only stars, two or more of them (`**`).
  bool is_double_star() const { return double_star_; }

 private:
  enum class What : std::uint8_t { kByte, kAny, kStar, kClass };
  struct Token {
    What what = What::kByte;
    std::uint32_t value = 0;  // a byte, or an index of classes_
  };
  // Most patterns are a name or `*.extension`: those need no walk.
  enum class Shape : std::uint8_t { kName, kEnding, kGeneral };
  bool accepts(const Token& token, unsigned char byte) const;
  bool walk(std::string_view name) const;
  void find_shape();

  std::vector<Token> tokens_;
  std::vector<std::bitset<256>> classes_;
  std::string plain_;  // of kName and kEnding
  Shape shape_ = Shape::kGeneral;
  bool double_star_ = false;
};

/// The pieces of a pattern between its slashes. A slash in a class does not count, one after a
/// backslash does. No pieces at all when a class is malformed.
std::vector<std::string_view> split_pattern(std::string_view pattern);

}  // namespace stackfit
