#include "project/graph/call_graph.h"

#include "project/graph/called_names.h"
#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;

namespace {

// A small repository and its call graph.
struct Repository {
  std::vector<FileRecord> records;

  void add(std::string path, std::string_view text) {
    FileRecord record;
    record.entry.path = path;
    record.facts = facts_of(path, text);
    records.push_back(std::move(record));
  }

  // `path:line name` of each step, `→` between; "" when nobody waits.
  std::string way(std::string_view path, std::uint32_t line,
                  Waiting who = Waiting::kHandler) const {
    const ModuleResolver scripts(records);
    const PythonModules modules(records, {});
    const CallGraph graph(records, name_resolver(scripts, modules.graph));
    std::string text;
    for (const auto& step : graph.way_to(path, line, who)) {
      text += (text.empty() ? "" : " → ") + step.path + ":" + std::to_string(step.line);
      if (!step.name.empty()) text += " " + step.name;
    }
    return text;
  }
};

}  // namespace

TEST_CASE("a handler waits for what it calls in other files, whatever the import looks like") {
  Repository repo;
  repo.add("a.js",
           "const { find: search } = require('./b');\n"
           "import Deep, { other } from './deep';\n"
           "app.get('/', (req, res) => {\n"
           "  search(1);\n"
           "  require('./c').work();\n"
           "  other();\n"
           "  new Deep().run();\n"
           "});\n");
  repo.add("b.js", "function find(x) {\n  work();\n}\nmodule.exports = { find };\n");
  repo.add("c.js", "exports.work = function () {\n  work();\n};\n");
  repo.add("deep.ts",
           "export function other() {\n  work();\n}\n"
           "export default class Deep {\n  run() {\n    work();\n  }\n}\n");
  CHECK(repo.way("b.js", 2) == "a.js:3 → b.js:1 find");
  CHECK(repo.way("c.js", 2) == "a.js:3 → c.js:1 work");
  CHECK(repo.way("deep.ts", 2) == "a.js:3 → deep.ts:1 other");
  CHECK(repo.way("deep.ts", 6) == "a.js:3 → deep.ts:5 Deep.run");
  CHECK(repo.way("a.js", 4) == "a.js:3");
}

TEST_CASE("functions handed to a router by name are reached, and so is what they hand on") {
  Repository repo;
  repo.add("routes.js",
           "const users = require('./users');\n"
           "router.post('/users', [check, users.create]);\n"
           "function check(a, b) {\n  look();\n}\n");
  repo.add("users.js",
           "function one(user) {\n  save(user);\n}\n"
           "exports.create = async (a, b) => {\n  list.forEach(one);\n};\n");
  CHECK(repo.way("users.js", 5) == "routes.js:2 router.post → users.js:4 create");
  CHECK(repo.way("users.js", 2) == "routes.js:2 router.post → users.js:4 create → users.js:1 one");
  CHECK(repo.way("routes.js", 4) == "routes.js:2 router.post → routes.js:3 check");
}

TEST_CASE("an index that re-exports and a module that mixes in are looked through") {
  Repository repo;
  repo.add("api.js",
           "const models = require('./models');\n"
           "exports.get = function (req, res) {\n  models.load();\n  models.store();\n};\n");
  repo.add("models/index.js",
           "const Models = module.exports;\nrequire('./store')(Models);\n"
           "module.exports = { ...require('./load') };\n");
  repo.add("models/load.js", "exports.load = function () {\n  read();\n};\n");
  repo.add(
      "models/store.js",
      "module.exports = function (Models) {\n  Models.store = () => {\n    write();\n  };\n};\n");
  CHECK(repo.way("models/load.js", 2) == "api.js:2 get → models/load.js:1 load");
  CHECK(repo.way("models/store.js", 3) == "api.js:2 get → models/store.js:2 Models.store");
}

