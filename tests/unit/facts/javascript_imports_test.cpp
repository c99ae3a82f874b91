#include "facts/javascript/imports.h"

#include <fmt/format.h>

#include "support/catch.h"

using namespace stackfit;

namespace {

std::vector<Import> imports_of(std::string_view source, std::string_view language = "javascript") {
  Parser parser;
  auto tree = parser.parse(*language_named(language), source, 30);
  REQUIRE(tree);
  return javascript_imports(*tree);
}

std::string names(const std::vector<ImportedName>& all) {
  std::string text;
  for (const auto& name : all)
    text += fmt::format("{}{}{}{}", text.empty() ? "" : " ", name.name,
                        name.alias.empty() ? "" : "=", name.alias);
  return text;
}

// `kind module alias {names} flags`.
std::string summary(const Import& import) {
  constexpr std::string_view kKinds[] = {"esm", "require", "dynamic"};
  auto text = fmt::format("{} {} {} {{{}}}", kKinds[static_cast<int>(import.kind)], import.module,
                          import.alias.empty() ? "-" : import.alias, names(import.names));
  if (import.in_function) text += " later";
  if (import.type_only) text += " type";
  if (import.guarded) text += " guarded";
  return text;
}

std::string only(std::string_view source, std::string_view language = "javascript") {
  auto all = imports_of(source, language);
  REQUIRE(all.size() == 1);
  return summary(all.front());
}

}  // namespace

TEST_CASE("ESM imports carry their names and aliases") {
  CHECK(only("import 'a'") == "esm a - {}");
  CHECK(only("import x from 'a'") == "esm a x {default=x}");
  CHECK(only("import * as ns from \"a\"") == "esm a ns {*}");
  CHECK(only("import x, {b, c as d} from 'a'") == "esm a x {default=x b=b c=d}");
}

TEST_CASE("re-exports are imports") {
  CHECK(only("export * from './a'") == "esm ./a - {*}");
  CHECK(only("export {b, c as d} from './a'") == "esm ./a - {b=b c=d}");
  CHECK(imports_of("export {b}; export default 1; export const c = 1").empty());
}

TEST_CASE("type-only imports are marked") {
  CHECK(only("import type {A} from 'a'", "typescript") == "esm a - {A=A} type");
  CHECK(only("import {type A, type B} from 'a'", "typescript") == "esm a - {A=A B=B} type");
  CHECK(only("import {type A, b} from 'a'", "typescript") == "esm a - {A=A b=b}");
  CHECK(only("export type {A} from 'a'", "typescript") == "esm a - {A=A} type");
  CHECK(only("import a = require('a')", "typescript") == "require a a {}");
}

TEST_CASE("require calls carry what they are bound to") {
  CHECK(only("const a = require('a')") == "require a a {}");
  CHECK(only("const {b, c: d} = require('a')") == "require a - {b=b c=d}");
  CHECK(only("var b = require('a').b") == "require a - {b=b}");
  CHECK(only("a = require(`a`)") == "require a a {}");
  CHECK(only("require('a')(app)") == "require a - {}");
  CHECK(only("const a = await import('a')") == "dynamic a a {}");
  CHECK(imports_of("require(name); require(`a${b}`); other.require('a'); import(name)").empty());
}

TEST_CASE("an import inside a function runs later, inside a called function it does not") {
  CHECK(only("function f() { return require('a') }") == "require a - {} later");
  CHECK(only("(function () { var a = require('a') })()") == "require a a {}");
  CHECK(only("(() => { var a = require('a') }).call(this)") == "require a a {}");
}

TEST_CASE("an import whose failure is survived is guarded") {
  CHECK(only("try { var a = require('a') } catch (e) {}") == "require a a {} guarded");
  CHECK(only("try { var a = require('a') } catch (e) { if (x) throw e }") ==
        "require a a {} guarded");
  CHECK(only("try { var a = require('a') } catch (e) { throw e }") == "require a a {}");
  CHECK(only("try { x() } catch (e) { require('a') }") == "require a - {}");
  CHECK(only("try { require('a') } finally {}") == "require a - {}");
}

TEST_CASE("attributes read from a module are collected once each") {
  auto all = imports_of("const fs = require('fs'); fs.stat(a); fs.stat(b); fs.open(c); x.stat()");
  REQUIRE(all.size() == 1);
  CHECK(names(all[0].attributes) == "open stat");
  CHECK(all[0].line == 1);
  CHECK(all[0].column == 12);
}

TEST_CASE("a package is named without its scheme and the path inside it") {
  CHECK(package_of("node:fs/promises") == "fs");
  CHECK(package_of("@a/b/c") == "@a/b");
  CHECK(package_of("a/b") == "a");
  CHECK(package_of("./a/b") == "./a/b");
}
