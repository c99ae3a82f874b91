// ESLint's max-nested-callbacks exists in two generations that count differently, and people who
// move from ESLint want the number they know. Both are rebuilt here from their observable
// behaviour; tests/parity compares them with the real rule on whole projects.
//
// Since 10.6 a callback is a function expression that is an argument of a call; its number is the
// count of callbacks around it and itself. Until 10.4 the rule pushed on calls only (the called
// function itself included) but popped on leaving any function expression, methods too, so a helper
// function inside a callback makes all that follows count one less; and once over the limit every
// function expression is reported, callback or not. 10.5 moved the place to the function's head.
//
// ESLint counts lines and columns as ECMAScript does: a lone carriage return and U+2028/U+2029 end
// a line, columns are UTF-16 units, and a byte order mark is no part of the text.
#include "facts/javascript/parity.h"

#include <algorithm>

#include "facts/javascript/script.h"
#include "facts/scope.h"

namespace stackfit {
namespace {

enum class EslintRole { kArgument, kNewArgument, kCallee, kDeclaration, kOther };

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Length of the line end at `at`, 0 when there is none.
std::size_t line_end_length(std::string_view source, std::size_t at) {
  if (source[at] == '\n') return 1;
  if (source[at] == '\r') return at + 1 < source.size() && source[at + 1] == '\n' ? 2 : 1;
  auto three = source.substr(at, 3);
  return three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9" ? 3 : 0;
}

// Line starts in ECMAScript's sense.
std::vector<std::uint32_t> ecmascript_lines(std::string_view source) {
  bool marked = source.starts_with(kByteOrderMark);
  std::vector<std::uint32_t> starts = {marked ? 3u : 0u};
  constexpr std::string_view kFirstBytes = "\n\r\xE2";
  for (auto at = source.find_first_of(kFirstBytes); at != std::string_view::npos;) {
    auto length = line_end_length(source, at);
    if (length > 0) starts.push_back(static_cast<std::uint32_t>(at + length));
    at = source.find_first_of(kFirstBytes, at + std::max<std::size_t>(length, 1));
  }
  return starts;
}

std::uint32_t utf16_length(std::string_view text) {
  std::uint32_t units = 0;
  for (unsigned char byte : text) units += (byte & 0xC0) != 0x80 ? (byte >= 0xF0 ? 2 : 1) : 0;
  return units;
}

// What is called with arguments in parentheses, which a tagged template is not.
bool is_callee(const SyntaxTree& tree, NodeId value) {
  NodeId call = tree.parent(value);
  if (tree[value].field != Field::kFunction || tree.kind(call) != Kind::kCallExpression)
    return false;
  NodeId arguments = tree.child(call, Field::kArguments);
  return arguments != kNoNode && tree.kind(arguments) == Kind::kArguments;
}

EslintRole role_in_arguments(const SyntaxTree& tree, NodeId arguments) {
  NodeId call = tree.parent(arguments);
  if (tree.kind(call) == Kind::kNewExpression) return EslintRole::kNewArgument;
  if (tree.kind(call) != Kind::kCallExpression) return EslintRole::kOther;
  // Then the arguments are an expression in parentheses that begins the next statement.
  if (!is_real_call(tree, call))
    return is_callee(tree, call) ? EslintRole::kCallee : EslintRole::kOther;
  NodeId callee = tree.child(call, Field::kFunction);
  // `import(x)` is no call in ESTree.
  bool import = callee != kNoNode && tree.kind(callee) == Kind::kImport;
  return import ? EslintRole::kOther : EslintRole::kArgument;
}

EslintRole role_of(const SyntaxTree& tree, NodeId function) {
  NodeId at = function;
  while (tree.parent(at) != kNoNode && tree.kind(tree.parent(at)) == Kind::kParenthesizedExpression)
    at = tree.parent(at);
  NodeId parent = tree.parent(at);
  if (parent == kNoNode) return EslintRole::kOther;
  switch (tree.kind(parent)) {
    case Kind::kArguments:
      return role_in_arguments(tree, parent);
    case Kind::kCallExpression:
      // An arrow function is called in parentheses only.
      if (at == function && tree.kind(function) == Kind::kArrowFunction) return EslintRole::kOther;
      return is_callee(tree, at) ? EslintRole::kCallee : EslintRole::kOther;
    case Kind::kExportStatement:
      // `export default function () {}` is a declaration in ESTree.
      return at == function && tree.kind(function) != Kind::kArrowFunction &&
                     tree.child(parent, Kind::kTokenDefault) != kNoNode
                 ? EslintRole::kDeclaration
                 : EslintRole::kOther;
    default:
      return EslintRole::kOther;
  }
}

class Counter {
 public:
  Counter(const SyntaxTree& tree, bool classic, bool constructors)
      : tree_(tree),
        classic_(classic),
        constructors_(constructors),
        lines_(ecmascript_lines(tree.source())) {}

