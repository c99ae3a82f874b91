// Lists, tables and rows: how long can they be, and does the code need all of them at once?
#include "facts/rules/python_lists.h"

#include <algorithm>

#include "core/text.h"
#include "facts/python/values.h"
#include "facts/rules/file_tables.h"
#include "facts/rules/python_code.h"
#include "facts/rules/python_facts.h"
#include "facts/rules/python_rounds.h"

namespace stackfit {
namespace {

bool short_comprehension(const FileView& file, const Test&, NodeId list) {
  NodeId right = iterated(file.tree, list);
  bool nested = file.tree.text(list).find(" for ") != file.tree.text(list).rfind(" for ");
  return file.python && right != kNoNode && !nested && most_rounds(file, right) <= kFewRounds;
}

bool grows(const FileView& file, NodeId name) {
  constexpr std::string_view kGrowing[] = {"append", "extend", "insert"};
  return calls_method(file.tree, 0, file.tree.text(name), kGrowing);
}

// Written out with a handful of elements, and nothing is ever added.
bool short_list(const FileView& file, const Test&, NodeId name) {
  if (!file.python) return false;
  const auto& values = file.python->values_of(name);
  bool few = !values.empty() && std::all_of(values.begin(), values.end(), [&](const auto& given) {
    return given.value != kNoNode && file.tree.kind(given.value) == Kind::kList &&
           most_rounds(file, given.value) <= kFewRounds;
  });
  return few && !grows(file, name);
}

// Every value of the name is a list written out with more than eight elements, or a comprehension
// that may be as long.
bool long_list(const FileView& file, const Test&, NodeId name) {
  constexpr std::size_t kFewElements = 8;
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  const auto& values = file.python->values_of(name);
  return !values.empty() && std::all_of(values.begin(), values.end(), [&](const auto& given) {
    if (given.value == kNoNode) return false;
    if (tree.kind(given.value) == Kind::kListComprehension)
      return !short_comprehension(file, {}, given.value);
    return tree.kind(given.value) == Kind::kList &&
           tree.named_children(given.value).size() > kFewElements;
  });
}

// The table of `for i in range(len(table))`; kNoNode for other loops.
NodeId counted_sequence(const SyntaxTree& tree, NodeId loop) {
  NodeId at = tree.child(loop, Field::kRight);
  for (std::string_view name : {"range", "len"}) {
    if (at == kNoNode || tree.kind(at) != Kind::kCall) return kNoNode;
    NodeId function = tree.child(at, Field::kFunction), list = tree.child(at, Field::kArguments);
    if (function == kNoNode || list == kNoNode || tree.text(function) != name) return kNoNode;
    auto arguments = tree.named_children(list);
    if (arguments.size() != 1) return kNoNode;
    at = arguments.front();
  }
  return at;
}

// `for i in range(len(df))` with `df.loc[i]` and the like.
bool looks_up_rows(const FileView& file, const Test&, NodeId loop) {
  const SyntaxTree& tree = file.tree;
  NodeId table = counted_sequence(tree, loop), index = tree.child(loop, Field::kLeft);
  if (table == kNoNode || index == kNoNode) return false;
  for (NodeId at : subtree(tree, loop)) {
    if (tree.kind(at) != Kind::kSubscript) continue;
    NodeId value = tree.child(at, Field::kValue);
    if (value == kNoNode) continue;
    auto access = python_method(tree, value);
    if (access.object == kNoNode) continue;
    auto way = tree.text(access.method);
    bool row = way == "loc" || way == "iloc" || way == "at" || way == "iat";
    if (row && tree.text(access.object) == tree.text(table) &&
        mentions_name(tree, at, tree.text(index)))
      return true;
  }
  return false;
}

// `items[i]`, read and no more.
bool is_read_element(const SyntaxTree& tree, NodeId index, std::string_view items) {
  NodeId element = tree.parent(index);
  if (tree.kind(element) != Kind::kSubscript || tree[index].field == Field::kValue) return false;
  NodeId value = tree.child(element, Field::kValue);
  if (value == kNoNode || tree.text(value) != items || tree.named_children(element).size() != 2)
    return false;
  Kind around = tree.kind(tree.parent(element));
  bool written = tree[element].field == Field::kLeft &&
                 (around == Kind::kAssignment || around == Kind::kAugmentedAssignment ||
                  around == Kind::kForStatement);
  return !written && around != Kind::kDeleteStatement && around != Kind::kPatternList;
}

// Is the loop's own name read behind the loop, before it gets another value?
bool read_behind(const FileView& file, NodeId loop, NodeId name) {
  const auto& scope_of = file.python->scopes().scope_of;
  for (NodeId use : file.python->uses_of(name)) {
    if (use < file.tree[loop].after || scope_of[use] != scope_of[name]) continue;
    return file.tree[use].field != Field::kLeft;
  }
  return false;
}

// `for i in range(len(items))` whose body uses `i` for `items[i]` alone, and changes nothing.
bool index_only(const FileView& file, const Test&, NodeId loop) {
  const SyntaxTree& tree = file.tree;
  NodeId items = counted_sequence(tree, loop), index = tree.child(loop, Field::kLeft),
         body = tree.child(loop, Field::kBody);
  if (!file.python || items == kNoNode || index == kNoNode || body == kNoNode ||
      tree.kind(items) == Kind::kCall || read_behind(file, loop, index))
    return false;
  std::size_t uses = 0;
  for (NodeId at : subtree(tree, body)) {
    if (tree.kind(at) == Kind::kIdentifier && tree.text(at) == tree.text(index)) {
      if (!is_read_element(tree, at, tree.text(items))) return false;
      ++uses;
    }
    // The list itself: changed, passed on, or given another value.
    bool itself = tree.text(at) == tree.text(items) && tree.kind(at) == tree.kind(items);
    if (itself && tree.kind(tree.parent(at)) != Kind::kSubscript) return false;
  }
  return uses > 0;
}

// The query behind `fetchall()` has a limit of its own, or the cursor is put to other work while
// its rows are looked at.
bool rows_needed_whole(const FileView& file, const Test&, NodeId call) {
  const SyntaxTree& tree = file.tree;
  auto fetch = python_method(tree, call);
  if (fetch.object == kNoNode) return true;
  auto cursor = tree.text(fetch.object);
  NodeId function = python_function_around(tree, call);
  auto around = lower(tree.text(function == kNoNode ? 0 : function).substr(0, 20'000));
  for (std::string_view bound :
       {"limit ", "pragma ", "show ", "information_schema", "sqlite_master"})
    if (around.find(bound) != std::string::npos) return true;
  NodeId loop = tree.parent(call);
  if (tree.kind(loop) == Kind::kAssignment) loop = tree.next_sibling(tree.parent(loop));
  NodeId body = loop == kNoNode ? kNoNode : tree.child(loop, Field::kBody);
  return body != kNoNode && mentions_name(tree, body, cursor);
}

// `rows = …` whose one use is the `for` right behind it.
bool only_iterated(const FileView& file, const Test&, NodeId name) {
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  NodeId loop = tree.next_sibling(tree.parent(tree.parent(name)));
  if (loop == kNoNode || tree.kind(loop) != Kind::kForStatement) return false;
  NodeId right = tree.child(loop, Field::kRight);
  if (right == kNoNode || tree.text(right) != tree.text(name)) return false;
  NodeId scope = file.python->binding_scope(name);
  const auto& uses = file.python->uses_of(name);
  return std::all_of(uses.begin(), uses.end(), [&](NodeId use) {
    return use == name || use == right || file.python->binding_scope(use) != scope;
  });
}

bool reads_whole_file(const FileView& file, NodeId value) {
  const SyntaxTree& tree = file.tree;
  if (value == kNoNode || tree.kind(value) != Kind::kCall) return false;
  auto dotted = file.python->dotted_name(value);
  if (is_listed(file.tables.python, "reading-whole", dotted)) return true;
  auto read = python_method(tree, value);
  if (read.object == kNoNode) return false;
  bool reads = tree.text(read.method) == "read" || tree.text(read.method) == "readlines";
  NodeId arguments = tree.child(value, Field::kArguments);
  bool all = arguments != kNoNode && tree.named_children(arguments).empty();
  return reads && all && file.python->type_of(read.object) == PythonType::kFile;
}

// The whole of a file, or what was parsed of it.
bool whole_file(const FileView& file, const Test&, NodeId value) {
  if (!file.python) return false;
  if (reads_whole_file(file, value)) return true;
  if (file.tree.kind(value) != Kind::kIdentifier) return false;
  const auto& values = file.python->values_of(value);
  return !values.empty() && std::all_of(values.begin(), values.end(), [&](const auto& given) {
    return reads_whole_file(file, given.value);
  });
}

}  // namespace

const std::vector<FilePredicate>& python_list_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"short-comprehension?", 0, 0, short_comprehension},
      {"short-list?", 0, 0, short_list},
      {"long-list?", 0, 0, long_list},
      {"looks-up-rows?", 0, 0, looks_up_rows},
      {"index-only?", 0, 0, index_only},
      {"rows-needed-whole?", 0, 0, rows_needed_whole},
      {"only-iterated?", 0, 0, only_iterated},
      {"whole-file?", 0, 0, whole_file},
  };
  return kRows;
}

}  // namespace stackfit
