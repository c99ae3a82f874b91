// The grammar of a directive:
//
//   stackfit-ignore[-file|-start|-end] RULE[, RULE]…[: REASON [until DATE]]
//
// A comment is for people first. So a directive must stand where a directive would, at the start of
// a line of the comment, and whatever does not fit the grammar is kept as a fault to report, never
// guessed at: a misspelt suppression that silently does nothing is worse than none.
#include "facts/suppression_text.h"

#include <algorithm>

#include "core/text.h"
#include "core/utf8.h"

namespace stackfit {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";
constexpr std::string_view kMarks = "/*#!;";
constexpr std::size_t kMostRules = 50;
constexpr std::size_t kLongestName = 80, kLongestReason = 300;

struct Form {
  std::string_view word;
  SuppressionKind kind;
};
constexpr Form kForms[] = {{"stackfit-ignore", SuppressionKind::kLine},
                           {"stackfit-ignore-file", SuppressionKind::kFile},
                           {"stackfit-ignore-start", SuppressionKind::kStart},
                           {"stackfit-ignore-end", SuppressionKind::kEnd}};

bool is_word_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_blank(char c) {
  return kBlanks.find(c) != std::string_view::npos;
}

// Is there nothing but marks and blanks between the line's start, or a mark of its own, and `at`?
bool begins_directive(std::string_view comment, std::size_t at) {
  while (at > 0 && comment[at - 1] != '\n' && is_blank(comment[at - 1])) --at;
  std::size_t mark = at;
  while (mark > 0 && kMarks.find(comment[mark - 1]) != std::string_view::npos) --mark;
  return mark == 0 || comment[mark - 1] == '\n' || (mark < at && is_blank(comment[mark - 1]));
}

// Reads one directive from left to right.
class Cursor {
 public:
  Cursor(std::string_view comment, std::size_t at, std::size_t end)
      : comment_(comment), at_(at), end_(end) {}

  DirectiveWord word() {
    auto start = at_;
    while (at_ < end_ && is_word_part(comment_[at_])) ++at_;
    return {std::string(cut_utf8(comment_.substr(start, at_ - start), kLongestName)), start};
  }
  void skip_blanks() {
    while (at_ < end_ && is_blank(comment_[at_])) ++at_;
  }
  bool skip(char c) {
    if (at_ >= end_ || comment_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string_view rest() const { return comment_.substr(at_, end_ - at_); }

 private:
  std::string_view comment_;
  std::size_t at_, end_;
};

// On one line, without the marks that begin the lines of a block comment.
std::string plain_reason(std::string_view text) {
  std::string plain;
  bool first = true;
  for (auto line : split(text, '\n')) {
    line = trim(line);
    while (!first && line.starts_with('*')) line = trim(line.substr(1));
    first = false;
    if (!line.empty() && !plain.empty()) plain += ' ';
    plain += line;
    if (plain.size() > 2 * kLongestReason) break;
  }
  return plain;
}

bool looks_like_date(std::string_view word) {
  bool digits = std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/';
  });
  return digits && word.size() >= 4;
}

// Takes the last `until DATE` out of the reason.
void take_date(Directive& directive) {
  std::string& reason = directive.reason;
  auto at = reason.rfind("until ");
  if (at == std::string::npos || (at > 0 && is_word_part(reason[at - 1]))) return;
  auto start = at + 6, end = std::min(reason.find(' ', start), reason.size());
  auto word = std::string_view(reason).substr(start, end - start);
  while (!word.empty() && std::string_view(".,;)]").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  if (!looks_like_date(word)) return;
  directive.until = word;
  if (!is_date(word)) directive.fault = SuppressionFault::kNoDate;
  auto before = trim(std::string_view(reason).substr(0, at));
  while (!before.empty() && std::string_view(",;([").find(before.back()) != std::string_view::npos)
    before = trim(before.substr(0, before.size() - 1));
  auto after = trim(std::string_view(reason).substr(end));
  std::string kept(before);
  if (!kept.empty() && !after.empty()) kept += ' ';
  reason = kept.append(after);
}

void read_rules(Cursor& cursor, Directive& directive) {
  do {
    cursor.skip_blanks();
    auto rule = cursor.word();
    if (rule.text.empty()) return;
    if (directive.rules.size() < kMostRules) directive.rules.push_back(std::move(rule));
    cursor.skip_blanks();
  } while (cursor.skip(','));
}

Directive read_directive(std::string_view comment, std::size_t at, std::size_t end) {
  Cursor cursor(comment, at, end);
  Directive directive;
  directive.word = cursor.word();
  auto form = std::find_if(std::begin(kForms), std::end(kForms),
                           [&](const Form& row) { return row.word == directive.word.text; });
  if (form == std::end(kForms)) {
    directive.fault = SuppressionFault::kUnknownForm;
    return directive;
  }
  directive.kind = form->kind;
  read_rules(cursor, directive);
  cursor.skip_blanks();
  if (!cursor.skip(':')) return directive;
  directive.reason = plain_reason(cursor.rest());
  take_date(directive);
  directive.reason = cut_utf8(directive.reason, kLongestReason);
  return directive;
}

}  // namespace

std::vector<Directive> directives_in(std::string_view comment) {
  if (comment.ends_with("*/")) comment.remove_suffix(2);
  std::vector<std::size_t> starts;
  for (auto at = comment.find(kDirectiveWord); at != std::string_view::npos;
       at = comment.find(kDirectiveWord, at + kDirectiveWord.size()))
    if (begins_directive(comment, at)) starts.push_back(at);
  std::vector<Directive> directives;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    auto end = i + 1 < starts.size() ? starts[i + 1] : comment.size();
    // The mark before the next directive is not part of this one's reason.
    while (i + 1 < starts.size() && end > starts[i] &&
           (is_blank(comment[end - 1]) || kMarks.find(comment[end - 1]) != std::string_view::npos))
      --end;
    directives.push_back(read_directive(comment, starts[i], end));
  }
  return directives;
}

}  // namespace stackfit