  std::vector<ParityCallback> count() {
    for (NodeId id = 0; id < tree_.size(); ++id) {
      while (!open_.empty() && open_.back() <= id) leave();
      Kind kind = tree_.kind(id);
      if (is_function_expression(kind)) {
        enter(id, role_of(tree_, id));
      } else if (classic_ && starts_method(id, kind)) {
        open_.push_back(tree_[tree_.parent(id)].after);
        if (depth_ > 0) report(id);
      }
    }
    return std::move(callbacks_);
  }

 private:
  void leave() {
    open_.pop_back();
    if (depth_ > 0) --depth_;
  }

  void enter(NodeId id, EslintRole role) {
    if (role == EslintRole::kDeclaration) return;
    bool counts = role == EslintRole::kArgument || (classic_ && role == EslintRole::kCallee) ||
                  (!classic_ && constructors_ && role == EslintRole::kNewArgument);
    if (!classic_ && !counts) return;
    open_.push_back(tree_[id].after);
    if (counts) ++depth_;
    if (depth_ > 0) report(id);
  }

  // In ESTree a method's function begins at its parameters, or at its type parameters.
  bool starts_method(NodeId id, Kind kind) const {
    if (kind != Kind::kFormalParameters && kind != Kind::kTypeParameters) return false;
    NodeId method = tree_.parent(id);
    if (method == kNoNode || tree_.kind(method) != Kind::kMethodDefinition) return false;
    return kind == Kind::kTypeParameters || tree_.child(method, Kind::kTypeParameters) == kNoNode;
  }

  void report(NodeId id) {
    std::uint32_t start = tree_[id].start;
    if (!classic_ && tree_.kind(id) == Kind::kArrowFunction)
      if (NodeId arrow = tree_.child(id, Kind::kTokenArrow); arrow != kNoNode)
        start = tree_[arrow].start;
    ParityCallback& callback = callbacks_.emplace_back(place(start, tree_[id].end));
    callback.scope = scope_chain(scopes_, id);
    callback.digest = statement_digest(tree_, id);
  }

  // UTF-16 units before a byte of its line. Counts on from the last answer, forwards or backwards:
  // a minified file is one line with thousands of callbacks.
  std::uint32_t units_before(std::uint32_t line_start, std::uint32_t byte) {
    if (line_start != units_line_) units_line_ = units_byte_ = line_start, units_ = 0;
    if (byte >= units_byte_)
      units_ += utf16_length(tree_.source().substr(units_byte_, byte - units_byte_));
    else
      units_ -= utf16_length(tree_.source().substr(byte, units_byte_ - byte));
    units_byte_ = byte;
    return units_;
  }

  ParityCallback place(std::uint32_t start, std::uint32_t end) {
    auto line_of = [&](std::uint32_t byte) {
      auto after = std::upper_bound(lines_.begin(), lines_.end(), byte);
      return static_cast<std::uint32_t>(after - lines_.begin());
    };
    ParityCallback callback;
    callback.depth = depth_;
    auto& span = callback.span;
    span.line = std::max(1u, line_of(start));
    span.end_line = std::max(1u, line_of(end));
    auto line_start = lines_[span.line - 1];
    span.column = start - line_start + 1;
    span.end_column = end - lines_[span.end_line - 1] + 1;
    callback.utf16_column = units_before(line_start, start) + 1;
    return callback;
  }

  const SyntaxTree& tree_;
  const bool classic_, constructors_;
  const std::vector<std::uint32_t> lines_;
  const Scopes scopes_ = named_scopes(tree_);
  std::vector<NodeId> open_;  // ends of the functions that will take a level back
  std::uint32_t depth_ = 0;
  std::uint32_t units_line_ = 0, units_byte_ = 0, units_ = 0;
  std::vector<ParityCallback> callbacks_;
};

}  // namespace

std::vector<ParityCallback> parity_callbacks(const SyntaxTree& tree, Parity mode,
                                             bool constructors) {
  if (mode == Parity::kNative) return {};
  return Counter(tree, mode == Parity::kEslintClassic, constructors).count();
}

}  // namespace stackfit
