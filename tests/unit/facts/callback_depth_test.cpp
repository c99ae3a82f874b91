// The depth that native counting gives to small programs, level by level.
#include "facts/javascript/callbacks.h"
#include "facts/javascript/imports.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

std::vector<CallbackFact> facts_of(std::string_view source,
                                   std::string_view language = "javascript") {
  Parser parser;
  auto tree = parser.parse(*language_named(language), source, 30);
  REQUIRE(tree);
  auto imports = javascript_imports(*tree);
  return find_callbacks(*tree, module_names(imports), callback_kinds());
}

std::uint32_t depth_of(std::string_view source, std::string_view language = "javascript") {
  std::uint32_t depth = 0;
  for (const auto& fact : facts_of(source, language)) depth = std::max(depth, fact.depth);
  return depth;
}

}  // namespace

TEST_CASE("callbacks get the depth of what runs later") {
  struct Row {
    const char* what;
    const char* source;
    std::uint32_t depth;
  };
  const Row rows[] = {
      {"three bound levels",
       "f(function(){ g(function(){ h(function(){}.bind(this)) }.bind(this)) }.bind(this))", 3},
      {"three success options",
       "$.ajax({success: function(){ $.ajax({success(){ $.ajax({success: () => {}}) }}) }})", 3},
      {"triple IIFE and one error-first",
       "(function(){(function(){(()=>{ f(function(err){}) })()})()})()", 1},
      {"executor and two error-first",
       "new Promise(function(ok){ f(function(err){ g(function(err){}) }) })", 2},
      {"define, require, ready and one",
       "define(['a'],function(a){require(['b'],function(b){$(d).ready(function(){f(function(err){})"
       "})})})",
       1},
      {"describe, describe, it and one",
       "describe('a',function(){describe('b',function(){it('c',function(done){f(function(err){})})}"
       ")})",
       1},
      {"an Express route and two",
       "app.get('/',function(req,res){f(function(err){g(function(err){})})})", 2},
      {"a flat then chain", "f().then(function(){}).then(function(){}).catch(function(){})", 1},
      {"three nested thens", "f().then(()=>g().then(()=>h().then(()=>1)))", 3},
      {"a waterfall step, async.map and error-first",
       "async.waterfall([function(next){async.map(x,function(i,next){f(function(err){})},next)}])",
       3},
      {"an injected array, $on and then",
       "app.controller('A',['$scope',function($scope){$scope.$on('x',function(){f().then(function()"
       "{})})}])",
       1},
      {"useEffect and then", "function A(){useEffect(()=>{f().then(()=>{})},[])}", 1},
      {"cb || fn and one inside", "f(a, cb || function(err){ g(function(err){}) })", 2},
      {"mousedown(e) and on('mousemove')",
       "$('a').mousedown(function(e){$(d).on('mousemove',function(e){})})", 1},
      {"AMD factory passed to a function expression",
       "(function(root,factory){factory(root)})(this,function(){f(function(err){})})", 1},
      {"a callback of a `new` below an asynchronous one",
       "f(function(err){ new Strategy({}, function(){}) })", 2},
      {"`new` outermost", "new Strategy({}, function(user, done){ f(function(err){}) })", 1},
      {"JSX handler and then", "const a = <b onClick={() => { f().then(() => {}) }}/>", 1},
      {"JSX render prop", "f(function(err){ return <b render={() => <i/>}/> })", 1},
      {"ternary and casts", "f(x ? function(err){ g((function(err){})) } : null)", 2},
      {"async.auto steps in arrays",
       "async.auto({a: ['b', function(r, next){ f(function(err){}) }]})", 2},
      {"an import under another name",
       "const flow = require('async'); flow.series([function(next){ f(function(err){}) }])", 2},
      {"a function taken out of the package",
       "const {series: go} = require('async'); go([function(next){ f(function(err){}) }])", 2},
      {"a local that happens to be called async",
       "const async = require('./async'); async.map(x, function(a){ return a })", 0},
      {"sync iteration with a continuation", "each(xs, function(x, next){ f(function(err){}) })",
       2},
      {"errors in a list", "errors.forEach(function(err){ err.list.map(error => error.text) })", 0},
      {"find with an error-first callback", "Model.find(function(err, found){})", 1},
      {"a hoisted named function adds nothing",
       "function g(err){ h(function(err){}) } f(function(err){ x(g) })", 1},
      {"a nested named function that is only called adds nothing",
       "f(function(err){ function g(){ h(function(err){}) } g() })", 2},
      {"a nested named function that is passed adds one",
       "f(function(err){ const g = (err) => { h(function(err){}) }; x(g) })", 3},
      {"a nested named function that is passed bound",
       "f(function(err){ function g(err){ h(function(err){}) } x(g.bind(this)) })", 3},
      {"iferr takes the error", "f(iferr(cb, function(a){ g(iferr(cb, function(b){})) }))", 2},
      {"debounce of an event handler", "el.on('x', debounce(function(){ f(function(err){}) }, 10))",
       1},
      {"a wrapper that makes it awaitable",
       "module.exports = awaitify(function(x, cb){ f(function(err){}) })", 1},
      {"wrapped on its way to a consumer",
       "f(awaitify(function(err){ g(initialParams(function(err){})) }))", 2},
      {"a wrapper's name outside of it is a call like any other",
       "f(function(err){ awaitify(x, function(err){}); other(function(err){}) })", 2},
      {"jQuery's bind is an event, not an adapter",
       "f(function(err){ $('a').bind('click', function(){}) })", 2},
      {"call and apply run at once",
       "f(function(err){ (function(){ g(function(err){}) }).call(this) })", 2},
      {"co runs a generator", "co(function*(){ f(function(err){}) })", 1},
      {"import(x) is no callback taker", "import(function(err){})", 0},
      {"class members are transparent",
       "f(function(err){ return class { m() { g(function(err){}) } } })", 2},
      {"subscribe is an entry", "a.subscribe(x => { f(function(err){}) })", 1},
      {"map by call", "Array.prototype.map.call(xs, function(x){ return x })", 0},
      {"a project's own it", "it_id('1')(it)('works', function(done){ f(function(err){}) })", 1},
      {"Vue's object of functions", "new Vue({data: function(){ return 1 }})", 0},
      {"the rest of a function is not its callback", "var f = function(){ g(function(err){}) }", 1},
  };
  for (const auto& row : rows) {
    INFO(row.what << ": " << row.source);
    CHECK(depth_of(row.source) == row.depth);
  }
}

