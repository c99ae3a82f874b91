#include "project/python/module_index.h"
#include "core/text.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

std::vector<FileRecord> records(const std::vector<std::string>& paths) {
  std::vector<FileRecord> all;
  for (const auto& path : paths) all.push_back({{path, 0, false, true}, {}, ""});
  return all;
}

std::string resolved(const std::vector<std::string>& paths, const std::vector<std::string>& folders,
                     std::string_view dotted) {
  auto all = records(paths);
  auto found = resolve_module(ModuleIndex(all), folders, dotted);
  return (found.found ? "" : "nothing after ") + join(found.loaded, " ") +
         (found.portions.empty() ? "" : " in " + join(found.portions, " "));
}

}  // namespace

TEST_CASE("inside one folder a package wins over an extension, a module and bytecode") {
  CHECK(resolved({"n/__init__.py", "n.so", "n.py", "n.pyc"}, {""}, "n") == "n/__init__.py");
  CHECK(resolved({"n.cpython-311-x86_64-linux-gnu.so", "n.py", "n.pyc"}, {""}, "n") ==
        "n.cpython-311-x86_64-linux-gnu.so");
  CHECK(resolved({"n.py", "n.pyc", "n/x.py"}, {""}, "n") == "n.py");
  CHECK(resolved({"n.pyc"}, {""}, "n") == "n.pyc");
  CHECK(resolved({"__pycache__/n.pyc"}, {"__pycache__"}, "n") == "nothing after ");
  CHECK(resolved({"n.pyi"}, {""}, "n") == "nothing after ");
}

TEST_CASE("a folder without __init__ counts only when nothing regular is found anywhere") {
  CHECK(resolved({"a/n/x.py", "b/n.py"}, {"a", "b"}, "n") == "b/n.py");
  CHECK(resolved({"a/n/x.py", "b/n/y.py"}, {"a", "b"}, "n") == " in a/n b/n");
  CHECK(resolved({"a/n/x.py", "b/n/y.py"}, {"a", "b"}, "n.y") == "b/n/y.py");
  CHECK(resolved({"a/n/__init__.py", "b/n/__init__.py", "b/n/y.py"}, {"a", "b"}, "n.y") ==
        "nothing after a/n/__init__.py");
  CHECK(resolved({"n.py", "n/x.py"}, {""}, "n.x") == "nothing after n.py");
  CHECK(resolved({"p/__init__.py", "p/q/__init__.py", "p/q/m.py"}, {""}, "p.q.m") ==
        "p/__init__.py p/q/__init__.py p/q/m.py");
}

TEST_CASE("the base of a folder is the first one upward that is no package") {
  auto all = records({"__init__.py", "t/__init__.py", "t/u/__init__.py", "v/w/__init__.py"});
  ModuleIndex index(all);
  CHECK(index.base_of("t/u") == "");
  CHECK(index.base_of("v/w") == "v");
  CHECK(index.base_of("v") == "v");
  CHECK(index.package_roots("w") == std::vector<std::string>{"v"});
  CHECK(index.package_roots("u").empty());
}
