#include "project/python/shell_words.h"

namespace stackfit {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}
  std::vector<ShellWord> run() {
    for (; at_ < text_.size(); ++at_) step(text_[at_]);
    flush();
    return std::move(words_);
  }

 private:
  void flush() {
    if (open_) words_.push_back({std::move(word_), false, word_line_});
    word_.clear();
    open_ = false;
  }
  void start() {
    if (!open_) word_line_ = line_;
    open_ = true;
  }
  void quoted(char quote) {
    start();
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word_ += text_[at_];
    }
  }
  // `$(…)`, `${…}` and `{{…}}` stay one word.
  void bracketed(char close) {
    start();
    for (; at_ < text_.size(); ++at_) {
      word_ += text_[at_];
      if (text_[at_] == close || text_[at_] == '\n') break;
    }
  }
  void comment() {
    while (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
  }
  void step(char c) {
    char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (c == '\'' || c == '"') return quoted(c);
    if (c == '$' && next == '(') return bracketed(')');
    if (c == '$' && next == '{') return bracketed('}');
    if (c == '#' && !open_) return comment();
    if (c == '\\' && next == '\n') {
      ++at_;
      ++line_;
    } else if (c == '\\') {
      start();
      if (next != '\0') word_ += text_[++at_];
    } else if (is_blank(c)) {
      flush();
    } else if (c == '\n' || c == ';' || c == '&' || c == '|' || c == '(' || c == ')') {
      flush();
      words_.push_back({std::string(1, c), true, line_});
      if (c == '\n') ++line_;
    } else {
      start();
      word_ += c;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<ShellWord> words_;
  std::string word_;
  bool open_ = false;
  std::uint32_t line_ = 0, word_line_ = 0;
};

}  // namespace

std::vector<ShellWord> shell_words(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace stackfit
