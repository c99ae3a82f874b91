#include "core/text.h"
#include "facts/fit/fit_signals.h"
#include "facts/fit/handlers.h"
#include "facts/functions.h"
#include "facts/generated.h"
#include "facts/javascript/callback_kinds.h"
#include "facts/javascript/depth_bound.h"
#include "facts/javascript/javascript.h"
#include "facts/mentions.h"
#include "facts/python/source.h"
#include "facts/python/values.h"
#include "facts/reader.h"
#include "facts/rules/query_rules.h"
#include "facts/source_needs.h"
#include "syntax/line_counter.h"

namespace stackfit {
namespace {

// `expect(…)`, `assert.equal(…)`, `x.should.be`, `t.is(…)` of ava and tap, `it(…)`; Python's assert
// statement and the assert methods of unittest.
bool is_assertion(const SyntaxTree& tree, NodeId id) {
  Kind kind = tree.kind(id);
  if (kind == Kind::kAssertStatement) return true;
  if (kind != Kind::kCallExpression && kind != Kind::kCall) return false;
  NodeId callee = tree.child(id, Field::kFunction);
  if (callee == kNoNode) return false;
  auto text = tree.text(callee).substr(0, 64);
  auto root = text.substr(0, text.find_first_of(".(["));
  for (std::string_view name : {"expect", "assert", "should", "it", "test", "t"})
    if (root == name) return true;
  auto last = text.substr(text.rfind('.') + 1);
  return last.starts_with("assert") || text.find(".should.") != std::string_view::npos;
}

/// Reads what every language shares, whatever else is learnt from the tree.
Metrics measure(const SyntaxTree& tree) {
  Metrics metrics;
  metrics.lines = tree.line_count();
  LineCounter lines(tree);
  std::uint32_t last_line = 0;
  for (NodeId id = 0; id < tree.size(); ++id) {
    const Node& node = tree[id];
    if (node.after > id + 1 || node.kind == Kind::kComment || node.start == node.end) {
      if (is_function_node(node.kind)) ++metrics.functions;
      if (is_assertion(tree, id)) ++metrics.assertions;
      continue;
    }
    auto first = lines.line_of(node.start), last = lines.line_of(node.end - 1);
    if (last > last_line) {
      metrics.code_lines += last - std::max(first, last_line + 1) + 1;
      last_line = last;
    }
  }
  return metrics;
}

// False when a limit ended the search of some rule early.
bool read_python(const FileInput& input, const SyntaxTree& tree, SourceFacts& facts) {
  learn_python(tree, facts);
  if (!input.context.file_rules) return true;
  const auto modules = python_module_names(facts.imports);
  const CallbackKinds& kinds = input.context.file_rules->kinds();
  SameFile same_file(tree, modules, kinds);
  const std::vector<CallbackFact> none;
  const FileTables& tables = input.context.file_rules->tables();
  PythonValues values(tree, modules, tables.python);
  FileView view{tree, facts.imports, modules, kinds, tables, same_file, none, &values};
  return input.context.file_rules->run(facts.language, view, facts);
}

// A file in which callbacks cannot nest deep enough for a finding says no more than whether it
// awaits.
bool settle_without_parse(const FileInput& input, const Language& language, FileFacts& facts) {
  if (language.is_python() || input.context.parity != Parity::kNative) return false;
  const RuleSet* rules = input.context.rules;
  // A row that a project adds comes before the table's own and may make a level of any call.
  std::span<const std::string> tests;
  if (rules == nullptr || rules->added.empty()) tests = callback_kinds().test_functions();
  auto bound = bound_callback_depth(input.bytes, tests);
  if (!bound || bound->depth >= least_chain_depth(rules)) return false;
  SourceFacts& source = facts.source.emplace();
  source.language = std::string(language.name);
  source.async_sites.await = bound->awaits ? 1 : 0;
  return true;
}

// Translations of Qt and streams of video are called `.ts` as well; only the former are text.
bool is_xml(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes = trim(bytes.substr(0, 256));
  return bytes.starts_with("<?xml") || bytes.starts_with("<!DOCTYPE");
}

}  // namespace

void read_source_file(const FileInput& input, FileFacts& facts) {
  if (is_xml(input.bytes)) {
    facts.skipped = "XML, not a script";
    return;
  }
  if (input.bytes.substr(0, 8192).find('\0') != std::string_view::npos) {
    facts.skipped = "binary: holds NUL bytes";
    return;
  }
  if (input.context.default_excludes) {
    auto reason = generated_reason(input.entry.path, input.bytes);
    // A marker must not hide a change from the reviewer; minified code hides nothing.
    if (reason && (!input.entry.changed || reason->starts_with("minified"))) {
      facts.skipped = std::move(*reason);
      if (!language_of_path(input.entry.path)->is_python())
        add_quoted_mentions(input.bytes, facts.mentions);
      return;
    }
  }
  const Language* language = language_of_path(input.entry.path);
  if (needs_of(input.context) == SourceNeeds::kCallbacks &&
      settle_without_parse(input, *language, facts))
    return;
  auto tree = parse_source(input, *language);
  if (!tree) {
    facts.lost = tree.error().message;
    return;
  }
  SourceFacts& source = facts.source.emplace();
  source.language = std::string(language->name);
  if (needs_of(input.context) == SourceNeeds::kEverything) source.metrics = measure(*tree);
  facts.suppressions = find_suppressions(*tree);
  bool whole = true;
  if (needs_of(input.context) == SourceNeeds::kCallbacks) {
    if (!read_callbacks(input, *tree, source)) facts.partial = "too many matches for some rule";
    if (tree->errors() > 0) facts.partial = "parts that did not parse";
    return;
  }
  if (language->is_python()) {
    whole = read_python(input, *tree, source);
  } else {
    whole = read_javascript(input, *tree, source);
    add_literal_mentions(*tree, facts.mentions);
    if (tree->errors() > 0) add_quoted_mentions(input.bytes, facts.mentions);
  }
  read_fit_signals(*tree, source);
  read_functions(*tree, source);
  if (!whole) facts.partial = "too many matches for some rule";
  if (tree->errors() > 0) facts.partial = "parts that did not parse";
}

}  // namespace stackfit
