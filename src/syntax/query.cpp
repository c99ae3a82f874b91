// Two engines answer one query: our own matcher (pattern.h), and tree-sitter's for what that does
// not know. Captures, predicates and limits are the same for both.
#include "syntax/query.h"

#include <fmt/format.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <ctime>
#include <mutex>
#include <optional>

#include "core/nearest.h"

namespace stackfit {
namespace {

constexpr std::uint32_t kMostMatchesInProgress = 256;
// Looks at a node that one file's matching may take: a pattern tries a few children of each.
constexpr std::uint64_t kLooksPerNode = 100;

std::uint64_t budget_for(const SyntaxTree& tree) {
  return kLooksPerNode * (tree.size() + 1000ull);
}

struct DeleteQuery {
  void operator()(TSQuery* query) const { ts_query_delete(query); }
};
struct DeleteCursor {
  void operator()(TSQueryCursor* cursor) const { ts_query_cursor_delete(cursor); }
};

Error bad_query(std::string message, std::uint32_t line, std::string hint = "") {
  return {ErrorKind::kConfig, std::move(message), std::to_string(line), std::move(hint)};
}

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

bool past_deadline(TSQueryCursorState* state) {
  return thread_cpu_seconds() > *static_cast<const double*>(state->payload);
}

// The flat tree's node of that extent and kind.
NodeId node_at(const SyntaxTree& tree, TSNode raw) {
  std::uint32_t start = ts_node_start_byte(raw), end = ts_node_end_byte(raw);
  auto symbol = ts_node_symbol(raw);
  const auto& kinds = tree.language().kind_of_symbol;
  Kind kind = symbol < kinds.size() ? kinds[symbol] : Kind::kError;
  const auto& nodes = tree.nodes();
  auto at =
      std::lower_bound(nodes.begin(), nodes.end(), start,
                       [](const Node& node, std::uint32_t byte) { return node.start < byte; });
  for (; at != nodes.end() && at->start == start; ++at)
    if (at->end == end && at->kind == kind) return static_cast<NodeId>(at - nodes.begin());
  return kNoNode;
}

void collect_captures(const QueryNode& node, std::vector<std::string>& names) {
  for (const auto& name : node.captures)
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  for (const auto& child : node.children) collect_captures(child, names);
}

// The first kind of a query that no grammar has, or null.
const QueryNode* find_unknown(const QueryNode& node) {
  bool named = node.what == QueryNode::What::kNamed && !node.special;
  if (named && kind_named(node.name, true) == Kind::kOther) return &node;
  for (const auto& child : node.children)
    if (const auto* found = find_unknown(child)) return found;
  return nullptr;
}

std::string_view name_of_error(TSQueryError error) {
  constexpr std::string_view kNames[] = {"none",          "syntax error",    "unknown node kind",
                                         "unknown field", "unknown capture", "impossible structure",
                                         "language"};
  auto index = static_cast<std::size_t>(error);
  return index < std::size(kNames) ? kNames[index] : "unknown";
}

}  // namespace

struct Query::Compiled {
  const Language* language = nullptr;
  std::string text;
  std::vector<QueryPattern> parsed;
  std::vector<std::string> names;
  std::uint32_t hit = 0;
  std::vector<std::vector<Test>> tests;  // by pattern
  std::vector<std::map<std::string, std::string>> settings;
  std::vector<Pattern> own;  // empty: tree-sitter matches
  std::vector<std::vector<Kind>> roots;
  mutable std::once_flag once;
  mutable std::unique_ptr<TSQuery, DeleteQuery> foreign;
  mutable std::optional<Error> problem;

  Result<void> read_predicates(const std::vector<std::string_view>& foreign_names);
  Result<void> read_directive(const QueryPredicate& directive);
  void compile_own();
  void compile_foreign() const;
  /// Null when tree-sitter refuses the query; `problem` says why.
  const TSQuery* by_tree_sitter() const {
    std::call_once(once, [this] { compile_foreign(); });
    return foreign.get();
  }
};

namespace {

// Judges the ways a pattern fits and keeps those that satisfy its predicates.
class Judge : public MatchSink {
 public:
  Judge(const SyntaxTree& tree, const AskFile& ask, QueryRun& run)
      : tree_(tree), ask_(ask), run_(run) {}

