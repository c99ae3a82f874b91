#include "facts/python/values.h"

#include "facts/python/tables.h"
#include "facts/rules/file_view.h"
#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;

namespace {

// A file, and what its names hold.
class Opened {
 public:
  explicit Opened(std::string text)
      : text_(std::move(text)),
        imports_(facts_of("a.py", text_).source.value().imports),
        modules_(python_module_names(imports_)),
        tree_(parser_.parse(*language_named("python"), text_).value()),
        values_(tree_, modules_, tables()) {}

  // The last place where the file writes that name or attribute.
  NodeId last(std::string_view name) const {
    NodeId found = kNoNode;
    for (NodeId id = 0; id < tree_.size(); ++id) {
      Kind kind = tree_.kind(id);
      if ((kind == Kind::kIdentifier || kind == Kind::kAttribute) && tree_.text(id) == name)
        found = id;
    }
    REQUIRE(found != kNoNode);
    return found;
  }
  PythonType type_of(std::string_view name) { return values_.type_of(last(name)); }
  PythonValues& values() { return values_; }
  const SyntaxTree& tree() const { return tree_; }

 private:
  static const PythonTables& tables() {
    static const PythonTables kTables = read_python_tables(load_rules({}).value());
    return kTables;
  }
  std::string text_;
  std::vector<Import> imports_;
  ModuleNames modules_;
  Parser parser_;
  SyntaxTree tree_;
  PythonValues values_;
};

PythonType type_in(const std::string& text, std::string_view name = "x") {
  return Opened(text).type_of(name);
}

}  // namespace

TEST_CASE("the type of a name is that of all its values") {
  CHECK(type_in("x = []\nx") == PythonType::kList);
  CHECK(type_in("x = None\nx = []\nx") == PythonType::kList);
  CHECK(type_in("x = []\nx = {}\nx") == PythonType::kUnknown);
  CHECK(type_in("x = []\nx = f()\nx") == PythonType::kUnknown);
  CHECK(type_in("x = [0] * n\nx") == PythonType::kList);
  CHECK(type_in("x = 'a' + y\nx") == PythonType::kString);
  CHECK(type_in("x = 2 * y\nx") == PythonType::kUnknown);
  CHECK(type_in("x = b''\nx") == PythonType::kBytes);
  CHECK(type_in("a, x = 1, []\nx") == PythonType::kList);
  CHECK(type_in("a, x = y\nx") == PythonType::kUnknown);
  CHECK(type_in("for x in []:\n    x") == PythonType::kUnknown);
  CHECK(type_in("x = y = []\nx") == PythonType::kUnknown);
}

TEST_CASE("types follow functions, methods and annotations that tables name") {
  CHECK(type_in("x = 'a b'.split()\nx") == PythonType::kList);
  CHECK(type_in("with open(p) as x:\n    x") == PythonType::kFile);
  CHECK(type_in("from collections import deque\nx = deque()\nx") == PythonType::kQueue);
  CHECK(type_in("import collections as c\nx = c.deque()\nx") == PythonType::kQueue);
  CHECK(type_in("def f(x: list[int]):\n    x") == PythonType::kList);
  CHECK(type_in("def f(x: 'Optional[str]' = None):\n    x") == PythonType::kString);
  CHECK(type_in("def f(x):\n    x") == PythonType::kUnknown);
  // A function of one's own, or a star that may bring one.
  CHECK(type_in("def open(p): pass\nx = open(p)\nx") == PythonType::kUnknown);
  CHECK(type_in("from a import *\nx = open(p)\nx") == PythonType::kUnknown);
}

TEST_CASE("each scope has names of its own") {
  CHECK(type_in("x = []\ndef f():\n    x = ''\n    x") == PythonType::kString);
  CHECK(type_in("x = []\ndef f():\n    x") == PythonType::kList);
  CHECK(type_in("x = []\ndef f():\n    global x\n    x = ''\nx") == PythonType::kUnknown);
  CHECK(type_in("class A:\n    x = []\n    def f(self):\n        x") == PythonType::kUnknown);
  CHECK(type_in("x = []\n[x for x in y]") == PythonType::kUnknown);
}

TEST_CASE("attributes of self belong to their class") {
  constexpr std::string_view kText =
      "class A:\n    def f(self):\n        self.x = []\n"
      "class B:\n    def f(self):\n        self.x = ''\n        self.x";
  CHECK(type_in(std::string(kText), "self.x") == PythonType::kString);
  Opened file("class A:\n    def f(self): pass\n    def g(self):\n        self.f\n");
  NodeId function = file.values().function_of(file.last("self.f"));
  REQUIRE(function != kNoNode);
  CHECK(file.tree().line(function) == 2);
}

TEST_CASE("an import's name stands for what it was taken from, where nothing hides it") {
  Opened file("import numpy as np\nfrom time import sleep as s\nnp.random.rand\ns\n");
  CHECK(file.values().dotted_name(file.last("np.random.rand")) == "numpy.random.rand");
  CHECK(file.values().dotted_name(file.last("s")) == "time.sleep");
  Opened hidden("from time import sleep\ndef f(sleep):\n    sleep\n");
  CHECK(hidden.values().dotted_name(hidden.last("sleep")).empty());
}

TEST_CASE("the uses of a name are all places that write it") {
  Opened file("x = 1\ndef f(x):\n    return y.x + x\n");
  const auto& uses = file.values().uses_of(file.last("x"));
  std::vector<std::uint32_t> lines;
  for (NodeId use : uses) lines.push_back(file.tree().line(use));
  CHECK(lines == std::vector<std::uint32_t>{1, 2, 3, 3});
}

TEST_CASE("a name with thousands of values is asked no longer than one with a few") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "x = []\n";
  Opened file(text + "x\n");
  CHECK(file.values().values_of(file.last("x")).size() <= 64);
  CHECK(file.type_of("x") == PythonType::kList);
}