TEST_CASE("a helper of the same file decides when its callback runs") {
  const std::string use = "function go(){ run(1, function(a){ run(2, function(b){ }) }) }\n";
  CHECK(depth_of(use + "function run(x, work){ work(x) }") == 0);
  CHECK(depth_of(use + "function run(x, work){ x.forEach(work) }") == 0);
  CHECK(depth_of(use + "function run(x, work){ x.map(function(y){ work(y) }) }") == 0);
  CHECK(depth_of(use + "function run(x, work){ f(function(){ work(x) }) }") == 2);
  CHECK(depth_of(use + "function run(x, work){ other(x, work) }") == 2);
  CHECK(depth_of(use + "const run = (x, work) => { if (!x) return work(); f(() => work(x)) }") ==
        2);
}

TEST_CASE("methods of the same file are found by their receiver") {
  const std::string sync = "A.prototype.run = function(x, work){ work(x) };\n";
  CHECK(depth_of(sync + "A.prototype.go = function(){ this.run(1, function(a){ }) }") == 0);
  CHECK(depth_of(sync + "function go(){ other.run(1, function(a){ }) }") == 1);
}

TEST_CASE("5,000 nested callbacks are counted without recursion and in time") {
  std::string source;
  for (int level = 0; level < 5000; ++level) source += "f(function(err){";
  for (int level = 0; level < 5000; ++level) source += "})";
  CHECK(depth_of(source) == 5000);
}

TEST_CASE("TypeScript wrappers are looked through") {
  const char* source =
      "f((function(err: Error){ g(<any>((err) => {})); h(((err) => {})!) }) as Cb)";
  CHECK(depth_of(source, "typescript") == 2);
}
