// tree-sitter matches shapes and hands out predicates as strings; judging them is up to us. Each
// predicate is one function over the text of a captured node and a row of kPredicates. Texts are
// cut at kMostText: a chain of ten thousand calls nests, and testing the whole text of every level
// would cost the square of the file's size.
#include "syntax/query.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::uint32_t kMostMatchesInProgress = 256;
constexpr std::size_t kMostText = 4096;

struct DeleteQuery {
  void operator()(TSQuery* query) const { ts_query_delete(query); }
};
struct DeleteCursor {
  void operator()(TSQueryCursor* cursor) const { ts_query_cursor_delete(cursor); }
};

// One predicate of one pattern, ready to be asked.
struct Test {
  std::uint32_t capture = 0;
  bool negated = false;
  bool (*holds)(const Test&, std::string_view) = nullptr;
  std::vector<std::string> texts;
  std::unique_ptr<RE2> regex;
};

bool is_one_of(const Test& test, std::string_view text) {
  return std::find(test.texts.begin(), test.texts.end(), text) != test.texts.end();
}

bool matches(const Test& test, std::string_view text) {
  return RE2::PartialMatch({text.data(), text.size()}, *test.regex);
}

struct Predicate {
  std::string_view name;
  bool (*holds)(const Test&, std::string_view);
  bool negated;
  bool is_regex;
};
constexpr Predicate kPredicates[] = {
    {"eq?", is_one_of, false, false},     {"not-eq?", is_one_of, true, false},
    {"any-of?", is_one_of, false, false}, {"not-any-of?", is_one_of, true, false},
    {"match?", matches, false, true},     {"not-match?", matches, true, true},
};

Error bad_query(std::string message) {
  return {ErrorKind::kConfig, std::move(message), "", ""};
}

std::string_view name_of_error(TSQueryError error) {
  constexpr std::string_view kNames[] = {"none",          "syntax",          "unknown node kind",
                                         "unknown field", "unknown capture", "impossible structure",
                                         "language"};
  auto index = static_cast<std::size_t>(error);
  return index < std::size(kNames) ? kNames[index] : "unknown";
}

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

bool past_deadline(TSQueryCursorState* state) {
  return thread_cpu_seconds() > *static_cast<const double*>(state->payload);
}

// The flat tree's node with that extent: parents come first, so the first one found is the
// outermost of those that cover the same bytes.
NodeId node_at(const SyntaxTree& tree, TSNode raw) {
  std::uint32_t start = ts_node_start_byte(raw), end = ts_node_end_byte(raw);
  const auto& nodes = tree.nodes();
  auto at =
      std::lower_bound(nodes.begin(), nodes.end(), start,
                       [](const Node& node, std::uint32_t byte) { return node.start < byte; });
  for (; at != nodes.end() && at->start == start; ++at)
    if (at->end == end) return static_cast<NodeId>(at - nodes.begin());
  return kNoNode;
}

std::string_view text_of(const SyntaxTree& tree, TSNode raw) {
  std::uint32_t start = ts_node_start_byte(raw), end = ts_node_end_byte(raw);
  return tree.source().substr(start, std::min<std::size_t>(end - start, kMostText));
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// A string token with its escapes resolved; `at` stands on the opening quote and ends behind the
// closing one.
std::string read_string(std::string_view query, std::size_t& at) {
  std::string text;
  for (++at; at < query.size() && query[at] != '"'; ++at) {
    if (query[at] == '\\' && at + 1 < query.size()) ++at;
    text += query[at];
  }
  ++at;
  return text;
}

// What one predicate, `#name? @capture "text"…)`, demands of the source: `at` stands on the `#`.
RequiredTexts read_requirement(std::string_view query, std::size_t& at) {
  auto name = query.substr(at + 1, query.find_first_of(" \t\n)", at) - at - 1);
  std::vector<std::string> texts;
  while (at < query.size() && query[at] != ')') {
    if (query[at] == '"')
      texts.push_back(read_string(query, at));
    else
      ++at;
  }
  RequiredTexts required;
  if (name == "match?" && texts.size() == 1) return texts_required_by(texts[0]);
  if (name != "eq?" && name != "any-of?") return required;
  for (const auto& text : texts)
    required.push_back({text, std::all_of(text.begin(), text.end(), is_word)});
  return required;
}

}  // namespace

