#include "project/fit/survey_fit.h"

#include "project/graph/called_names.h"

#include <algorithm>

#include "judge/fit_score.h"
#include "project/fit/names.h"
#include "rules/fit_index.h"
#include "rules/glob_set.h"
#include "support/catch.h"

#include <re2/re2.h>

using namespace stackfit;

namespace {

struct Project {
  std::vector<FileRecord> records;

  FileRecord& file(std::string path) {
    FileRecord& record = records.emplace_back();
    record.entry.path = std::move(path);
    record.entry.size = 600;
    return record;
  }
  SourceFacts& source(std::string path, std::string language) {
    auto& source = file(std::move(path)).facts.source.emplace();
    source.language = std::move(language);
    source.metrics.lines = source.metrics.code_lines = 20;
    return source;
  }
  void js(std::string path, std::vector<std::string> modules) {
    auto& facts = source(std::move(path), "javascript");
    for (auto& module : modules) add_import(facts, std::move(module), ImportKind::kRequire);
  }
  void python(std::string path, std::vector<std::string> modules) {
    auto& facts = source(std::move(path), "python");
    for (auto& module : modules) add_import(facts, std::move(module), ImportKind::kPython);
  }
  ManifestFacts& manifest(std::string path, std::string format) {
    auto& manifest = file(std::move(path)).facts.manifest.emplace();
    manifest.format = std::move(format);
    return manifest;
  }
  void package_json(std::vector<std::string> names,
                    DependencyScope scope = DependencyScope::kRuntime,
                    std::string path = "package.json") {
    auto& m = manifest(std::move(path), "package-json");
    for (auto& name : names) m.dependencies.push_back({std::move(name), "1", scope, 3});
  }
  ProjectFacts survey() const {
    ProjectFacts project;
    const ModuleResolver scripts(records);
    const PythonModules modules(records, {});
    survey_fit(records, CallGraph(records, name_resolver(scripts, modules.graph)), project);
    return project;
  }

 private:
  static void add_import(SourceFacts& facts, std::string module, ImportKind kind) {
    Import import;
    import.module = std::move(module);
    import.kind = kind;
    import.line = static_cast<std::uint32_t>(facts.imports.size() + 1);
    facts.imports.push_back(std::move(import));
  }
};

const DimensionFacts* dimension(const ProjectFacts& project, std::string_view id) {
  for (const auto& facts : project.dimensions)
    if (facts.id == id) return &facts;
  return nullptr;
}

// The strength of one family in one dimension; 0 when it is not there.
double strength(const ProjectFacts& project, std::string_view id, std::string_view family) {
  double strongest = 0;
  if (const auto* facts = dimension(project, id))
    for (const auto& e : facts->evidence)
      if (e.family == family && e.role == "workload") strongest = std::max(strongest, e.strength);
  return strongest;
}

const Technology* technology(const ProjectFacts& project, std::string_view id) {
  for (const auto& t : project.technologies)
    if (t.id == id) return &t;
  return nullptr;
}

std::string role(const ProjectFacts& project, std::string_view id) {
  for (const auto& runtime : project.runtimes)
    if (runtime.id == id) return runtime.role;
  return "";
}

}  // namespace

TEST_CASE("declared and imported counts fully, each alone counts less, a lockfile not at all") {
  Project both;
  both.package_json({"express"});
  both.js("index.js", {"express"});
  CHECK(strength(both.survey(), "api", "express") == Approx(4));
  CHECK(technology(both.survey(), "express")->scope == "runtime");

  Project imported;
  imported.js("index.js", {"express/lib/router"});
  CHECK(strength(imported.survey(), "api", "express") == Approx(4 * 0.8));

  Project declared;
  declared.package_json({"express"});
  declared.js("index.js", {});
  CHECK(strength(declared.survey(), "api", "express") == Approx(4 * 0.4 * 0.6));

  Project locked;
  auto& lock = locked.manifest("package-lock.json", "package-lock");
  lock.packages.emplace_back().name = "express";
  locked.js("index.js", {});
  CHECK(strength(locked.survey(), "api", "express") == 0);
  REQUIRE(technology(locked.survey(), "express"));
  CHECK(technology(locked.survey(), "express")->scope == "transitive");
}

TEST_CASE("what a command of the repository runs needs no import") {
  Project project;
  auto& requirements = project.manifest("requirements.txt", "requirements");
  requirements.dependencies.push_back({"Gunicorn", "", DependencyScope::kRuntime, 1});
  auto& procfile = project.manifest("Procfile", "procfile");
  procfile.commands.push_back({"FOO=1 exec gunicorn app:app", "web", "", 1});
  project.python("app.py", {});
  CHECK(strength(project.survey(), "api", "gunicorn") == Approx(2 * 0.7));
}

