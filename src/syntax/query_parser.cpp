// Queries are written in tree-sitter's language and read by us: to tell the line of a mistake, to
// know what texts a pattern needs before anything is compiled, and to match the common ones
// without tree-sitter (syntax/pattern.h).
#include "syntax/query_parser.h"

#include <fmt/format.h>

namespace stackfit {
namespace {

// Pages are trusted, and no query nests so deep; but a typing error must not cost the stack.
constexpr int kMostDepth = 100;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == '?' || c == '!';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class QueryParser {
 public:
  explicit QueryParser(std::string_view text) : text_(text) {}

  Result<std::vector<QueryPattern>> parse() {
    std::vector<QueryPattern> patterns;
    for (skip_blanks(); !at_end() && good(); skip_blanks()) {
      predicates_.clear();
      QueryPattern pattern;
      pattern.root = parse_node(0);
      if (pattern.root.what == QueryNode::What::kGroup) unfold(pattern.root);
      pattern.predicates = std::move(predicates_);
      patterns.push_back(std::move(pattern));
    }
    if (!good()) return error_;
    return patterns;
  }

 private:
  bool good() const { return error_.message.empty(); }
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  void fail(std::string message) {
    if (good()) error_ = {ErrorKind::kConfig, std::move(message), std::to_string(line_), ""};
    at_ = text_.size();
  }

  void advance() {
    if (peek() == '\n') ++line_;
    ++at_;
  }

  void skip_blanks() {
    while (!at_end() && (is_blank(peek()) || peek() == ';')) {
      if (peek() == ';')
        while (!at_end() && peek() != '\n') advance();
      else
        advance();
    }
  }

  bool accept(char c) {
    if (peek() != c) return false;
    advance();
    return true;
  }

  std::string parse_name() {
    auto start = at_;
    while (!at_end() && is_name_char(peek())) advance();
    return std::string(text_.substr(start, at_ - start));
  }

  // `at_` stands on the opening quote.
  std::string parse_string() {
    std::string value;
    for (advance(); !at_end() && peek() != '"'; advance()) {
      if (peek() == '\\') {
        advance();
        char c = peek();
        value += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
      } else {
        value += peek();
      }
    }
    if (!accept('"')) fail("a text has no closing quote");
    return value;
  }

  QueryNode parse_node(int depth) {
    QueryNode node;
    node.line = line_;
    if (depth > kMostDepth) {
      fail("the query nests too deep");
    } else if (accept('(')) {
      parse_parentheses(node, depth);
    } else if (accept('[')) {
      node.what = QueryNode::What::kAlternation;
      parse_children(node, ']', depth);
    } else if (peek() == '"') {
      node.what = QueryNode::What::kToken;
      node.name = parse_string();
    } else if (is_name_char(peek())) {
      parse_bare(node, depth);
      if (!node.field.empty()) return node;
    } else {
      fail(at_end() ? "the query ends too early" : fmt::format("'{}' is unexpected", peek()));
    }
    parse_suffix(node);
    return node;
  }

  // `_`, or `field: node`.
  void parse_bare(QueryNode& node, int depth) {
    auto name = parse_name();
    skip_blanks();
    if (accept(':')) {
      skip_blanks();
      node = parse_node(depth + 1);
      node.field = name;
    } else if (name == "_") {
      node.what = QueryNode::What::kAny;
    } else {
      fail(fmt::format("'{}' needs parentheses, quotes or a colon behind it", name));
    }
  }

  void parse_parentheses(QueryNode& node, int depth) {
    skip_blanks();
    char c = peek();
    if (c == '(' || c == '[' || c == '"' || c == '#' || c == ')') {
      node.what = QueryNode::What::kGroup;
    } else {
      node.name = parse_name();
      if (node.name.empty()) return fail("a node kind is missing behind '('");
      if (accept('/')) {
        node.special = true;
        node.name += "/" + parse_name();
      }
      if (node.name == "_") node.what = QueryNode::What::kAnyNamed;
      if (node.name == "MISSING") node.special = true;
    }
    parse_children(node, ')', depth);
  }

  void parse_children(QueryNode& node, char close, int depth) {
    bool anchored = false;
    for (skip_blanks(); good() && !accept(close); skip_blanks()) {
      if (at_end()) return fail(fmt::format("a '{}' is missing", close));
      if (accept('.')) {
        anchored = true;
      } else if (accept('!')) {
        node.absent_fields.push_back(parse_name());
      } else if (text_.substr(at_).starts_with("(#")) {
        parse_predicate();
      } else {
        node.children.push_back(parse_node(depth + 1));
        node.children.back().anchored = anchored;
        anchored = false;
      }
    }
    node.last_anchored = anchored;
  }

  void parse_suffix(QueryNode& node) {
    for (skip_blanks(); good(); skip_blanks()) {
      char c = peek();
      if (c == '@') {
        advance();
        node.captures.push_back(parse_name());
        if (node.captures.back().empty()) return fail("a name is missing behind '@'");
      } else if (c == '*' || c == '+' || c == '?') {
        node.quantifier = c;
        advance();
      } else {
        return;
      }
    }
  }

  void parse_predicate() {
    accept('(');
    accept('#');
    QueryPredicate predicate;
    predicate.line = line_;
    predicate.name = parse_name();
    for (skip_blanks(); good() && !accept(')'); skip_blanks()) {
      if (at_end()) return fail(fmt::format("#{} has no closing parenthesis", predicate.name));
      if (accept('@'))
        predicate.arguments.push_back({true, parse_name()});
      else if (peek() == '"')
        predicate.arguments.push_back({false, parse_string()});
      else if (is_name_char(peek()))
        predicate.arguments.push_back({false, parse_name()});
      else
        return fail(fmt::format("'{}' is unexpected in #{}", peek(), predicate.name));
    }
    predicates_.push_back(std::move(predicate));
  }

  // `((node) @hit (#eq? …))` is the node alone.
  static void unfold(QueryNode& group) {
    if (group.children.size() != 1 || group.quantifier != 0 || !group.captures.empty()) return;
    QueryNode only = std::move(group.children.front());
    if (only.anchored || group.last_anchored) return;
    group = std::move(only);
    if (group.what == QueryNode::What::kGroup) unfold(group);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<QueryPredicate> predicates_;  // of the pattern in hand
  Error error_;
};

}  // namespace

Result<std::vector<QueryPattern>> parse_query(std::string_view text) {
  return QueryParser(text).parse();
}

}  // namespace stackfit
