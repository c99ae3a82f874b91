#include "facts/fit/fit_signals.h"

#include <algorithm>
#include <random>

#include "facts/analyse.h"
#include "facts/fit/handlers.h"
#include "rules/fit_data.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

SyntaxTree parse(std::string_view language, std::string_view source) {
  static Parser parser;
  auto tree = parser.parse(*language_named(language), source);
  REQUIRE(tree);
  return std::move(*tree);
}

SourceFacts signals(std::string_view language, std::string_view source,
                    std::vector<std::string> modules = {}) {
  SourceFacts facts;
  facts.language = language;
  for (auto& module : modules) {
    Import import;
    import.module = std::move(module);
    import.kind = language == "python" ? ImportKind::kPython : ImportKind::kEsm;
    facts.imports.push_back(std::move(import));
  }
  auto tree = parse(language, source);
  read_fit_signals(tree, facts);
  return facts;
}

std::vector<std::string> found(const SourceFacts& facts) {
  std::vector<std::string> list;
  for (const auto& hit : facts.signals)
    list.push_back(std::to_string(hit.line) + " " + hit.signal +
                   (hit.in_handler ? " handler" : ""));
  return list;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("every query compiles on every grammar it is for") {
  CHECK(broken_fit_queries() == List{});
}

TEST_CASE("every query finds its example, and not its counter-example") {
  int combinations = 0;
  List wrong;
  for (const auto& call : fit_data().calls)
    for (const auto& language : call.languages) {
      ++combinations;
      if (!query_matches(call.id, parse(language, call.match)))
        wrong.push_back(call.id + " misses its example in " + language);
      if (query_matches(call.id, parse(language, call.no_match)))
        wrong.push_back(call.id + " finds its counter-example in " + language);
    }
  CHECK(wrong == List{});
  CHECK(combinations == 243);
}

TEST_CASE("a query that asks for a technology is silent without its import") {
  constexpr std::string_view kRoute = "app.get('/users', list);\n";
  CHECK(found(signals("javascript", kRoute)) == List{});
  CHECK(found(signals("javascript", kRoute, {"express"})) == List{"1 js_route"});
  CHECK(found(signals("javascript", "app.get('title');\n", {"express"})) == List{});
  constexpr std::string_view kExec = "pattern.exec(text);\n";
  CHECK(found(signals("javascript", kExec)) == List{});
  CHECK(found(signals("javascript", kExec, {"node:child_process"})) == List{"1 js_shell"});
  CHECK(found(signals("python", "model.fit(x)\n")) == List{});
  CHECK(found(signals("python", "model.fit(x)\n", {"sklearn.svm"})) == List{"1 py_fit"});
}

TEST_CASE("a hit says whether it stands in a handler, and in which function") {
  auto facts = signals("javascript",
                       "function draw() {\n  return zlib.gzipSync(x);\n}\n"
                       "app.get('/a', (q, s) => {\n  s.send(zlib.gzipSync(x));\n});\n"
                       "module.exports = function (req, res) {\n"
                       "  list.map(() => zlib.gzipSync(x));\n};\n",
                       {"express"});
  CHECK(found(facts) ==
        List{"2 js_zlib_sync", "4 js_route", "5 js_zlib_sync handler", "8 js_zlib_sync handler"});
  CHECK(facts.signals[0].unit == 1);
  CHECK(facts.signals[2].unit == 4);
  CHECK(facts.signals[3].unit == 7);
  CHECK(facts.units.handlers == 2);
}

TEST_CASE("handlers are known by registration, parameters, decorators, bases and exports") {
  auto handlers = [](std::string_view language, std::string_view source) {
    return signals(language, source).units.handlers;
  };
  CHECK(handlers("javascript", "router.post('/x', async function (a) {});") == 1);
  CHECK(handlers("javascript", "items.get(function (a) {});") == 0);
  CHECK(handlers("javascript", "exports.draw = (req, res) => {};") == 1);
  CHECK(handlers("javascript", "exports.handler = async (event) => {};") == 1);
  CHECK(handlers("typescript", "export async function GET(r: Request) {}") == 1);
  CHECK(handlers("typescript", "class C { @Get('/x') one() {}\n two() {} }") == 1);
  CHECK(handlers("python", "@app.route('/x')\ndef f(): pass\n") == 1);
  CHECK(handlers("python", "@cache\ndef f(): pass\n") == 0);
  CHECK(handlers("python", "def view(request, pk): pass\n") == 1);
  CHECK(handlers("python", "class V(APIView):\n def get(self): pass\n def x(self): pass\n") == 1);
  CHECK(signals("python", "async def f(): pass\n").units.async == 1);
}

TEST_CASE("a note's condition is kept: numeric loops, the right Server, reading in parts") {
  CHECK(found(signals("javascript", "function f() { return new Float64Array(9); }")) == List{});
  CHECK(found(signals("javascript",
                      "function f() { const a = new Float64Array(9);\n"
                      "for (;;) for (;;) a[0]++; }")) == List{"1 js_typed_math"});
  CHECK(found(signals("javascript", "new Server(http);", {"socket.io"})) == List{});
  CHECK(found(signals("python", "f(p)\npd.read_csv(p, chunksize=9)\n")) == List{"2 py_chunked"});
  CHECK(found(signals("python", "pd.read_csv(p)\n")) == List{"1 py_read_all"});
}

TEST_CASE("what a query finds does not depend on the cheap tests before it") {
  // Every example of the language in one file: each query must find at least what it finds alone.
  for (std::string language : {"javascript", "python"}) {
    std::string all;
    for (const auto& call : fit_data().calls)
      if (call.languages.front() == language && !call.match.starts_with("#!"))
        all += call.match + "\n";
    auto tree = parse(language, all);
    List missed;
    for (const auto& call : fit_data().calls)
      if (call.languages.front() == language && !call.match.starts_with("#!") &&
          !query_matches(call.id, tree))
        missed.push_back(call.id);
    CHECK(missed == List{});
  }
}

TEST_CASE("texts that file tests ask for are found with their line") {
  AnalysisContext context;
  auto facts = analyse_file(context, {"web/tsconfig.json", 10, false, true},
                            "{\n  \"strict\": true,\n  \"references\": []\n}\n");
  List list;
  for (const auto& hit : facts.texts) list.push_back(std::to_string(hit.line) + " " + hit.signal);
  std::sort(list.begin(), list.end());
  CHECK(list == List{"2 \"strict\": true", "3 \"references\""});
  CHECK(is_interesting("deploy/nginx.conf"));
  CHECK_FALSE(is_interesting("notes.txt"));
}