TEST_CASE("development dependencies count little, unless bundled applications ship them") {
  Project project;
  project.package_json({"express", "electron"}, DependencyScope::kDev);
  project.js("main.js", {"electron"});
  auto facts = project.survey();
  CHECK(strength(facts, "api", "express") == Approx(4 * 0.2 * 0.4 * 0.6));
  CHECK(technology(facts, "express")->scope == "dev");
  CHECK(strength(facts, "desktop", "electron") == Approx(5));  // imported by the product
}

TEST_CASE("tests, documents and vendored code count a quarter, a tenth and nothing") {
  for (auto [path, factor] : {std::pair("test/a.js", 0.25), std::pair("docs/a.js", 0.1),
                              std::pair("vendor/a.js", 0.0), std::pair("lib/a.js", 1.0)}) {
    Project project;
    project.package_json({"ws"});
    project.js(path, {"ws"});
    project.js("index.js", {});
    auto found = strength(project.survey(), "realtime", "ws");
    double declared_only = 4 * 0.4 * 0.6;
    double breadth = factor == 1 ? 1 : 0.6;  // only product files make breadth
    INFO(path);
    CHECK(found == Approx(factor > 0 ? 4 * factor * breadth : declared_only));
  }
}

TEST_CASE("what under two percent of the product's files use shrinks") {
  Project project;
  project.package_json({"ws"});
  project.js("a0.js", {"ws"});
  for (int i = 1; i < 100; ++i) project.js("a" + std::to_string(i) + ".js", {});
  CHECK(strength(project.survey(), "realtime", "ws") == Approx(4 * (0.6 + 0.4 * 0.5)));
}

TEST_CASE("a repository that is the technology is that work, even when it is a mitigation") {
  Project pool;
  pool.manifest("package.json", "package-json").package = "piscina";
  pool.js("index.js", {});
  auto facts = pool.survey();
  CHECK(strength(facts, "cpu", "worker_threads") == Approx(4.5));
  CHECK(confidence_of(*dimension(facts, "cpu")) == "medium");
}

TEST_CASE("a local Python module wins over an undeclared distribution of the same name") {
  Project local;
  local.python("app/main.py", {"redis", "numpy"});
  local.python("app/redis.py", {});
  auto facts = local.survey();
  CHECK(strength(facts, "memory", "redis") == 0);
  CHECK(technology(facts, "redis")->scope == "possible");
  CHECK(strength(facts, "data", "numpy") > 0);

  auto& requirements = local.manifest("requirements.txt", "requirements");
  requirements.dependencies.push_back({"redis", "", DependencyScope::kRuntime, 1});
  CHECK(technology(local.survey(), "redis")->scope == "runtime");

  Project ambiguous;
  ambiguous.python("bot.py", {"telegram"});
  CHECK(technology(ambiguous.survey(), "telegram_py")->scope == "possible");
}

TEST_CASE("container images show neighbours, one step weaker, without host, tag or digest") {
  Project project;
  project.js("index.js", {});
  auto& compose = project.manifest("docker-compose.yml", "compose");
  compose.settings.push_back({"docker.from", "docker.io/library/rabbitmq:3-management", 4});
  auto facts = project.survey();
  CHECK(strength(facts, "api", "rabbitmq") == Approx(2));
  CHECK(technology(facts, "rabbitmq")->evidence.front().line == 4);
  CHECK(image_name("gcr.io/distroless/nodejs18-debian11@sha256:00") ==
        "distroless/nodejs18-debian11");
  CHECK(image_name("localhost:5000/a/b:tag AS build") == "a/b");
}

TEST_CASE("database, server and interface in JavaScript make a kit, named after its interface") {
  Project project;
  project.package_json({"mongoose", "express", "react"});
  project.js("server.js", {"mongoose", "express"});
  project.js("client.jsx", {"react"});
  auto facts = project.survey();
  REQUIRE(technology(facts, "kits_mean"));
  CHECK(technology(facts, "kits_mean")->evidence.front().what.find("MERN") == 0);
  CHECK(strength(facts, "fullstack", "f_client_server") == Approx(5));
  Project leg;
  leg.package_json({"mongoose", "express"});
  leg.js("server.js", {"mongoose", "express"});
  CHECK_FALSE(technology(leg.survey(), "kits_mean"));
}

