#include "core/text.h"
#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;
using Lines = std::vector<std::string>;

namespace {

SourceFacts python(std::string_view text) {
  auto facts = facts_of("a.py", text);
  REQUIRE(facts.source);
  return *facts.source;
}

std::string flags_of(const Import& import) {
  std::string flags;
  if (import.in_function) flags += " function";
  if (import.type_only) flags += " type-only";
  if (import.guarded) flags += " guarded";
  if (import.in_main_guard) flags += " main";
  if (import.conditional) flags += " conditional";
  if (import.kind == ImportKind::kDynamic) flags += " dynamic";
  return flags;
}

/// `line ..module as alias: names | attributes flags`
Lines imports(std::string_view text) {
  Lines lines;
  for (const Import& import : python(text).imports) {
    std::string line = fmt::format("{} {}{} as {}:", import.line, std::string(import.dots, '.'),
                                   import.module, import.alias);
    for (const auto& name : import.names) line += fmt::format(" {}={}", name.alias, name.name);
    for (const auto& use : import.attributes) line += fmt::format(" .{}@{}", use.name, use.line);
    lines.push_back(line + flags_of(import));
  }
  return lines;
}

Lines edits(std::string_view text) {
  constexpr std::string_view kKinds[] = {"front", "back", "remove", "unknown"};
  Lines lines;
  for (const auto& edit : python(text).python.search_path)
    lines.push_back(fmt::format("{} {} {}{}", edit.line, kKinds[static_cast<int>(edit.kind)],
                                edit.from_file ? "file:" : "", edit.folder));
  return lines;
}

}  // namespace

TEST_CASE("imports of every form are read with what they bind") {
  CHECK(imports("import os, a.b.c\nimport x.y as z\nfrom ..p.q import r as s, t\n"
                "from . import u\nfrom v import *\nfrom __future__ import annotations\n") ==
        Lines{"1 os as os:", "1 a.b.c as a:", "2 x.y as z:", "3 ..p.q as : s=r t=t", "4 . as : u=u",
              "5 v as : =*"});
}

TEST_CASE("imports say when and whether they run") {
  CHECK(imports("from typing import TYPE_CHECKING\n"
                "if TYPE_CHECKING:\n    import a\n"
                "try:\n    import b\nexcept ImportError:\n    import c\nelse:\n    import d\n"
                "try:\n    import e\nexcept ValueError:\n    pass\n"
                "def f():\n    import g\n"
                "class C:\n    import h\n"
                "if sys.version_info[0] < 3:\n    import i\nelse:\n    import j\n"
                "if __name__ == '__main__':\n    import k\n"
                "with suppress(ImportError):\n    import l\n"
                "try:\n    import m\nexcept:\n    pass\n") ==
        Lines{"1 typing as : TYPE_CHECKING=TYPE_CHECKING", "3 a as a: type-only conditional",
              "5 b as b: guarded", "7 c as c: conditional",
              "9 d as d:", "11 e as e:", "15 g as g: function",
              "17 h as h:", "19 i as i: conditional", "21 j as j: conditional", "23 k as k: main",
              "25 l as l: guarded", "27 m as m: guarded"});
}

TEST_CASE("literal dynamic imports and patches are uses") {
  CHECK(imports("importlib.import_module('x.y')\n__import__(\"z\")\n@mock.patch('a.b.c')\n"
                "def f(): pass\nimport_module(name)\nimport_module('not a module')\n") ==
        Lines{"1 x.y as : dynamic", "2 z as : dynamic", "3 a.b.c as : dynamic"});
}

TEST_CASE("attribute uses belong to the import the name means") {
  CHECK(imports("import random\nrandom.seed(1)\nrandom.seed(2)\nprint(random.choice)\n"
                "random.mine = 1\ndel random.gone\n") ==
        Lines{"1 random as random: .seed@2 .choice@4"});
  CHECK(imports("import random as r\ndef f():\n    return r.choice()\n"
                "def g(r):\n    return r.parameter\n"
                "def h():\n    r = 1\n    return r.local\n"
                "x = [r.element for r in y]\nz = lambda r: r.argument\n"
                "class C:\n    r = 2\n    def m(self):\n        return r.seen\n") ==
        Lines{"1 random as r: .choice@3 .seen@14"});
  CHECK(imports("import json\njson.loads\njson = None\njson.dumps\n") ==
        Lines{"1 json as json: .loads@2"});
  CHECK(imports("try:\n    import json\nexcept ImportError:\n    json = None\njson.loads\n") ==
        Lines{"2 json as json: .loads@5 guarded"});
  CHECK(imports("import queue\ntry:\n    queue.A\nexcept AttributeError:\n    pass\n"
                "if hasattr(queue, 'B'):\n    queue.B\n") == Lines{"1 queue as queue:"});
  CHECK(imports("def f():\n    import email.utils\n    email.utils.quote\n") ==
        Lines{"2 email.utils as email: .utils@3 function"});
}

