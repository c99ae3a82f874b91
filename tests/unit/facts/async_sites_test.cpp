#include "facts/javascript/async_sites.h"

#include "support/catch.h"

using namespace stackfit;

namespace {

AsyncSites sites_of(std::string_view source) {
  Parser parser;
  auto tree = parser.parse(*language_named("javascript"), source, 30);
  REQUIRE(tree);
  auto imports = javascript_imports(*tree);
  const auto& kinds = callback_kinds();
  return async_sites(*tree, kinds, find_callbacks(*tree, module_names(imports), kinds));
}

}  // namespace

TEST_CASE("sites are counted per style") {
  auto sites = sites_of(
      "async function a() { await b(); for await (const c of d) {} }\n"
      "f(function (err) { g(x, function (err, y) {}) });\n"
      "p().then(h).catch(i);\n"
      "list.map(function (x) { return x });\n");
  CHECK(sites.await == 2);
  CHECK(sites.callback == 2);
  CHECK(sites.then == 2);
}

TEST_CASE("functions take part when they wait, pass a continuation on or run later") {
  CHECK(sites_of("function a(x, callback) { callback(null, x) }").functions == 1);
  CHECK(sites_of("function a(x, callback) { b(x, callback) }").functions == 1);
  CHECK(sites_of("function a(x, callback) { return x }").functions == 0);
  CHECK(sites_of("async function a() {}").functions == 1);
  CHECK(sites_of("function a() { return p().then(b) }").functions == 1);
  CHECK(sites_of("function a() { return list.map(function (x) { return x }) }").functions == 0);
  CHECK(sites_of("function a() { f(function (err) {}) }").functions == 2);
}

TEST_CASE("functions that mix styles are counted") {
  CHECK(sites_of("async function a() { await b(); f(function (err) {}) }").mixed == 1);
  CHECK(sites_of("async function a() { p().then(b) }").mixed == 1);
  CHECK(sites_of("function a(callback) { p().then(function (x) { callback(null, x) }) }").mixed ==
        1);
  CHECK(sites_of("async function a() { await b() }").mixed == 0);
}

TEST_CASE("the histogram counts asynchronous callbacks by depth") {
  auto sites = sites_of(
      "f(function (err) { list.map(function (x) {}); g(function (err) {}) });\n"
      "a.on('x', function () {})");
  CHECK(sites.depths[0] == 1);
  CHECK(sites.depths[1] == 1);
  CHECK(sites.depths[2] == 1);
  CHECK(sites.depths[3] == 0);
}