  void start(std::uint32_t pattern, const std::vector<Test>& tests, std::uint32_t hit,
             NodeId root) {
    pattern_ = pattern;
    tests_ = &tests;
    hit_ = hit;
    root_ = root;
  }

  bool allows(const Capture& capture) override {
    return std::all_of(tests_->begin(), tests_->end(), [&](const Test& test) {
      return !early(test) || test.capture != capture.name ||
             test.holds(test, tree_, capture.node) != test.negated;
    });
  }

  bool take(const Captures& captures) override {
    for (const Test& test : *tests_)
      if (!early(test) && !holds(test, captures)) return false;
    NodeId hit = kNoNode;
    for (const auto& capture : captures)
      if (capture.name == hit_) hit = capture.node;
    if (hit == kNoNode) return false;
    run_.matches.push_back({pattern_, hit, captures});
    return hit == root_;  // other ways to fit would be the same hit
  }

  // All predicates of a match found elsewhere.
  void take_all(const Captures& captures) {
    if (std::all_of(captures.begin(), captures.end(),
                    [&](const Capture& capture) { return allows(capture); }))
      take(captures);
  }

 private:
  static bool early(const Test& test) {
    return test.holds && !test.any && test.other == kNoCapture;
  }

  bool holds(const Test& test, const Captures& captures) const {
    bool asked = false;
    for (const auto& capture : captures) {
      if (capture.name != test.capture) continue;
      asked = true;
      bool answer = ask(test, capture.node, captures) != test.negated;
      if (answer == test.any) return answer;
    }
    return !asked || !test.any;
  }

  bool ask(const Test& test, NodeId node, const Captures& captures) const {
    if (!test.holds) return ask_ && ask_(test, node);
    if (test.other == kNoCapture) return test.holds(test, tree_, node);
    return std::any_of(captures.begin(), captures.end(), [&](const Capture& capture) {
      return capture.name == test.other && tree_.text(capture.node) == tree_.text(node);
    });
  }