TEST_CASE("a file's module-level names are known, also from branches, loops and functions") {
  auto facts = python(
      "import a.b\nfrom c import d as e\nx, (y, *z) = 1, (2, 3)\nk: int = 1\n"
      "def f(p):\n    global g\n    g = 1\n    local = 2\n"
      "class C:\n    attribute = 1\n"
      "try:\n    t = 1\nexcept E as err:\n    pass\n"
      "for i in j:\n    if (w := i):\n        v = 1\nwith m as n: pass\n"
      "o.p = 1\nq[0] = 1\n[u for u in x]\n");
  CHECK(join(facts.python.bound, " ") == "C a e err f g i k n t v w x y z");
  CHECK_FALSE(facts.python.binds_anything);
  CHECK(python("def __getattr__(n): pass\n").python.binds_anything);
  CHECK(python("globals()['x'] = 1\n").python.binds_anything);
}

TEST_CASE("how a file is started is seen") {
  auto guarded = python("#!/usr/bin/env python3\nif '__main__' == __name__:\n    main()\n").python;
  CHECK(guarded.main_guard_line == 2);
  CHECK(guarded.shebang);
  CHECK_FALSE(guarded.flat_script);
  CHECK(python("import x\nx.go()\n").python.flat_script);
  CHECK(python("for i in x: pass\n").python.flat_script);
  CHECK_FALSE(python("class A: pass\nx.go()\n").python.flat_script);
  CHECK_FALSE(python("'''doc'''\nX = f()\nlogging.basicConfig()\n").python.flat_script);
  CHECK_FALSE(
      python("def f():\n    if __name__ == '__main__':\n        pass\n").python.main_guard_line);
  CHECK(python("print 'x'\n").python.python2);
}

TEST_CASE("sys.path edits are folded where they are made of literals and __file__") {
  CHECK(edits("import sys, os\n"
              "sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'lib'))\n"
              "sys.path.append('vendor')\n"
              "HERE = Path(__file__).resolve().parent\n"
              "sys.path.insert(0, str(HERE.parent / 'src'))\n"
              "sys.path.insert(1, str(Path(__file__).parents[2]))\n"
              "sys.path.append(os.path.abspath(os.path.join(__file__, os.pardir)))\n"
              "sys.path.insert(0, os.getcwd())\n"
              "sys.path = ['a'] + sys.path\nsys.path[:0] = ['b']\nsys.path += ['c']\n"
              "del sys.path[0]\nsys.path.insert(0, os.path.dirname(__file__) + '/../x')\n"
              "sys.path.insert(0, '/usr/lib')\n"
              "def f():\n    sys.path.append('later')\n") ==
        Lines{"2 front file:../lib", "3 back vendor", "5 front file:../src", "6 front file:../..",
              "7 back file:", "8 unknown ", "9 front a", "10 front b", "11 back c", "12 remove ",
              "13 front file:../x", "14 unknown "});
}

TEST_CASE("deep and broken Python is survived") {
  std::string deep;
  for (int level = 0; level < 3000; ++level) deep += "(";
  CHECK(python("import a\n" + deep + "\n").imports.size() <= 1);
  std::string nested = "import a\nx = ";
  for (int level = 0; level < 2000; ++level) nested += "lambda: ";
  CHECK(python(nested + "a.b\n").imports.size() == 1);
  std::string path = "import sys\nsys.path.append(";
  for (int level = 0; level < 2000; ++level) path += "dirname(";
  CHECK(python(path).imports.size() <= 1);
}

TEST_CASE("a program without a guard is known by what only programs do at top level") {
  CHECK(python("import x\nprint(x.y())\n").python.program);
  CHECK(python("class A: pass\nwhile True:\n    A()\n").python.program);
  CHECK(python("name = input('who? ')\n").python.program);
  CHECK_FALSE(python("x.register(y)\nlogging.basicConfig()\n").python.program);
  CHECK_FALSE(python("def f():\n    print(1)\n").python.program);
  CHECK_FALSE(python("print(1)\nif __name__ == '__main__':\n    pass\n").python.program);
  CHECK(python("x = 1\n\ndef lambda_handler(event, context):\n    pass\n").python.handler_line ==
        3);
  CHECK(python("def handler(request):\n    pass\n").python.handler_line == 0);
}

TEST_CASE("imports that are no syntax are kept with their names") {
  auto names = [](std::string_view text) {
    std::string all;
    for (const auto& import : python(text).python.unimportable)
      all += fmt::format("{}@{} ", import.name, import.line);
    return all;
  };
  CHECK(names("x = 1\nimport my-mod\n") == "my-mod@2 ");
  CHECK(names("from pkg.class import a\n") == "pkg.class@1 ");
  CHECK(names("import 2fa\n") == "2fa@1 ");
  CHECK(names("'''\nimport my-mod\n'''\nimport a\n").empty());
  CHECK(names("import duties in this-land are high\n").empty());
}

TEST_CASE("Django's lists of applications and their configurations are read where literal") {
  auto facts = python("INSTALLED_APPS = ['a', 'b.c']\nINSTALLED_APPS += ['d']\n").python;
  REQUIRE(facts.django_apps.size() == 3);
  CHECK(facts.django_apps[1].name == "b.c");
  CHECK(facts.django_apps[2].alias == "+=");
  auto configs = python("class C(AppConfig):\n    name = 'a.b'\n    label = 'ab'\n").python;
  REQUIRE(configs.django_configs.size() == 1);
  CHECK(configs.django_configs[0].label == "ab");
}
