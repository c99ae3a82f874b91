#include <fmt/format.h>

#include "core/text.h"
#include "project/python/commands.h"
#include "support/catch.h"

using namespace stackfit;
using Lines = std::vector<std::string>;

namespace {

/// `kind target [folder] PYTHONPATH arguments`
Lines calls(std::string_view shell) {
  constexpr std::string_view kKinds[] = {"script", "module", "inline", "tool"};
  Lines lines;
  for (const PythonCall& call : python_calls(shell)) {
    auto line = fmt::format("{} {} [{}]", kKinds[static_cast<int>(call.kind)], call.target,
                            call.folder_known ? call.folder : "?");
    if (!call.python_path.empty()) line += " path=" + join(call.python_path, ":");
    if (call.isolated) line += " isolated";
    for (const auto& argument : call.arguments) line += " " + argument;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("starts of Python are found behind options, wrappers and variables") {
  CHECK(calls("python3.11 -u -W ignore jobs/a.py --x 1") == Lines{"script jobs/a.py [] --x 1"});
  CHECK(calls("sudo env A=1 .venv/bin/python -Im pkg.mod y") ==
        Lines{"module pkg.mod [] isolated y"});
  CHECK(calls("$(PYTHON) a.py; ${PYTHON3} -mb; {envpython} c.py") ==
        Lines{"script a.py []", "module b []", "script c.py []"});
  CHECK(calls("poetry run python a.py && uv run pytest -q") ==
        Lines{"script a.py []", "tool pytest [] -q"});
  CHECK(calls("coverage run -m pytest tests; coverage run b.py") ==
        Lines{"module pytest [] tests", "script b.py []"});
  CHECK(calls("timeout 5 ./bin/x.py 'a b'") == Lines{"script ./bin/x.py [] a b"});
  CHECK(calls("python -c 'import x'") == Lines{"inline -c [] import x"});
  CHECK(calls("echo python a.py; pip install python; cat a.py; pythonic b.py").empty());
}

TEST_CASE("cd and PYTHONPATH hold for what follows, in a subshell only inside it") {
  CHECK(calls("cd a && python x.py\ncd b\npython y.py") ==
        Lines{"script x.py [a]", "script y.py [a/b]"});
  CHECK(calls("(cd a; python x.py); python y.py") == Lines{"script x.py [a]", "script y.py []"});
  CHECK(calls("cd $HOME && python x.py") == Lines{"script x.py [?]"});
  CHECK(calls("cd \"$(dirname \"$0\")\" && python x.py").size() == 1);
  CHECK(calls("PYTHONPATH=lib:src python x.py; python y.py") ==
        Lines{"script x.py [] path=lib:src", "script y.py []"});
  CHECK(calls("export PYTHONPATH=.\npython x.py") == Lines{"script x.py [] path=."});
  CHECK(calls("bash -lc 'cd a && python x.py'") == Lines{"script x.py [a]"});
}

TEST_CASE("lines are counted and nothing hostile takes long") {
  auto found = python_calls("true\n# python no.py\npython \\\n  a.py\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].line == 2);
  CHECK(python_calls(std::string(1 << 20, '(')).empty());
  CHECK(python_calls("python '").empty());
}