  const SyntaxTree& tree_;
  const AskFile& ask_;
  QueryRun& run_;
  std::uint32_t pattern_ = 0, hit_ = 0;
  const std::vector<Test>* tests_ = nullptr;
  NodeId root_ = kNoNode;
};

// In source order, one for each hit: several ways to match one node are one match.
void put_in_order(std::vector<QueryMatch>& matches) {
  std::stable_sort(matches.begin(), matches.end(), [](const QueryMatch& a, const QueryMatch& b) {
    return std::pair(a.hit, a.pattern) < std::pair(b.hit, b.pattern);
  });
  matches.erase(
      std::unique(matches.begin(), matches.end(),
                  [](const QueryMatch& a, const QueryMatch& b) { return a.hit == b.hit; }),
      matches.end());
}

}  // namespace

Result<void> Query::Compiled::read_directive(const QueryPredicate& directive) {
  const auto& arguments = directive.arguments;
  bool pair = arguments.size() == 2 && !arguments[0].capture && !arguments[1].capture;
  if (directive.name != "set!" || !pair)
    return bad_query("the one directive is #set! with a name and a text", directive.line);
  settings.back()[arguments[0].text] = arguments[1].text;
  return {};
}

Result<void> Query::Compiled::read_predicates(const std::vector<std::string_view>& foreign_names) {
  for (const auto& pattern : parsed) {
    tests.emplace_back();
    settings.emplace_back();
    for (const auto& predicate : pattern.predicates) {
      if (is_directive(predicate)) {
        if (auto read = read_directive(predicate); !read) return read;
        continue;
      }
      auto test = make_test(predicate, names, foreign_names);
      if (!test) return test.error();
      tests.back().push_back(std::move(*test));
    }
  }
  return {};
}

void Query::Compiled::compile_own() {
  for (const auto& pattern : parsed) {
    auto compiled = compile_pattern(pattern.root, names);
    if (!compiled) {
      own.clear();
      return;
    }
    own.push_back(std::move(*compiled));
  }
  for (const auto& pattern : own) roots.push_back(root_kinds(pattern));
}

void Query::Compiled::compile_foreign() const {
  std::uint32_t offset = 0;
  TSQueryError error = TSQueryErrorNone;
  foreign.reset(ts_query_new(language->grammar, text.data(),
                             static_cast<std::uint32_t>(text.size()), &offset, &error));
  if (foreign) return;
  std::string_view before = std::string_view(text).substr(0, offset);
  std::string_view rest = std::string_view(text).substr(before.size());
  auto line = 1 + std::count(before.begin(), before.end(), '\n');
  problem = bad_query(fmt::format("{} in {}: '{}'", name_of_error(error), language->name,
                                  rest.substr(0, rest.find_first_of(" \n()"))),
                      static_cast<std::uint32_t>(line));
}

Query::Query(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

Result<Query> Query::compile(const Language& language, std::string_view text,
                             const std::vector<std::string_view>& foreign) {
  auto parsed = parse_query(text);
  if (!parsed) return parsed.error();
  if (parsed->empty()) return bad_query("the query is empty", 1);
  auto compiled = std::make_unique<Compiled>();
  compiled->language = &language;
  compiled->text = text;
  compiled->parsed = std::move(*parsed);
  for (const auto& pattern : compiled->parsed) {
    std::vector<std::string> names;
    collect_captures(pattern.root, names);
    if (std::find(names.begin(), names.end(), "hit") == names.end())
      return bad_query("the pattern captures no @hit", pattern.root.line);
    collect_captures(pattern.root, compiled->names);
  }
  auto hit = std::find(compiled->names.begin(), compiled->names.end(), "hit");
  compiled->hit = static_cast<std::uint32_t>(hit - compiled->names.begin());
  if (auto read = compiled->read_predicates(foreign); !read) return read.error();
  compiled->compile_own();
  return Query(std::move(compiled));
}

Result<void> Query::check() const {
  if (own() || compiled_->by_tree_sitter()) return {};
  for (const auto& pattern : compiled_->parsed)
    if (const auto* unknown = find_unknown(pattern.root))
      return bad_query(
          fmt::format("{} has no node kind '{}'", compiled_->language->name, unknown->name),
          unknown->line, did_you_mean(unknown->name, kind_names()));
  return *compiled_->problem;
}

bool Query::own() const {
  return !compiled_->own.empty();
}
std::size_t Query::patterns() const {
  return compiled_->parsed.size();
}
const std::vector<std::string>& Query::capture_names() const {
  return compiled_->names;
}
const std::vector<Test>& Query::tests(std::uint32_t pattern) const {
  return compiled_->tests.at(pattern);
}
const std::map<std::string, std::string>& Query::settings(std::uint32_t pattern) const {
  return compiled_->settings.at(pattern);
}

namespace {

// What tree-sitter found, as captures of the flat tree.
Captures captures_of(const SyntaxTree& tree, const TSQuery* query, const TSQueryMatch& match,
                     const std::vector<std::string>& names) {
  Captures captures;
  for (std::uint16_t i = 0; i < match.capture_count; ++i) {
    std::uint32_t size = 0;
    const char* name = ts_query_capture_name_for_id(query, match.captures[i].index, &size);
    auto known = std::find(names.begin(), names.end(), std::string_view(name, size));
    NodeId node = node_at(tree, match.captures[i].node);
    if (known == names.end() || node == kNoNode) continue;
    captures.push_back({static_cast<std::uint32_t>(known - names.begin()), node});
  }
  return captures;
}

}  // namespace

QueryRun Query::run(const SyntaxTree& tree, const AskFile& ask, double cpu_seconds) const {
  if (!own()) return run_by_tree_sitter(tree, ask, cpu_seconds).value_or(QueryRun{});
  QueryRun run;
  Judge judge(tree, ask, run);
  Captures captures;
  auto budget = budget_for(tree);
  for (NodeId node = 0; node < tree.size(); ++node)
    for (std::uint32_t pattern = 0; pattern < compiled_->own.size(); ++pattern) {
      const auto& kinds = compiled_->roots[pattern];
      if (!kinds.empty() && !std::binary_search(kinds.begin(), kinds.end(), tree.kind(node)))
        continue;
      judge.start(pattern, compiled_->tests[pattern], compiled_->hit, node);
      match_pattern(compiled_->own[pattern], tree, node, judge, budget, captures);
    }
  run.cut = budget == 0;
  put_in_order(run.matches);
  return run;
}

std::optional<QueryRun> Query::run_by_tree_sitter(const SyntaxTree& tree, const AskFile& ask,
                                                  double cpu_seconds) const {
  const TSQuery* query = compiled_->by_tree_sitter();
  if (!query) return std::nullopt;
  // A cursor is costly to make and keeps no state between runs.
  thread_local std::unique_ptr<TSQueryCursor, DeleteCursor> cursor(ts_query_cursor_new());
  ts_query_cursor_set_match_limit(cursor.get(), kMostMatchesInProgress);
  double deadline = thread_cpu_seconds() + cpu_seconds;
  TSQueryCursorOptions options{&deadline, past_deadline};
  ts_query_cursor_exec_with_options(cursor.get(), query, ts_tree_root_node(tree.raw()), &options);
  QueryRun run;
  Judge judge(tree, ask, run);
  TSQueryMatch match;
  while (ts_query_cursor_next_match(cursor.get(), &match)) {
    judge.start(match.pattern_index, compiled_->tests.at(match.pattern_index), compiled_->hit,
                kNoNode);
    judge.take_all(captures_of(tree, query, match, compiled_->names));
  }
  run.cut = ts_query_cursor_did_exceed_match_limit(cursor.get()) || thread_cpu_seconds() > deadline;
  put_in_order(run.matches);
  return run;
}

QueryWalk::QueryWalk(std::vector<const Query*> queries) : queries_(std::move(queries)) {
  for (std::uint32_t query = 0; query < queries_.size(); ++query)
    for (std::uint32_t pattern = 0; pattern < queries_[query]->compiled_->roots.size(); ++pattern) {
      const auto& kinds = queries_[query]->compiled_->roots[pattern];
      if (kinds.empty()) at_any_.push_back({query, pattern});
      for (Kind kind : kinds) {
        auto index = static_cast<std::size_t>(kind);
        if (by_kind_.size() <= index) by_kind_.resize(index + 1);
        by_kind_[index].push_back({query, pattern});
      }
    }
}

std::vector<QueryRun> QueryWalk::run(const SyntaxTree& tree, const AskFile& ask,
                                     const std::function<bool(std::size_t)>& wanted) const {
  std::vector<QueryRun> runs(queries_.size());
  std::vector<bool> on(queries_.size(), true);
  for (std::size_t i = 0; i < queries_.size(); ++i) {
    on[i] = !wanted || wanted(i);
    if (on[i] && !queries_[i]->own()) runs[i] = queries_[i]->run(tree, ask);
  }
  std::vector<std::uint64_t> budgets(queries_.size(), budget_for(tree));
  Captures captures;
  auto look = [&](const Entry& entry, NodeId node) {
    const auto& compiled = *queries_[entry.query]->compiled_;
    Judge judge(tree, ask, runs[entry.query]);
    judge.start(entry.pattern, compiled.tests[entry.pattern], compiled.hit, node);
    match_pattern(compiled.own[entry.pattern], tree, node, judge, budgets[entry.query], captures);
  };
  // Of each kind, the patterns of this run; behind the last kind, those that start anywhere.
  std::vector<Entry> entries;
  std::vector<std::size_t> first;
  auto keep = [&](const std::vector<Entry>& list) {
    first.push_back(entries.size());
    for (const auto& entry : list)
      if (on[entry.query]) entries.push_back(entry);
  };
  for (const auto& list : by_kind_) keep(list);
  keep(at_any_);
  first.push_back(entries.size());
  for (NodeId node = 0; node < tree.size(); ++node) {
    auto kind = static_cast<std::size_t>(tree.kind(node));
    if (kind < by_kind_.size())
      for (auto at = first[kind]; at < first[kind + 1]; ++at) look(entries[at], node);
    for (auto at = first[by_kind_.size()]; at < entries.size(); ++at) look(entries[at], node);
  }
  for (std::size_t i = 0; i < queries_.size(); ++i) {
    if (!queries_[i]->own()) continue;
    runs[i].cut = budgets[i] == 0;
    put_in_order(runs[i].matches);
  }
  return runs;
}

}  // namespace stackfit