struct Query::Compiled {
  std::unique_ptr<TSQuery, DeleteQuery> query;
  std::vector<std::vector<Test>> tests;  // by pattern
  std::uint32_t hit = 0;

  bool holds(const SyntaxTree& tree, const TSQueryMatch& match) const {
    for (const Test& test : tests[match.pattern_index])
      for (std::uint16_t i = 0; i < match.capture_count; ++i)
        if (match.captures[i].index == test.capture &&
            test.holds(test, text_of(tree, match.captures[i].node)) == test.negated)
          return false;
    return true;
  }
  Result<Test> read_test(const std::vector<TSQueryPredicateStep>& steps) const;
  Result<std::vector<Test>> read_tests(std::uint32_t pattern) const;
  std::string string_of(const TSQueryPredicateStep& step) const {
    std::uint32_t size = 0;
    const char* text = ts_query_string_value_for_id(query.get(), step.value_id, &size);
    return {text, size};
  }
};

Result<Test> Query::Compiled::read_test(const std::vector<TSQueryPredicateStep>& steps) const {
  auto name = steps.empty() ? std::string() : string_of(steps[0]);
  auto row = std::find_if(std::begin(kPredicates), std::end(kPredicates),
                          [&](const Predicate& p) { return p.name == name; });
  if (row == std::end(kPredicates)) return bad_query("unknown predicate #" + name);
  if (steps.size() < 3 || steps[1].type != TSQueryPredicateStepTypeCapture)
    return bad_query("#" + name + " needs a capture and a text");
  Test test{steps[1].value_id, row->negated, row->holds, {}, nullptr};
  for (std::size_t i = 2; i < steps.size(); ++i) {
    if (steps[i].type != TSQueryPredicateStepTypeString)
      return bad_query("#" + name + " compares a capture with texts");
    test.texts.push_back(string_of(steps[i]));
  }
  if (row->is_regex) {
    RE2::Options options;
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    options.set_dot_nl(true);
    test.regex = std::make_unique<RE2>(test.texts[0], options);
    if (!test.regex->ok()) return bad_query("bad regular expression: " + test.regex->error());
  }
  return test;
}

Result<std::vector<Test>> Query::Compiled::read_tests(std::uint32_t pattern) const {
  std::vector<Test> found;
  std::uint32_t count = 0;
  const auto* steps = ts_query_predicates_for_pattern(query.get(), pattern, &count);
  std::vector<TSQueryPredicateStep> open;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (steps[i].type != TSQueryPredicateStepTypeDone) {
      open.push_back(steps[i]);
      continue;
    }
    auto test = read_test(open);
    if (!test) return test.error();
    found.push_back(std::move(*test));
    open.clear();
  }
  return found;
}

