// A callback adds a level only where it stands in the arguments of a call, however wrapped, or,
// once inside such a callback, where it has a name that may be handed on. So the number of
// functions around a place, counted from the first that stands inside a call's parentheses, bounds
// the depth. Counting them needs tokens, not a tree: brackets, the words `function` and `=>`, and
// whatever may hide them (strings, templates, comments, regular expressions).
//
// Every doubt is settled upwards. A parenthesis behind a name is a call's, even a declaration's; a
// brace behind a parenthesis or a type is a function's body unless a word before says otherwise.
// Where settling upwards is not possible, because the tokens themselves are in doubt, nothing is
// said. A test compares the bound with the parse on real projects.
#include "facts/javascript/depth_bound.h"

#include <algorithm>
#include <array>
#include <vector>

namespace stackfit {
namespace {

constexpr std::size_t kMostBrackets = 4000;

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name(char c) {
  return is_name_start(c) || is_digit(c);
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Words whose parentheses are no call's, and whose braces are no function's.
constexpr std::array<std::string_view, 6> kControlWords = {"if",     "for",  "while",
                                                           "switch", "with", "catch"};
// Words an expression follows: a slash behind them begins a regular expression.
constexpr std::array<std::string_view, 16> kValueWords = {
    "return", "typeof", "case", "in",    "of",    "new",        "delete",  "void",
    "throw",  "do",     "else", "yield", "await", "instanceof", "default", "extends"};
// Words whose brace opens a body that is no function's.
constexpr std::array<std::string_view, 8> kBodyWords = {
    "class", "interface", "enum", "namespace", "module", "global", "static", "extends"};
// Words of a type, behind which a brace is a type of an object.
constexpr std::array<std::string_view, 9> kTypeWords = {
    "is", "keyof", "typeof", "readonly", "infer", "unique", "asserts", "new", "extends"};

constexpr std::size_t kMostTests = 32;

enum class Bracket : std::uint8_t {
  kCall,
  kFree,
  kGroup,
  kControl,
  kSquare,
  kBrace,
  kBody,
  kTemplate
};

struct Open {
  Bracket kind;
  bool body_next = false;    // `function` was read here: the next brace is its body
  bool class_next = false;   // `class` was read here: the next brace is its body
  std::uint32_t arrows = 0;  // functions without braces that are open here, counted ones
  std::uint32_t level = 0;   // functions counted around it
  bool in_call = false;      // inside a call's parentheses, as seen from the function around it
};

// The token before: what it says about the next character.
enum class Before : std::uint8_t {
  kStart,
  kOperator,
  kName,
  kWord,
  kNumber,
  kText,
  kClose,
  kBrace
};

class Scanner {
 public:
  Scanner(std::string_view source, std::span<const std::string> tests)
      : source_(source), tests_(tests.first(std::min(tests.size(), kMostTests))) {
    open_.push_back({Bracket::kGroup});
  }

  std::optional<DepthBound> scan() {
    if (source_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    if (source_.starts_with("#!")) at_ = std::min(source_.find('\n'), source_.size());
    while (good_ && at_ < source_.size()) step();
    if (!good_ || open_.size() != 1 || (spoiled_ & used_) != 0) return std::nullopt;
    return bound_;
  }

 private:
  // A bit for each of tests_; 0 for any other word.
  unsigned test_bit(std::string_view word) const {
    auto at = std::find(tests_.begin(), tests_.end(), word);
    return at == tests_.end() ? 0 : 1u << (at - tests_.begin());
  }
  char peek(std::size_t ahead) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  void give_up() { good_ = false; }
  // The next character that is no blank.
  char next() const {
    auto at = source_.find_first_not_of(" \t\r\n", at_);
    return at == std::string_view::npos ? '\0' : source_[at];
  }
  // Blanks beyond ASCII would be taken for letters.
  static bool holds_odd_blank(std::string_view word) {
    for (std::string_view blank :
         {"\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"})
      if (word.find(blank) != std::string_view::npos) return true;
    return false;
  }

  void step() {
    char c = source_[at_];
    if (is_blank(c)) {
      ++at_;
    } else if (is_name_start(c)) {
      name();
    } else if (is_digit(c)) {
      while (at_ < source_.size() && (is_name(source_[at_]) || source_[at_] == '.')) ++at_;
      before_ = Before::kNumber;
      dotted_ = false;
    } else {
      sign(c);
    }
  }

  void sign(char c) {
    switch (c) {
      case '"':
      case '\'':
        return text(c);
      case '`':
        ++at_;
        return in_template();
      case '/':
        return slash();
      case '(':
      case '[':
      case '{':
        return open(c);
      case ')':
      case ']':
      case '}':
        return close(c);
      case '=':
        if (peek(1) == '>') return arrow();
        return other(c);
      case '<':
        return less();
      case '\\':
      case '#':
        if (c == '#' && is_name_start(peek(1))) return other(c);
        return give_up();
      case ',':
      case ';':
        open_.back().arrows = 0;
        open_.back().class_next = false;
        if (c == ';') open_.back().body_next = false;
        return other(c);
      default:
        return other(c);
    }
  }

  void other(char c) {
    if ((c == '+' || c == '-') && peek(1) == c) {
      ++at_;
      before_ = Before::kBrace;  // `x++ / y`, `++/x/.y`: a slash behind it is in doubt
    } else {
      before_ = Before::kOperator;
    }
    dotted_ = c == '.' && (at_ == 0 || source_[at_ - 1] != '.');
    last_ = c;
    ++at_;
  }

  // JSX begins where a value may; elsewhere `<` compares, or opens type arguments.
  void less() {
    bool value_next = before_ != Before::kName && before_ != Before::kNumber &&
                      before_ != Before::kText && before_ != Before::kClose;
    if (value_next || peek(1) == '!') return give_up();
    if (peek(1) == '<') ++at_;  // a shift
    other('<');
  }

  void name() {
    auto start = at_;
    while (at_ < source_.size() && is_name(source_[at_])) ++at_;
    auto word = source_.substr(start, at_ - start);
    if (holds_odd_blank(word)) return give_up();
    bool property = dotted_;
    dotted_ = false;
    before_ = Before::kName;
    word_ = property ? std::string_view(".") : word;
    if (property) return;
    if (word == "function") open_.back().body_next = true;
    if (one_of(word, kBodyWords) && (is_name_start(next()) || next() == '{' || next() == '"' ||
                                     next() == '\'' || word == "extends"))
      open_.back().class_next = true;
    if (next() != '(' && next() != '.' && may_bind()) spoiled_ |= test_bit(word);
    if (word == "await") note_await();
    if (one_of(word, kValueWords)) before_ = Before::kWord;
  }

  // May the name just read get a value here? Not as a key (`test: …` in braces), nor when it is
  // handed to a call, or is a parameter: a parameter's calls are judged by its name all the same.
  bool may_bind() const {
    Bracket around = open_.back().kind;
    bool braces = around == Bracket::kBrace || around == Bracket::kBody;
    bool squares = around == Bracket::kSquare || around == Bracket::kTemplate;
    if (next() == ':') return !braces;
    return braces || squares || (next() != ')' && next() != ',');
  }

  // As the name of something else it would be in doubt.
  void note_await() {
    char c = next();
    bool value = is_name(c) || c == '(' || c == '[' || c == '{' || c == '"' || c == '\'' ||
                 c == '`' || c == '!';
    if (!value) return give_up();
    bound_.awaits = true;
  }

  void text(char quote) {
    for (++at_; at_ < source_.size() && source_[at_] != quote; ++at_) {
      if (source_[at_] == '\n') return give_up();
      if (source_[at_] == '\\' && at_ + 1 < source_.size()) {
        ++at_;
        if (source_[at_] == '\r' && peek(1) == '\n') ++at_;
      }
    }
    if (at_ >= source_.size()) return give_up();
    ++at_;
    before_ = Before::kText;
    dotted_ = false;
  }

  // From behind the backquote, or behind the brace that ends a hole.
  void in_template() {
    for (; at_ < source_.size(); ++at_) {
      char c = source_[at_];
      if (c == '\\') {
        ++at_;
      } else if (c == '`') {
        ++at_;
        before_ = Before::kText;
        dotted_ = false;
        return;
      } else if (c == '$' && peek(1) == '{') {
        at_ += 2;
        before_ = Before::kOperator;
        return push(Bracket::kTemplate, false);
      }
    }
    give_up();
  }

  void slash() {
    if (peek(1) == '/') {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (peek(1) == '*') {
      auto end = source_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return give_up();
      at_ = end + 2;
    } else if (before_ == Before::kBrace) {
      give_up();
    } else if (before_ == Before::kStart || before_ == Before::kOperator ||
               before_ == Before::kWord || (before_ == Before::kClose && closed_control_)) {
      regex();
    } else {
      other('/');
    }
  }

  void regex() {
    bool in_class = false;
    for (++at_; at_ < source_.size() && (in_class || source_[at_] != '/'); ++at_) {
      char c = source_[at_];
      if (c == '\n') return give_up();
      if (c == '\\') ++at_;
      if (c == '[') in_class = true;
      if (c == ']') in_class = false;
    }
    if (at_ >= source_.size()) return give_up();
    for (++at_; at_ < source_.size() && is_name(source_[at_]);) ++at_;
    before_ = Before::kText;
    dotted_ = false;
  }

  // --- brackets and functions

  void push(Bracket kind, bool function) {
    if (open_.size() >= kMostBrackets) return give_up();
    const Open& around = open_.back();
    Open next{kind};
    next.level = around.level + around.arrows;
    next.in_call = around.in_call;
    if (function) {
      next.level += counts(around);
      next.in_call = false;
      note(next.level);
    } else if (kind == Bracket::kCall || kind == Bracket::kFree) {
      next.in_call = true;
    }
    open_.push_back(next);
  }

  // Does a function that stands right here add a level?
  static bool counts(const Open& here) {
    if (here.kind == Bracket::kFree) return false;
    return here.in_call || here.level + here.arrows > 0;
  }

  void note(std::uint32_t level) { bound_.depth = std::max(bound_.depth, level); }

  void arrow() {
    at_ += 2;
    dotted_ = false;
    before_ = Before::kOperator;
    Open& here = open_.back();
    bool block = next() == '{';
    last_ = block ? '>' : '=';
    if (block) {
      here.body_next = true;
      return;
    }
    // Open until its bracket closes or a comma ends it; a missing semicolon only adds to the bound.
    if (counts(here)) ++here.arrows;
    note(here.level + here.arrows);
  }

  void open(char c) {
    Open& here = open_.back();
    if (c == '[') {
      push(Bracket::kSquare, false);
    } else if (c == '(') {
      push(parenthesis(), false);
    } else {
      open_brace(here);
    }
    ++at_;
    before_ = Before::kOperator;
    dotted_ = false;
    last_ = c;
  }

  Bracket parenthesis() {
    if (before_ == Before::kName) {
      if (one_of(word_, kControlWords) || word_ == "function") return Bracket::kControl;
      if (test_bit(word_) == 0 || open_.back().body_next) return Bracket::kCall;
      used_ |= test_bit(word_);
      return Bracket::kFree;
    }
    bool by_sign = before_ == Before::kOperator && (last_ == '>' || last_ == '.' || last_ == '!');
    bool by_word = before_ == Before::kWord && (word_ == "of" || word_ == "await");
    bool value = before_ == Before::kClose || before_ == Before::kText || before_ == Before::kBrace;
    return value || by_sign || by_word ? Bracket::kCall : Bracket::kGroup;
  }

  void open_brace(Open& here) {
    bool types = before_ == Before::kName && one_of(word_, kTypeWords);
    bool after_close = before_ == Before::kClose;
    if (here.body_next) {
      // `(): {` and `(): A | {` begin a type: the body comes later.
      if (types || (before_ == Before::kOperator && last_ != '>')) return give_up();
      here.body_next = here.class_next = false;
      return push(Bracket::kBody, true);
    }
    if (here.class_next) {
      here.class_next = false;
      return push(Bracket::kBrace, false);
    }
    bool function = after_close ? !closed_control_
                                : before_ == Before::kName && !types && word_ != "try" &&
                                      word_ != "finally" && word_ != "do" && word_ != "else" &&
                                      word_ != "import" && word_ != "export" && word_ != "type" &&
                                      word_ != "const" && word_ != "let" && word_ != "var" &&
                                      word_ != "catch" && word_ != "get" && word_ != "set";
    push(function ? Bracket::kBody : Bracket::kBrace, function);
  }

  void close(char c) {
    if (open_.size() == 1) return give_up();
    Bracket kind = open_.back().kind;
    bool fits = c == ')' ? kind == Bracket::kCall || kind == Bracket::kFree ||
                               kind == Bracket::kGroup || kind == Bracket::kControl
                : c == ']' ? kind == Bracket::kSquare
                           : kind == Bracket::kBrace || kind == Bracket::kBody ||
                                 kind == Bracket::kTemplate;
    if (!fits) return give_up();
    open_.pop_back();
    closed_control_ = kind == Bracket::kControl && !open_.back().body_next;
    ++at_;
    dotted_ = false;
    last_ = c;
    before_ = c == '}' ? Before::kBrace : Before::kClose;
    if (kind == Bracket::kTemplate) in_template();
  }

  std::string_view source_;
  std::size_t at_ = 0;
  bool good_ = true;
  DepthBound bound_;
  std::vector<Open> open_;
  Before before_ = Before::kStart;
  std::string_view word_;        // the last name; "." for a property
  bool dotted_ = false;          // a dot stands right before
  bool closed_control_ = false;  // the bracket closed last was of `if (…)` and the like
  char last_ = '\0';             // the last sign
  std::span<const std::string> tests_;
  unsigned used_ = 0;     // test functions that were called (test_bit)
  unsigned spoiled_ = 0;  // of these names, those that stand for something else
};

}  // namespace

std::optional<DepthBound> bound_callback_depth(std::string_view source,
                                               std::span<const std::string> tests) {
  return Scanner(source, tests).scan();
}

}  // namespace stackfit
