// An engine that backtracks tries every way to split a text among the rounds of a repeated group.
// There are exponentially many if one round can match a text that two rounds could match as well.
// That is decided here for two shapes of a group repeated without bound:
//   - one alternative repeats a single set of characters without bound, and everything beside it in
//     that alternative may be empty: `(a+)+`, `(\w+\s*)*`, `(x?[a-z]*)*`;
//   - two alternatives are single sets that share a character: `(a|a)*`, `(\w|\d)+`, and
//     `([^"]|\\.)*` in its one-character form.
// It only costs time when the rest can fail: something must follow that is not optional.
// Look-ahead, back references and classes of properties make the answer no: the plain cases are
// certain.
#include "facts/rules/regex_risk.h"

#include <bitset>
#include <optional>

#include "facts/javascript/script.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostPattern = 2000;
constexpr int kMostDepth = 20;

using CharSet = std::bitset<129>;  // ASCII, and one bit for everything else
constexpr std::size_t kOther = 128;

struct Item;
using Sequence = std::vector<Item>;
// One element of a sequence with its quantifier.
struct Item {
  enum class What : std::uint8_t { kSet, kGroup, kAssertion } what = What::kSet;
  CharSet set;
  std::vector<Sequence> choices;  // of a group
  bool optional = false;          // may match nothing because of its quantifier
  bool endless = false;           // repeated without bound
};

CharSet range(int first, int last) {
  CharSet set;
  for (int c = first; c <= last; ++c) set.set(static_cast<std::size_t>(c));
  return set;
}

CharSet digits() {
  return range('0', '9');
}
CharSet word_characters() {
  return range('a', 'z') | range('A', 'Z') | digits() | range('_', '_');
}
CharSet blanks() {
  return range(9, 13) | range(' ', ' ') | CharSet().set(kOther);
}

class RegexReader {
 public:
  explicit RegexReader(std::string_view text) : text_(text) {}

