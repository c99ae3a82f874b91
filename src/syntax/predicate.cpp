// tree-sitter hands out predicates as strings; judging them is up to us. Each is one function over
// a captured node and one row of kPredicates. Texts are cut at kMostText and climbs at kMostSteps:
// a chain of ten thousand calls nests, and asking each level about all of it would cost the square
// of the file's size.
#include "syntax/predicate.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>

#include "core/nearest.h"

namespace stackfit {

void FreePattern::operator()(re2::RE2* regex) const {
  delete regex;
}

namespace {

constexpr std::size_t kMostText = 4096;
constexpr int kMostSteps = 2000;

std::string_view short_text(const SyntaxTree& tree, NodeId node) {
  return tree.text(node).substr(0, kMostText);
}

bool is_one_of(const Test& test, const SyntaxTree& tree, NodeId node) {
  return std::find(test.texts.begin(), test.texts.end(), short_text(tree, node)) !=
         test.texts.end();
}

bool matches(const Test& test, const SyntaxTree& tree, NodeId node) {
  auto text = short_text(tree, node);
  return RE2::PartialMatch({text.data(), text.size()}, *test.regex);
}

bool is_kind(const Test& test, Kind kind) {
  return std::find(test.kinds.begin(), test.kinds.end(), kind) != test.kinds.end();
}

std::uint32_t count_around(const Test& test, const SyntaxTree& tree, NodeId node,
                           std::uint32_t enough) {
  std::uint32_t count = 0;
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostSteps && count < enough; ++steps) {
    count += is_kind(test, tree.kind(at));
    at = tree.parent(at);
  }
  return count;
}

bool inside(const Test& test, const SyntaxTree& tree, NodeId node) {
  return count_around(test, tree, node, 1) == 1;
}

bool depth_at_least(const Test& test, const SyntaxTree& tree, NodeId node) {
  auto itself = static_cast<std::uint32_t>(is_kind(test, tree.kind(node)));
  return count_around(test, tree, node, test.number) + itself >= test.number;
}

bool has_parent(const Test& test, const SyntaxTree& tree, NodeId node) {
  NodeId up = tree.parent(node);
  return up != kNoNode && is_kind(test, tree.kind(up));
}

bool has_child(const Test& test, const SyntaxTree& tree, NodeId node) {
  for (NodeId at = tree.first_child(node); at != kNoNode; at = tree.next_sibling(at))
    if (is_kind(test, tree.kind(at))) return true;
  return false;
}

bool contains(const Test& test, const SyntaxTree& tree, NodeId node) {
  for (NodeId at : subtree(tree, node))
    if (at != node && is_kind(test, tree.kind(at))) return true;
  return false;
}

// Named children, comments apart; of a call or `new` its arguments.
bool has_arguments(const Test& test, const SyntaxTree& tree, NodeId node) {
  if (NodeId list = tree.child(node, Field::kArguments); list != kNoNode) node = list;
  std::uint32_t count = 0;
  for (NodeId at = tree.first_child(node); at != kNoNode; at = tree.next_sibling(at))
    count += tree.named(at) && tree.kind(at) != Kind::kComment;
  return count >= test.number;
}

enum class Takes : std::uint8_t { kTexts, kRegex, kKinds, kNumber, kNumberAndKinds };
struct Predicate {
  std::string_view name;
  Takes takes;
  bool (*holds)(const Test&, const SyntaxTree&, NodeId);
};
constexpr Predicate kPredicates[] = {
    {"eq?", Takes::kTexts, is_one_of},
    {"any-of?", Takes::kTexts, is_one_of},
    {"match?", Takes::kRegex, matches},
    {"inside?", Takes::kKinds, inside},
    {"depth-at-least?", Takes::kNumberAndKinds, depth_at_least},
    {"has-parent?", Takes::kKinds, has_parent},
    {"has-child?", Takes::kKinds, has_child},
    {"contains?", Takes::kKinds, contains},
    {"has-argument?", Takes::kNumber, has_arguments},
};

Error bad(const QueryPredicate& predicate, std::string message, std::string hint = "") {
  return {ErrorKind::kConfig, std::move(message), std::to_string(predicate.line), std::move(hint)};
}

const Predicate* find_row(std::string_view name) {
  auto at = std::find_if(std::begin(kPredicates), std::end(kPredicates),
                         [&](const Predicate& row) { return row.name == name; });
  return at == std::end(kPredicates) ? nullptr : &*at;
}

Error unknown(const QueryPredicate& predicate, const std::vector<std::string_view>& foreign) {
  std::vector<std::string> names;
  for (const auto& row : kPredicates) names.emplace_back(row.name);
  names.insert(names.end(), foreign.begin(), foreign.end());
  bool negated = false, any = false;
  auto hint = did_you_mean(base_predicate(predicate.name, negated, any), names);
  if (hint.empty()) hint = "each may be negated: #not-eq?";
  return bad(predicate, "unknown predicate #" + predicate.name, std::move(hint));
}

Result<std::uint32_t> find_capture(const QueryPredicate& predicate, const std::string& name,
                                   const std::vector<std::string>& captures) {
  auto at = std::find(captures.begin(), captures.end(), name);
  if (at == captures.end())
    return bad(predicate,
               fmt::format("#{} asks about @{}, which nothing captures", predicate.name, name),
               did_you_mean(name, captures));
  return static_cast<std::uint32_t>(at - captures.begin());
}

Result<void> read_number(const QueryPredicate& predicate, Test& test) {
  const auto* text = test.texts.empty() ? nullptr : &test.texts.front();
  bool read = text && std::from_chars(text->data(), text->data() + text->size(), test.number).ptr ==
                          text->data() + text->size();
  if (!read || text->empty())
    return bad(predicate,
               fmt::format("#{} takes a whole number behind its capture", predicate.name));
  return {};
}

Result<void> read_kinds(const QueryPredicate& predicate, std::size_t from, Test& test) {
  if (test.texts.size() <= from)
    return bad(predicate, fmt::format("#{} takes node kinds", predicate.name));
  for (std::size_t i = from; i < test.texts.size(); ++i) {
    Kind kind = kind_by_name(test.texts[i]);
    if (kind == Kind::kOther)
      return bad(predicate, fmt::format("no grammar has a node kind '{}'", test.texts[i]));
    test.kinds.push_back(kind);
  }
  return {};
}

Result<void> read_regex(const QueryPredicate& predicate, Test& test) {
  if (test.texts.size() != 1)
    return bad(predicate, fmt::format("#{} takes one regular expression", predicate.name));
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  options.set_dot_nl(true);
  test.regex.reset(new RE2(test.texts[0], options));
  if (test.regex->ok()) return {};
  return bad(predicate, "bad regular expression: " + test.regex->error(),
             "RE2's syntax: no look-around and no back references");
}

Result<void> read_arguments(const QueryPredicate& predicate, Takes takes, Test& test) {
  switch (takes) {
    case Takes::kTexts:
      if (test.texts.empty() && test.other == kNoCapture)
        return bad(predicate, fmt::format("#{} needs a text to compare with", predicate.name));
      return {};
    case Takes::kRegex:
      return read_regex(predicate, test);
    case Takes::kKinds:
      return read_kinds(predicate, 0, test);
    case Takes::kNumber:
      return read_number(predicate, test);
    case Takes::kNumberAndKinds:
      if (auto number = read_number(predicate, test); !number) return number;
      return read_kinds(predicate, 1, test);
  }
  return {};
}

}  // namespace