TEST_CASE("services that a class declares are followed by their type") {
  Repository repo;
  repo.add("cats.controller.ts",
           "import { CatsService } from './cats.service';\n"
           "export class CatsController {\n"
           "  constructor(private readonly cats: CatsService) {}\n"
           "  @Get()\n"
           "  list() {\n    return this.cats.all();\n  }\n}\n");
  repo.add("cats.service.ts",
           "export class CatsService {\n  all() {\n    read();\n  }\n"
           "  never() {\n    read();\n  }\n}\n");
  CHECK(repo.way("cats.service.ts", 3) ==
        "cats.controller.ts:5 CatsController.list → cats.service.ts:2 CatsService.all");
  CHECK(repo.way("cats.service.ts", 6).empty());
}

TEST_CASE("no way leads from tests, scripts, command lines or the start of a program") {
  Repository repo;
  repo.add("work.js", "exports.work = function () {\n  heavy();\n};\n");
  for (auto path : {"test/a.js", "scripts/a.js", "bin/a.js"})
    repo.add(path, "const { work } = require('../work');\napp.get('/', (req, res) => work());\n");
  repo.add("main.js",
           "const { work } = require('./work');\nwork();\nfunction go() { work(); }\ngo();\n");
  CHECK(repo.way("work.js", 2).empty());
}

TEST_CASE("a name that two functions share, or that comes from elsewhere, leads nowhere") {
  Repository repo;
  repo.add("a.js",
           "const lib = require('lodash');\nconst b = require('./b');\n"
           "app.get('/', (req, res) => {\n  lib.find();\n  b.find();\n  res.find();\n});\n"
           "const other = { find() {\n  x();\n} };\n");
  repo.add("b.js",
           "const x = { find() {\n  x();\n} };\nconst y = { find() {\n  y();\n} };\n"
           "class A { go() { this.find(); } find() {} }\n");
  CHECK(repo.way("b.js", 5).empty());
  CHECK(repo.way("a.js", 9).empty());
}

TEST_CASE("coroutines wait for what they call themselves, not for what they hand to threads") {
  Repository repo;
  repo.add("app/__init__.py", "");
  repo.add("app/main.py",
           "import asyncio\n"
           "from app import store\n"
           "from .disk import Disk\n"
           "import app.deep.log\n"
           "disk = Disk()\n"
           "async def handle(x):\n"
           "    store.load(x)\n"
           "    disk.flush()\n"
           "    app.deep.log.write()\n"
           "    await asyncio.to_thread(store.apart, x)\n"
           "    await asyncio.to_thread(lambda: store.apart(x))\n");
  repo.add("app/store.py",
           "def load(x):\n    return read(x)\n"
           "def read(x):\n    pass\n"
           "def apart(x):\n    pass\n");
  repo.add("app/disk.py",
           "class Disk:\n    def flush(self):\n        self.write()\n"
           "    def write(self):\n        pass\n");
  repo.add("app/deep/__init__.py", "");
  repo.add("app/deep/log.py", "def write():\n    pass\n");
  auto coroutine = Waiting::kCoroutine;
  CHECK(repo.way("app/store.py", 4, coroutine) ==
        "app/main.py:6 handle → app/store.py:1 load → app/store.py:3 read");
  CHECK(repo.way("app/disk.py", 5, coroutine) ==
        "app/main.py:6 handle → app/disk.py:2 Disk.flush → app/disk.py:4 Disk.write");
  CHECK(repo.way("app/deep/log.py", 2, coroutine) ==
        "app/main.py:6 handle → app/deep/log.py:1 write");
  CHECK(repo.way("app/store.py", 6, coroutine).empty());
  CHECK(repo.way("app/store.py", 4).empty());
}

TEST_CASE("calls in a circle end, and the way is the shortest") {
  Repository repo;
  repo.add("a.js",
           "app.get('/', (req, res) => { one(); });\n"
           "function one() { two(); three(); }\n"
           "function two() { one(); three(); }\n"
           "function three() { four(); }\n"
           "function four() { five(); }\n"
           "function five() { six(); }\n"
           "function six() {}\n");
  CHECK(repo.way("a.js", 4) == "a.js:1 → a.js:2 one → a.js:4 three");
  CHECK(repo.way("a.js", 5) == "a.js:1 → a.js:2 one → a.js:4 three → a.js:5 four");
  CHECK(repo.way("a.js", 7).empty());  // further than anybody follows
}