TEST_CASE("where code lies decides a runtime's role before how much there is") {
  Project node;
  auto& manifest = node.manifest("package.json", "package-json");
  manifest.settings.push_back({"bin.tool", "bin/tool.js", 2});
  node.js("lib/index.js", {});
  node.file("vendored-tool/.github/workflows/ci.yml");
  for (int i = 0; i < 30; ++i) node.python("vendored-tool/m" + std::to_string(i) + ".py", {});
  auto facts = node.survey();
  CHECK(role(facts, "node") == "primary");
  CHECK(role(facts, "python") == "tooling");

  Project both;
  both.package_json({"react"}, DependencyScope::kRuntime, "frontend/package.json");
  both.js("frontend/src/app.jsx", {"react"});
  both.python("backend/app.py", {"fastapi"});
  facts = both.survey();
  CHECK(role(facts, "node") == "primary");
  CHECK(role(facts, "python") == "primary");
  CHECK(strength(facts, "fullstack", "f_two_language_ui") == Approx(4));

  // Scripts of pages that nothing builds, and one script for the releases, make no Node project.
  Project pages;
  for (int i = 0; i < 60; ++i) pages.python("app/m" + std::to_string(i) + ".py", {});
  for (int i = 0; i < 6; ++i) pages.js("app/static/p" + std::to_string(i) + ".js", {});
  pages.js(".github/label.js", {});
  CHECK(role(pages.survey(), "node") == "none");
  for (int i = 0; i < 6; ++i) pages.js("tests/t" + std::to_string(i) + ".js", {});
  CHECK(role(pages.survey(), "node") == "tooling");

  Project none;
  none.file("main.go").entry.size = 9000;
  facts = none.survey();
  CHECK(role(facts, "node") == "none");
  CHECK(facts.foreign_share == 1);
  CHECK(facts.out_of_scope == "there is no JavaScript, TypeScript or Python code");
}

TEST_CASE(
    "folders with manifests of their own are a collection unless something holds them together") {
  auto siblings = [](const std::string& parent) {
    Project project;
    for (int i = 0; i < 12; ++i) {
      auto folder = parent + "one" + std::to_string(i);
      project.package_json({"express"}, DependencyScope::kRuntime, folder + "/package.json");
      project.js(folder + "/index.js", {"express"});
    }
    return project;
  };
  CHECK(siblings("").survey().out_of_scope == "it is a collection of independent examples");
  CHECK(siblings("recipes/").survey().out_of_scope == "it is a collection of independent examples");
  CHECK(siblings("services/").survey().out_of_scope.empty());
  CHECK(siblings("test/fixtures/").survey().out_of_scope.empty());
  auto held = siblings("recipes/");
  held.manifest("package.json", "package-json").workspaces = {"recipes/*"};
  CHECK(held.survey().out_of_scope.empty());
  auto library = siblings("examples/");
  library.source("lib/index.js", "javascript").metrics.code_lines = 400;  // few files, most lines
  CHECK(library.survey().out_of_scope.empty());
  // Several requirement files in one folder are no siblings.
  Project many;
  many.python("package/core.py", {});
  for (int i = 0; i < 12; ++i)
    many.manifest("requirements/" + std::to_string(i) + ".txt", "requirements");
  CHECK(many.survey().out_of_scope.empty());
}

TEST_CASE("a peer counts less than what is installed, and a module named like its import is none") {
  Project peer;
  peer.package_json({"express"}, DependencyScope::kPeer);
  peer.js("index.js", {"express"});
  CHECK(strength(peer.survey(), "api", "express") == Approx(3.2));

  Project bot;
  bot.python("discord.py", {"discord"});
  bot.python("main.py", {"helpers"});
  bot.python("helpers.py", {});
  CHECK(strength(bot.survey(), "automation", "discord_py") > 0);
}

TEST_CASE("tools lie beside a manifest, and a page before a Python server is half of the work") {
  Project project;
  project.package_json({"cheerio"});
  project.js("index.js", {});
  project.js("src/tools/read.js", {"cheerio"});
  CHECK(is_tooling_of("tools/read.js", {""}));
  CHECK_FALSE(is_tooling_of("src/tools/read.js", {""}));
  CHECK(is_tooling_of("src/tools/read.js", {"", "src"}));
  CHECK(is_tooling_of("src/migrations/1.js", {""}));
  CHECK(strength(project.survey(), "automation", "cheerio") == Approx(3));

  Project both;
  both.package_json({"react"}, DependencyScope::kRuntime, "web/package.json");
  both.js("web/src/app.jsx", {"react"});
  both.python("server/app.py", {"fastapi"});
  auto facts = both.survey();
  CHECK(dimension(facts, "fullstack")->python_share >= 0.5);
}

TEST_CASE("what only a connection to one of many systems needs counts half") {
  Project project;
  project.package_json({"kafkajs"});
  project.js("index.js", {});
  project.js("src/exporters/kafka.js", {"kafkajs"});
  auto with = strength(project.survey(), "api", "kafka");
  project.js("src/stream.js", {"kafkajs"});
  CHECK(with == Approx(strength(project.survey(), "api", "kafka") / 2));
  CHECK(technology(project.survey(), "kafka")->scope == "runtime");
}