bool is_directive(const QueryPredicate& predicate) {
  return predicate.name.ends_with('!');
}

std::string_view base_predicate(std::string_view name, bool& negated, bool& any) {
  // `any-of?` and `not-any-of?` are about sets; `any-eq?`, `any-not-match?` about captures.
  if (find_row(name)) return name;
  if (name.starts_with("any-")) {
    any = true;
    name.remove_prefix(4);
  }
  if (name.starts_with("not-")) {
    negated = true;
    name.remove_prefix(4);
  }
  return name;
}

std::vector<std::string_view> tree_predicates() {
  std::vector<std::string_view> names;
  for (const auto& row : kPredicates) names.push_back(row.name);
  return names;
}

Kind kind_by_name(std::string_view name) {
  Kind kind = kind_named(name, true);
  return kind == Kind::kOther ? kind_named(name, false) : kind;
}

Result<Test> make_test(const QueryPredicate& predicate, const std::vector<std::string>& captures,
                       const std::vector<std::string_view>& foreign) {
  Test test;
  auto name = base_predicate(predicate.name, test.negated, test.any);
  const Predicate* row = find_row(name);
  if (!row && std::find(foreign.begin(), foreign.end(), name) == foreign.end())
    return unknown(predicate, foreign);
  test.name = name;
  if (predicate.arguments.empty() || !predicate.arguments.front().capture)
    return bad(predicate, fmt::format("#{} needs a capture first", predicate.name));
  for (const auto& argument : predicate.arguments) {
    if (!argument.capture) {
      test.texts.push_back(argument.text);
      continue;
    }
    auto capture = find_capture(predicate, argument.text, captures);
    if (!capture) return capture.error();
    bool first = &argument == &predicate.arguments.front();
    if (!first && (test.other != kNoCapture || (row && row->name != "eq?")))
      return bad(predicate, fmt::format("#{} takes one capture", predicate.name));
    (first ? test.capture : test.other) = *capture;
  }
  if (!row) return test;
  test.holds = row->holds;
  if (auto read = read_arguments(predicate, row->takes, test); !read) return read.error();
  return test;
}

}  // namespace stackfit
