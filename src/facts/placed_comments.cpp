#include "facts/placed_comments.h"

#include <algorithm>
#include <map>

#include "facts/suppression_text.h"

namespace stackfit {
namespace {

constexpr std::uint32_t kLastLine = UINT32_MAX;

// Turns growing offsets in a comment into places of the file.
class PlaceFinder {
 public:
  explicit PlaceFinder(const PlacedComment& comment)
      : text_(comment.text), line_(comment.line), column_(comment.column) {}

  Span span_of(const DirectiveWord& word) {
    for (; at_ < word.offset && at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n')
        ++line_, column_ = 1;
      else
        ++column_;
    }
    return {line_, column_, line_, column_ + static_cast<std::uint32_t>(word.text.size())};
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_, column_;
};

class Reader {
 public:
  std::vector<Suppression> read(const std::vector<PlacedComment>& comments) {
    for (const auto& comment : comments) read(comment);
    for (const auto& [rule, starts] : open_)
      for (auto start : starts) found_[start].fault = SuppressionFault::kUnpaired;
    return std::move(found_);
  }

 private:
  void read(const PlacedComment& comment) {
    PlaceFinder places(comment);
    for (const Directive& directive : directives_in(comment.text)) {
      Suppression one;
      one.kind = directive.kind;
      one.fault = directive.fault;
      one.word = directive.word.text;
      one.reason = directive.reason;
      one.until = directive.until;
      one.scope = comment.scope;
      set_lines(comment, one);
      if (directive.rules.empty()) add(one, places.span_of(directive.word));
      for (const DirectiveWord& rule : directive.rules) {
        one.rule = rule.text;
        add(one, places.span_of(rule));
        one.first = false;
      }
    }
  }

  static void set_lines(const PlacedComment& comment, Suppression& one) {
    if (one.kind == SuppressionKind::kFile) {
      if (comment.at_top) one.to_line = kLastLine;
      if (!comment.at_top && one.fault == SuppressionFault::kNone)
        one.fault = SuppressionFault::kBelowCode;
    } else if (one.kind == SuppressionKind::kLine) {
      // Findings about a file as a whole stand in its first line.
      one.from_line = comment.at_top ? 1 : comment.covers.from;
      one.to_line = comment.covers.to;
    }
  }

  void add(Suppression one, const Span& span) {
    if (found_.size() >= kMostSuppressions) return;
    one.span = span;
    if (one.kind == SuppressionKind::kStart && !one.rule.empty())
      open_[one.rule].push_back(found_.size());
    if (one.kind == SuppressionKind::kEnd && !one.rule.empty()) pair(one);
    found_.push_back(std::move(one));
  }

  void pair(Suppression& end) {
    auto open = open_.find(end.rule);
    if (open == open_.end() || open->second.empty()) {
      end.fault = SuppressionFault::kUnpaired;
      return;
    }
    Suppression& start = found_[open->second.back()];
    open->second.pop_back();
    start.from_line = start.span.line;
    start.to_line = end.span.line;
  }

  std::map<std::string, std::vector<std::size_t>> open_;  // starts without an end yet, by rule
  std::vector<Suppression> found_;
};

}  // namespace

std::vector<Suppression> read_suppressions(const std::vector<PlacedComment>& comments) {
  return Reader().read(comments);
}

}  // namespace stackfit
