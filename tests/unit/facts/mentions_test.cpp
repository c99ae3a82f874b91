#include "facts/mentions.h"

#include <algorithm>

#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;

namespace {

bool mentions(const FileFacts& facts, std::string_view package) {
  return std::binary_search(facts.mentions.begin(), facts.mentions.end(), mention_of(package));
}

}  // namespace

TEST_CASE("settings mention packages by any word, templates by what is in quotes") {
  auto settings =
      facts_of("webpack.config.js",
               "module.exports = { loader: 'a-loader!b-loader?x=1', alias: {name: 1} }");
  CHECK(settings.configures);
  for (auto name : {"a-loader", "b-loader", "alias", "name"}) CHECK(mentions(settings, name));
  auto page = facts_of("index.html",
                       "<p>plain words</p><script src=\"/node_modules/@a/b/dist/x.js\"></script>"
                       "<link href='jquery/dist/j.css'> \"two words\"");
  CHECK(mentions(page, "@a/b"));
  CHECK(mentions(page, "jquery"));
  CHECK_FALSE(mentions(page, "plain"));
  CHECK_FALSE(mentions(page, "two"));
}

TEST_CASE("package.json mentions what its tools are told, not what it asks for") {
  auto facts = facts_of("package.json", R"({"name": "me", "dependencies": {"asked": "1"},
    "scripts": {"test": "nyc --reporter=lcov mocha -r ts-node/register xx@1.2"},
    "eslintConfig": {"extends": ["airbnb"], "plugins": {"inner": true}}})");
  for (auto name : {"nyc", "mocha", "ts-node", "airbnb", "inner", "xx"})
    CHECK(mentions(facts, name));
  for (auto name : {"me", "asked"}) CHECK_FALSE(mentions(facts, name));
}

TEST_CASE("code mentions packages in texts of one word and in comments for tools") {
  auto facts = facts_of("src/a.js",
                        "// a comment with async\n/** @jest-environment jsdom */\n"
                        "app.set('view engine', 'pug'); load(`plugin-x`); say('hello lodash');\n"
                        "write(`import a from 'made'\nimport b from \"@made/b\"`);\n");
  for (auto name : {"pug", "plugin-x", "jsdom", "made", "@made/b"}) CHECK(mentions(facts, name));
  for (auto name : {"async", "lodash", "hello"}) CHECK_FALSE(mentions(facts, name));
}