TEST_CASE("a notebook serves nobody, and a lone one beside a product explains it") {
  Project notebooks;
  notebooks.python("train.ipynb", {"grpc", "torch"});
  auto facts = notebooks.survey();
  CHECK(strength(facts, "api", "grpc_py") == Approx(4 * 0.8 / 4));
  CHECK(strength(facts, "ml", "pytorch") == Approx(5 * 0.8));
  CHECK(strength(facts, "data", "jupyter") == Approx(4));
  for (int i = 0; i < 99; ++i) notebooks.python("app/m" + std::to_string(i) + ".py", {});
  CHECK(strength(notebooks.survey(), "data", "jupyter") == Approx(0.4));
}

TEST_CASE("a module inside a package shows both technologies") {
  Project project;
  project.python("train.py", {"tensorflow.keras.layers"});
  auto facts = project.survey();
  CHECK(technology(facts, "keras"));
  CHECK(technology(facts, "tensorflow"));
}

TEST_CASE("the order of the files changes nothing") {
  Project project;
  project.package_json({"express", "ws", "sharp", "mongoose", "react"});
  project.js("a.js", {"express", "ws"});
  project.js("test/b.js", {"sharp"});
  project.python("c.py", {"numpy", "torch"});
  auto first = project.survey();
  std::reverse(project.records.begin(), project.records.end());
  auto second = project.survey();
  REQUIRE(first.dimensions.size() == second.dimensions.size());
  for (std::size_t i = 0; i < first.dimensions.size(); ++i) {
    const auto &a = first.dimensions[i], &b = second.dimensions[i];
    REQUIRE(a.evidence.size() == b.evidence.size());
    for (std::size_t k = 0; k < a.evidence.size(); ++k)
      CHECK((a.evidence[k].place.path == b.evidence[k].place.path &&
             a.evidence[k].signal == b.evidence[k].signal &&
             a.evidence[k].strength == b.evidence[k].strength));
    CHECK(a.node_share == b.node_share);
  }
}

TEST_CASE("vendored and test code, and packages for development only, move no presence") {
  Project project;
  project.package_json({"express"});
  project.js("index.js", {"express"});
  auto before = project.survey();
  project.package_json({"ws", "sharp", "@tensorflow/tfjs"}, DependencyScope::kDev);
  project.js("node_modules/ws/index.js", {"socket.io"});
  project.js("test/a.js", {"express"});
  auto after = project.survey();
  for (const auto& row : fit_data().dimensions) {
    auto presence = [&](const ProjectFacts& p) {
      const auto* facts = dimension(p, row.id);
      return facts ? presence_of(evidence_sum(*facts)) : 0;
    };
    INFO(row.id);
    CHECK(std::abs(presence(after) - presence(before)) <= 0.05);
  }
}

TEST_CASE("globs mean what their words say") {
  auto matches = [](std::string_view glob, std::string_view path) {
    return RE2::FullMatch(std::string(path), regex_of_glob(glob));
  };
  CHECK(matches("*.{graphql,gql}", "schema.gql"));
  CHECK_FALSE(matches("*.gql", "a/schema.gql"));
  CHECK(matches("**/AndroidManifest.xml", "AndroidManifest.xml"));
  CHECK(matches("**/AndroidManifest.xml", "a/b/AndroidManifest.xml"));
  CHECK(matches("data/**/*.{csv,tsv}", "data/x/y/z.csv"));
  CHECK(matches("data/**/*.{csv,tsv}", "data/z.tsv"));
  CHECK_FALSE(matches("data/**/*.csv", "other/data/z.csv"));
  CHECK(matches("locales/**", "locales/de/a.json"));
  CHECK_FALSE(matches("a.b", "aXb"));
  GlobSet set({"*.md", "docs/*.md", "nothing"});
  CHECK(set.match("docs/a.md") == std::vector<int>{0, 1});
  CHECK(set.match("x/docs/a.md") == std::vector<int>{0});
}

TEST_CASE("names are read as their ecosystems write them") {
  CHECK(distribution_name("Flask_SocketIO") == "flask-socketio");
  CHECK(distribution_name("zope.interface--x") == "zope-interface-x");
  CHECK(package_of_specifier("@scope/pkg/sub/x") == "@scope/pkg");
  CHECK(package_of_specifier("node:fs/promises") == "fs");
  CHECK(package_of_specifier("./local").empty());
  CHECK(package_of_specifier("https://x.y/z.js").empty());
  CHECK(programs_in("NODE_ENV=x npx nest start && /usr/bin/node a.js; sudo ls") ==
        std::vector<std::string>{"nest", "node", "ls"});
}