Query::Query(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

Result<Query> Query::compile(const Language& language, std::string_view text) {
  std::uint32_t offset = 0;
  TSQueryError error = TSQueryErrorNone;
  auto compiled = std::make_unique<Compiled>();
  compiled->query.reset(ts_query_new(language.grammar, text.data(),
                                     static_cast<std::uint32_t>(text.size()), &offset, &error));
  if (!compiled->query)
    return bad_query(fmt::format("{} at offset {} of the query", name_of_error(error), offset));
  std::uint32_t captures = ts_query_capture_count(compiled->query.get());
  std::uint32_t hit = captures;
  for (std::uint32_t i = 0; i < captures; ++i) {
    std::uint32_t size = 0;
    const char* name = ts_query_capture_name_for_id(compiled->query.get(), i, &size);
    if (std::string_view(name, size) == "hit") hit = i;
  }
  if (hit == captures) return bad_query("the query captures no @hit");
  compiled->hit = hit;
  for (std::uint32_t i = 0; i < ts_query_pattern_count(compiled->query.get()); ++i) {
    auto tests = compiled->read_tests(i);
    if (!tests) return tests.error();
    compiled->tests.push_back(std::move(*tests));
  }
  return Query(std::move(compiled));
}

std::vector<QueryHit> Query::run(const SyntaxTree& tree, double cpu_seconds) const {
  std::vector<QueryHit> hits;
  // A cursor is costly to make and keeps no state between runs.
  thread_local std::unique_ptr<TSQueryCursor, DeleteCursor> cursor(ts_query_cursor_new());
  ts_query_cursor_set_match_limit(cursor.get(), kMostMatchesInProgress);
  double deadline = thread_cpu_seconds() + cpu_seconds;
  TSQueryCursorOptions options{&deadline, past_deadline};
  ts_query_cursor_exec_with_options(cursor.get(), compiled_->query.get(),
                                    ts_tree_root_node(tree.raw()), &options);
  TSQueryMatch match;
  while (ts_query_cursor_next_match(cursor.get(), &match)) {
    if (!compiled_->holds(tree, match)) continue;
    for (std::uint16_t i = 0; i < match.capture_count; ++i)
      if (match.captures[i].index == compiled_->hit)
        hits.push_back({match.pattern_index, node_at(tree, match.captures[i].node)});
  }
  std::sort(hits.begin(), hits.end(), [](const QueryHit& a, const QueryHit& b) {
    return std::pair(a.node, a.pattern) < std::pair(b.node, b.pattern);
  });
  // Several ways to match one node are one hit.
  hits.erase(std::unique(hits.begin(), hits.end(),
                         [](const QueryHit& a, const QueryHit& b) { return a.node == b.node; }),
             hits.end());
  return hits;
}

std::vector<std::vector<RequiredTexts>> requirements_of(std::string_view query) {
  std::vector<std::vector<RequiredTexts>> patterns;
  int depth = 0;
  for (std::size_t at = 0; at < query.size();) {
    char c = query[at];
    if (c == '"') {
      read_string(query, at);
      continue;
    }
    if (c == '#' && !patterns.empty()) {
      auto texts = read_requirement(query, at);
      if (!texts.empty()) patterns.back().push_back(std::move(texts));
      continue;
    }
    if ((c == '(' || c == '[') && depth++ == 0) patterns.emplace_back();
    if (c == ')' || c == ']') --depth;
    ++at;
  }
  return patterns;
}

RequiredTexts texts_required_by(std::string_view regex) {
  bool starts = regex.starts_with('^'), ends = regex.ends_with('$');
  if (starts) regex.remove_prefix(1);
  if (ends) regex.remove_suffix(1);
  bool group = regex.starts_with('(') && regex.ends_with(')') &&
               regex.find_first_of("()", 1) == regex.size() - 1;
  if (group) regex = regex.substr(1, regex.size() - 2);
  RequiredTexts texts;
  // Without a group around it, an anchor binds to one alternative only.
  if (!group && regex.find('|') != std::string_view::npos) starts = ends = false;
  for (auto alternative : split(regex, '|')) {
    RequiredText text{"", starts && ends};
    for (std::size_t i = 0; i < alternative.size(); ++i) {
      char c = alternative[i];
      bool escaped_dot = c == '\\' && i + 1 < alternative.size() && alternative[i + 1] == '.';
      if (escaped_dot) ++i;
      if (!is_word(c) && !escaped_dot && c != '/' && c != '-' && c != ' ') return {};
      if (!is_word(alternative[i])) text.whole_word = false;
      text.text += alternative[i];
    }
    if (text.text.empty()) return {};
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace stackfit
