#include "syntax/syntax_tree.h"

#include <ctime>

#include "support/catch.h"

using namespace stackfit;

TEST_CASE("every grammar loads and parses an empty file") {
  Parser parser;
  REQUIRE(languages().size() == 4);
  for (const auto& language : languages()) {
    auto tree = parser.parse(language, "");
    REQUIRE(tree);
    CHECK(tree->errors() == 0);
  }
}

TEST_CASE("every kind and field in the table is known to some grammar") {
  auto known = [](auto value, auto list) {
    for (const auto& language : languages())
      for (auto entry : list(language))
        if (entry == value) return true;
    return false;
  };
  auto kinds = [](const Language& l) { return l.kind_of_symbol; };
  auto fields = [](const Language& l) { return l.field_of_id; };
  std::vector<std::string> unknown;
#define X(enumerator, name) \
  if (Kind::enumerator != Kind::kError && !known(Kind::enumerator, kinds)) unknown.push_back(name);
  STACKFIT_NAMED_KINDS(X)
  STACKFIT_TOKEN_KINDS(X)
#undef X
#define X(enumerator, name) \
  if (!known(Field::enumerator, fields)) unknown.push_back(name);
  STACKFIT_FIELDS(X)
#undef X
  CHECK(unknown == std::vector<std::string>{});
}

TEST_CASE("the flat tree keeps order, parents, siblings and fields") {
  Parser parser;
  auto tree = parser.parse(*language_named("javascript"), "f(1, x => x);\n// c\ng();\n");
  REQUIRE(tree);
  CHECK(tree->line_count() == 3);
  CHECK(tree->kind(0) == Kind::kProgram);
  auto statements = tree->named_children(0);
  REQUIRE(statements.size() == 2);
  NodeId call = tree->first_child(statements[0]);
  REQUIRE(tree->kind(call) == Kind::kCallExpression);
  CHECK(tree->text(tree->child(call, Field::kFunction)) == "f");
  NodeId arguments = tree->child(call, Field::kArguments);
  CHECK(tree->named_children(arguments).size() == 2);
  NodeId arrow = tree->child(arguments, Kind::kArrowFunction);
  CHECK(tree->parent(arrow) == arguments);
  CHECK(tree->ancestor(arrow, Kind::kProgram) == 0);
  CHECK(tree->span(arrow) == Span{1, 6, 1, 12});
  CHECK(tree->line(statements[1]) == 3);
  for (NodeId id = 1; id < tree->size(); ++id) CHECK(tree->parent(id) < id);
}

TEST_CASE("600 levels of indentation do not overflow the Python scanner") {
  std::string source;
  for (int level = 0; level < 600; ++level) source += std::string(level, ' ') + "if x:\n";
  source += std::string(600, ' ') + "'''text\n more'''\n";
  Parser parser;
  auto tree = parser.parse(*language_named("python"), source);
  REQUIRE(tree);
}

TEST_CASE("deep nesting is walked without recursion") {
  std::string source;
  for (int level = 0; level < 20000; ++level) source += "f(()=>{";
  for (int level = 0; level < 20000; ++level) source += "})";
  Parser parser;
  auto tree = parser.parse(*language_named("javascript"), source, 30);
  REQUIRE(tree);
  CHECK(tree->errors() == 0);
}

TEST_CASE("the time budget ends an error-recovery bomb, and the parser still works after it") {
  std::string bomb;
  while (bomb.size() < 40'000) bomb += "'";
  while (bomb.size() < 80'000) bomb += "if(";
  Parser parser;
  auto used = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
  double began = used();
  auto tree = parser.parse(*language_named("javascript"), bomb, 0.2);
  REQUIRE_FALSE(tree);
  CHECK(tree.error().message == "takes too long to parse");
  CHECK(used() - began < 1);
  auto next = parser.parse(*language_named("javascript"), "f();");
  REQUIRE(next);
  CHECK(next->errors() == 0);
}
