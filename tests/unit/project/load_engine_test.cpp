#include "project/python/load_engine.h"

#include <algorithm>

#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;

namespace {

// A project of a few files, and what happens when one of them is imported first.
class Loaded {
 public:
  explicit Loaded(const std::vector<std::pair<std::string, std::string>>& files) {
    for (const auto& [path, text] : files)
      records_.push_back({{path, text.size(), false, true}, facts_of(path, text), ""});
    index_.emplace(records_);
    graph_.emplace(records_, *index_, sources_);
  }
  const LoadGraph& graph() const { return *graph_; }
  ModuleId id(std::string_view path) const {
    const auto& all = graph_->modules();
    auto at = std::find_if(all.begin(), all.end(),
                           [&](const LoadModule& module) { return module.path == path; });
    REQUIRE(at != all.end());
    return static_cast<ModuleId>(at - all.begin());
  }
  // `path:line name`, or "" when nothing fails.
  std::string first(std::string_view path) const {
    LoadEngine engine(*graph_, {});
    auto failure = engine.import_first(id(path));
    if (!failure.found()) return "";
    return fmt::format("{}:{} {}", graph_->modules()[failure.module].path, failure.line,
                       failure.name);
  }
  // What a name of a package is given while it loads: object, foreign module, submodule.
  std::string changes(std::string_view path, const std::string& name) const {
    LoadEngine engine(*graph_, {});
    engine.watch(id(path), name);
    engine.import_first(id(path));
    std::string text;
    for (const auto& change : engine.changes()) text += "ofs"[static_cast<int>(change.to)];
    return text;
  }
  // Modules an import of `path` leads to, by line.
  std::vector<std::string> targets(std::string_view path) const {
    std::vector<std::string> lines;
    for (const auto& target : graph_->modules()[id(path)].targets)
      lines.push_back(target.module == kNoModule ? "-" : graph_->modules()[target.module].path);
    return lines;
  }

 private:
  std::vector<FileRecord> records_;
  std::vector<std::string> sources_;
  std::optional<ModuleIndex> index_;
  std::optional<LoadGraph> graph_;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a circle fails for the one who asks for what is bound later, and not for the other") {
  Loaded project({{"a.py", "from b import y\nx = 1\n"}, {"b.py", "from a import x\ny = 1\n"}});
  CHECK(project.first("a.py") == "b.py:1 x");
  CHECK(project.first("b.py") == "a.py:1 y");
  Loaded early({{"a.py", "x = 1\nfrom b import y\n"}, {"b.py", "from a import x\ny = 1\n"}});
  CHECK(early.first("a.py").empty());
  CHECK(early.first("b.py") == "a.py:2 y");
}

TEST_CASE("a circle of whole modules fails only where an attribute is read while they load") {
  Loaded whole({{"a.py", "import b\nx = 1\n"}, {"b.py", "import a\ndef f(): return a.x\n"}});
  CHECK(whole.first("a.py").empty());
  Loaded read({{"a.py", "import b\nx = 1\n"}, {"b.py", "import a\ny = a.x\n"}});
  CHECK(read.first("a.py") == "b.py:2 x");
  CHECK(read.first("b.py").empty());
}

TEST_CASE("functions, types and what a try survives fail nobody") {
  constexpr std::string_view kAsks[] = {
      "def f():\n    from a import x\n",
      "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import x\n",
      "try:\n    from a import x\nexcept ImportError:\n    x = None\n",
      "if __name__ == '__main__':\n    from a import x\n",
  };
  for (auto asks : kAsks)
    CHECK(
        Loaded({{"a.py", "import b\nx = 1\n"}, {"b.py", std::string(asks)}}).first("a.py").empty());
}

TEST_CASE("a submodule in the making is there for who asks its package") {
  Loaded project({{"p/__init__.py", ""},
                  {"p/a.py", "from p import b\nx = 1\n"},
                  {"p/b.py", "from p import a\n"}});
  CHECK(project.first("p/a.py").empty());
  Loaded name({{"p/__init__.py", "from .a import f\nversion = 1\n"},
               {"p/a.py", "from . import version\ndef f(): pass\n"}});
  CHECK(name.first("p/__init__.py") == "p/a.py:1 version");
}

TEST_CASE("the last of binding and loading decides what a package's name is") {
  constexpr std::string_view kRun = "def run(): pass\n";
  auto changes = [&](const std::string& init) {
    return Loaded({{"p/__init__.py", init}, {"p/run.py", std::string(kRun)}})
        .changes("p/__init__.py", "run");
  };
  CHECK(changes("from .run import run\n") == "so");
  CHECK(changes("def run(): pass\nimport p.run\n") == "os");
  // The name is there, so that nothing is loaded.
  CHECK(changes("def run(): pass\nfrom . import run\n").find('s') == std::string::npos);
  CHECK(changes("def run(): pass\n") == "o");
  CHECK(changes("import run\n") == "f");
}

TEST_CASE("imports lead to files as the interpreter would find them") {
  Loaded project({{"main.py", "import p.a\nfrom p import b\nimport json\nfrom n.c import x\n"},
                  {"json.py", ""},
                  {"p/__init__.py", ""},
                  {"p/a.py", "from . import b\nfrom .b import x\nfrom ..q import y\nimport b\n"},
                  {"p/b.py", "x = 1\n"},
                  {"p/b.pyi", "x: int\n"},
                  {"n/c.py", "x = 1\n"}});
  CHECK(project.targets("main.py") == Lines{"p/a.py", "p/__init__.py", "-", "n/c.py"});
  CHECK(project.targets("p/a.py") == Lines{"p/__init__.py", "p/b.py", "-", "-"});
}
