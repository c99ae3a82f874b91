// Follows git's wildmatch in what a pattern means, down to its corners (a `]` that opens a class is
// a member, `[a-]` holds a hyphen, `[^x]` is `[!x]`), but not in how it is tried: backtracking over
// every star is exponential, and one line of a .gitignore with nine stars holds git for many
// seconds.
#include "tree/glob.h"

namespace stackfit {
namespace {

struct NamedClass {
  std::string_view name;
  bool (*holds)(unsigned);
};

constexpr bool is_upper(unsigned c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(unsigned c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_alpha(unsigned c) {
  return is_upper(c) || is_lower(c);
}
constexpr bool is_digit(unsigned c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_graph(unsigned c) {
  return c > ' ' && c < 0x7F;
}

// POSIX classes of the C locale.
constexpr NamedClass kNamedClasses[] = {
    {"alnum", [](unsigned c) { return is_alpha(c) || is_digit(c); }},
    {"alpha", is_alpha},
    {"blank", [](unsigned c) { return c == ' ' || c == '\t'; }},
    {"cntrl", [](unsigned c) { return c < ' ' || c == 0x7F; }},
    {"digit", is_digit},
    {"graph", is_graph},
    {"lower", is_lower},
    {"print", [](unsigned c) { return c >= ' ' && c < 0x7F; }},
    {"punct", [](unsigned c) { return is_graph(c) && !is_alpha(c) && !is_digit(c); }},
    {"space", [](unsigned c) { return c == ' ' || (c >= '\t' && c <= '\r'); }},
    {"upper", is_upper},
    {"xdigit",
     [](unsigned c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }},
};

using ByteSet = std::bitset<256>;

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Reads `[…]`. `at` stands on the bracket and is left one past its end.
class ClassReader {
 public:
  ClassReader(std::string_view text, std::size_t at) : text_(text), at_(at + 1) {}

  // Nothing when the class is malformed.
  std::optional<ByteSet> read() {
    bool negated = at_ < text_.size() && (text_[at_] == '!' || text_[at_] == '^');
    if (negated) ++at_;
    do {
      if (!read_member()) return std::nullopt;
    } while (at_ < text_.size() && text_[at_] != ']');
    if (at_ == text_.size()) return std::nullopt;
    ++at_;
    if (negated) set_.flip();
    set_.reset('/');
    return set_;
  }
  std::size_t end() const { return at_; }

 private:
  bool read_member() {
    if (at_ >= text_.size()) return false;
    char c = text_[at_];
    bool more = at_ + 1 < text_.size();
    if (c == '-' && previous_ != 0 && more && text_[at_ + 1] != ']') return read_range();
    if (c == '[' && more && text_[at_ + 1] == ':') return read_named();
    return read_byte(previous_) && (set_.set(previous_), true);
  }
  // One byte, perhaps after a backslash.
  bool read_byte(unsigned& byte) {
    if (at_ < text_.size() && text_[at_] == '\\') ++at_;
    if (at_ >= text_.size()) return false;
    byte = byte_at(text_, at_++);
    return true;
  }
  bool read_range() {
    ++at_;
    unsigned last = 0;
    if (!read_byte(last)) return false;
    for (unsigned byte = previous_; byte <= last; ++byte) set_.set(byte);
    previous_ = 0;
    return true;
  }
  // `[:name:]`; without the colon before the bracket it is an ordinary `[`.
  bool read_named() {
    std::size_t first = at_ + 2, close = text_.find(']', first);
    if (close == std::string_view::npos) return false;
    if (close == first || text_[close - 1] != ':') {
      set_.set('[');
      previous_ = '[';
      ++at_;
      return true;
    }
    for (const auto& named : kNamedClasses) {
      if (named.name != text_.substr(first, close - 1 - first)) continue;
      for (unsigned byte = 0; byte < 256; ++byte)
        if (named.holds(byte)) set_.set(byte);
      at_ = close + 1;
      previous_ = 0;
      return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_;
  unsigned previous_ = 0;  // what a hyphen would range from; 0: nothing
  ByteSet set_;
};

}  // namespace

std::optional<Glob> Glob::parse(std::string_view pattern) {
  Glob glob;
  glob.double_star_ =
      pattern.size() >= 2 && pattern.find_first_not_of('*') == std::string_view::npos;
  for (std::size_t at = 0; at < pattern.size();) {
    char c = pattern[at];
    if (c == '[') {
      ClassReader reader(pattern, at);
      auto set = reader.read();
      if (!set) return std::nullopt;
      glob.tokens_.push_back({What::kClass, static_cast<std::uint32_t>(glob.classes_.size())});
      glob.classes_.push_back(*set);
      at = reader.end();
      continue;
    }
    if (c == '*') {
      bool repeated = !glob.tokens_.empty() && glob.tokens_.back().what == What::kStar;
      if (!repeated) glob.tokens_.push_back({What::kStar, 0});
    } else if (c == '?') {
      glob.tokens_.push_back({What::kAny, 0});
    } else {
      if (c == '\\' && ++at == pattern.size()) return std::nullopt;
      glob.tokens_.push_back({What::kByte, byte_at(pattern, at)});
    }
    ++at;
  }
  glob.find_shape();
  return glob;
}

void Glob::find_shape() {
  bool ending = !tokens_.empty() && tokens_.front().what == What::kStar;
  for (std::size_t i = ending ? 1 : 0; i < tokens_.size(); ++i) {
    if (tokens_[i].what != What::kByte) return;
    plain_ += static_cast<char>(tokens_[i].value);
  }
  shape_ = ending ? Shape::kEnding : Shape::kName;
}

bool Glob::accepts(const Token& token, unsigned char byte) const {
  switch (token.what) {
    case What::kByte:
      return token.value == byte;
    case What::kAny:
      return true;
    case What::kClass:
      return classes_[token.value].test(byte);
    case What::kStar:
      break;
  }
  return false;
}

bool Glob::matches(std::string_view name) const {
  if (shape_ == Shape::kName) return name == plain_;
  if (shape_ == Shape::kEnding) return name.ends_with(plain_);
  return walk(name);
}

bool Glob::walk(std::string_view name) const {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::size_t token = 0, at = 0, star = kNone, star_at = 0;
  while (at < name.size()) {
    if (token < tokens_.size() && tokens_[token].what == What::kStar) {
      star = token++;
      star_at = at;
    } else if (token < tokens_.size() &&
               accepts(tokens_[token], static_cast<unsigned char>(name[at]))) {
      ++token;
      ++at;
    } else if (star != kNone) {
      token = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (token < tokens_.size() && tokens_[token].what == What::kStar) ++token;
  return token == tokens_.size();
}

std::vector<std::string_view> split_pattern(std::string_view pattern) {
  std::vector<std::string_view> pieces;
  std::size_t start = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    char c = pattern[at];
    bool escaped = c == '\\' && at + 1 < pattern.size();
    if (c == '/' || (escaped && pattern[at + 1] == '/')) {
      pieces.push_back(pattern.substr(start, at - start));
      at += escaped ? 2 : 1;
      start = at;
    } else if (c == '[') {
      ClassReader reader(pattern, at);
      if (!reader.read()) return {};
      at = reader.end();
    } else {
      at += escaped ? 2 : 1;
    }
  }
  pieces.push_back(pattern.substr(start));
  return pieces;
}

}  // namespace stackfit