  // Nothing when the pattern has what is not understood.
  std::optional<std::vector<Sequence>> read() {
    auto choices = read_choices(0);
    if (!good_ || at_ < text_.size()) return std::nullopt;
    return choices;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool accept(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  std::vector<Sequence> read_choices(int depth) {
    std::vector<Sequence> choices(1);
    if (depth > kMostDepth) good_ = false;
    while (good_ && at_ < text_.size() && peek() != ')') {
      if (accept("|"))
        choices.emplace_back();
      else
        read_item(choices.back(), depth);
    }
    return choices;
  }

  void read_item(Sequence& sequence, int depth) {
    Item item;
    char c = text_[at_++];
    if (c == '(') {
      read_group(item, depth);
    } else if (c == '[') {
      item.set = read_class();
    } else if (c == '\\') {
      read_escape(item);
    } else if (c == '.') {
      item.set = ~(range('\n', '\n') | range('\r', '\r'));
    } else if (c == '^' || c == '$') {
      item.what = Item::What::kAssertion;
    } else {
      add_character(item.set, c);
    }
    read_quantifier(item);
    sequence.push_back(std::move(item));
  }

  static void add_character(CharSet& set, char c) {
    auto byte = static_cast<unsigned char>(c);
    set.set(byte < 128 ? byte : kOther);
  }

  void read_group(Item& item, int depth) {
    item.what = Item::What::kGroup;
    if (accept("?:")) {
    } else if (accept("?P<") || (text_.substr(at_, 2) == "?<" && peek_at(2) != '=' &&
                                 peek_at(2) != '!' && accept("?<"))) {
      while (at_ < text_.size() && peek() != '>') ++at_;
      ++at_;
    } else if (peek() == '?') {
      good_ = false;  // look-around, flags, atomic groups
      return;
    }
    item.choices = read_choices(depth + 1);
    if (!accept(")")) good_ = false;
  }

  char peek_at(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  std::optional<CharSet> named_class(char c) {
    switch (c) {
      case 'd':
        return digits();
      case 'D':
        return ~digits();
      case 'w':
        return word_characters();
      case 'W':
        return ~word_characters();
      case 's':
        return blanks();
      case 'S':
        return ~blanks();
      default:
        return std::nullopt;
    }
  }

  // The character an escape stands for, `at_` behind the backslash.
  void add_escaped(CharSet& set) {
    char c = peek();
    ++at_;
    if (auto named = named_class(c)) {
      set |= *named;
    } else if (c == 'n' || c == 'r' || c == 't' || c == 'f' || c == 'v') {
      constexpr std::string_view kNames = "nrtfv", kValues = "\n\r\t\f\v";
      set.set(static_cast<std::size_t>(kValues[kNames.find(c)]));
    } else if (c == 'x' || c == 'u' || c == 'p' || c == 'P' || c == 'k' || c == 'c' ||
               (c >= '0' && c <= '9')) {
      good_ = false;
    } else {
      add_character(set, c);
    }
  }

  void read_escape(Item& item) {
    char c = peek();
    if (c == 'b' || c == 'B' || c == 'A' || c == 'Z') {
      item.what = Item::What::kAssertion;
      ++at_;
      return;
    }
    add_escaped(item.set);
  }

  CharSet read_class() {
    CharSet set;
    bool negated = accept("^");
    if (accept("]")) set.set(']');
    int last = -1;
    while (good_ && at_ < text_.size() && peek() != ']') {
      if (peek() == '-' && last >= 0 && peek_at(1) != ']' && peek_at(1) != '\\') {
        ++at_;
        auto end = static_cast<unsigned char>(text_[at_++]);
        if (last < 128 && end < 128) set |= range(last, end);
        if (end >= 128) set.set(kOther);
        last = -1;
      } else if (accept("\\")) {
        add_escaped(set);
        last = -1;
      } else {
        auto byte = static_cast<unsigned char>(text_[at_++]);
        add_character(set, static_cast<char>(byte));
        last = byte;
      }
    }
    if (!accept("]")) good_ = false;
    return negated ? ~set : set;
  }

  void read_quantifier(Item& item) {
    if (accept("*")) {
      item.optional = item.endless = true;
    } else if (accept("+")) {
      item.endless = true;
    } else if (accept("?")) {
      item.optional = true;
    } else if (peek() == '{' && peek_at(1) >= '0' && peek_at(1) <= '9') {
      auto close = text_.find('}', at_);
      if (close == std::string_view::npos) {
        good_ = false;
        return;
      }
      auto body = text_.substr(at_ + 1, close - at_ - 1);
      item.optional = body.starts_with("0");
      item.endless = body.ends_with(",");
      at_ = close + 1;
    } else {
      return;
    }
    if (!accept("?") && accept("+")) good_ = false;  // possessive
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool good_ = true;
};

bool may_be_empty(const Item& item);

bool may_be_empty(const Sequence& sequence) {
  for (const auto& item : sequence)
    if (!may_be_empty(item)) return false;
  return true;
}

bool may_be_empty(const Item& item) {
  if (item.optional || item.what == Item::What::kAssertion) return true;
  if (item.what != Item::What::kGroup) return false;
  for (const auto& choice : item.choices)
    if (may_be_empty(choice)) return true;
  return false;
}

// A set repeated without bound, or a group that is nothing but that; everything beside it may be
// empty.
bool is_ambiguous(const Sequence& sequence) {
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (!sequence[i].endless || sequence[i].what != Item::What::kSet) continue;
    bool rest_empty = true;
    for (std::size_t j = 0; j < sequence.size(); ++j)
      rest_empty =
          rest_empty &&
          (j == i || (may_be_empty(sequence[j]) && sequence[j].what != Item::What::kAssertion));
    if (rest_empty) return true;
  }
  return false;
}

bool choices_overlap(const std::vector<Sequence>& choices) {
  CharSet seen;
  for (const auto& choice : choices) {
    bool single = choice.size() == 1 && choice[0].what == Item::What::kSet && !choice[0].endless &&
                  !choice[0].optional;
    if (!single) continue;
    if ((seen & choice[0].set).any()) return true;
    seen |= choice[0].set;
  }
  return false;
}

// Is there a dangerous group in these choices, given that what follows them can fail?
bool is_dangerous(const std::vector<Sequence>& choices, bool rest_can_fail) {
  for (const auto& sequence : choices) {
    bool can_fail = rest_can_fail;
    for (std::size_t i = sequence.size(); i-- > 0;) {
      const Item& item = sequence[i];
      if (item.what == Item::What::kGroup) {
        if (item.endless && can_fail) {
          if (choices_overlap(item.choices)) return true;
          for (const auto& choice : item.choices)
            if (is_ambiguous(choice)) return true;
        }
        if (is_dangerous(item.choices, can_fail)) return true;
      }
      can_fail = can_fail || item.what == Item::What::kAssertion || !may_be_empty(item);
    }
  }
  return false;
}

bool backtracks(const FileView& file, const Test&, NodeId node) {
  auto text = file.tree.text(node);
  auto literal = literal_text(file.tree, node);
  if (literal.empty()) return backtracks_exponentially(text);
  // In a string each backslash is written twice.
  std::string pattern;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if (literal[i] == '\\' && i + 1 < literal.size() && literal[i + 1] == '\\') ++i;
    pattern += literal[i];
  }
  return backtracks_exponentially(pattern);
}

}  // namespace

bool backtracks_exponentially(std::string_view pattern) {
  if (pattern.size() > kMostPattern) return false;
  auto choices = RegexReader(pattern).read();
  return choices && is_dangerous(*choices, false);
}

const std::vector<FilePredicate>& regex_predicates() {
  static const std::vector<FilePredicate> kRows = {{"backtracks?", 0, 0, backtracks}};
  return kRows;
}

}  // namespace stackfit
