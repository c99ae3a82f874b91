#include "cli/command_line.h"

#include "cli/commands.h"
#include "cli/make_invocation.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

// As the program does, but without configuration files.
Result<Invocation> invoke(std::vector<std::string> words) {
  auto line = parse_command_line(words);
  if (!line) return line.error();
  Invocation invocation = default_invocation(*line);
  if (auto applied = apply_flags(*line, invocation); !applied) return applied.error();
  return invocation;
}

Error error_of(std::vector<std::string> words) {
  auto invocation = invoke(std::move(words));
  REQUIRE_FALSE(invocation);
  return invocation.error();
}

}  // namespace

TEST_CASE("without a command the argument is the folder to audit") {
  CHECK(invoke({})->command == "audit");
  CHECK(invoke({})->options.root == ".");
  CHECK(invoke({"some/folder"})->options.root == "some/folder");
  CHECK(invoke({"audit", "some/folder"})->options.root == "some/folder");
  CHECK(invoke({"--", "rules"})->options.root == "rules");
  CHECK(invoke({"--", "--help"})->options.root == "--help");
}

TEST_CASE("flags may stand before and after the command, with a blank or an equals sign") {
  for (auto words : {std::vector<std::string>{"--jobs", "3", "check", "x"},
                     std::vector<std::string>{"check", "x", "--jobs=3"},
                     std::vector<std::string>{"check", "-j3", "x"},
                     std::vector<std::string>{"-j", "1", "check", "x", "-j", "3"}}) {
    auto invocation = invoke(words);
    REQUIRE(invocation);
    CHECK(invocation->command == "check");
    CHECK(invocation->options.jobs == 3);
  }
}

TEST_CASE("a repeated flag adds up and swallows no argument") {
  auto invocation = invoke(
      {"--output", "json=a", "--output", "text=b=c", "--exclude=x", "folder", "--exclude", "y"});
  REQUIRE(invocation);
  CHECK(invocation->options.root == "folder");
  REQUIRE(invocation->options.outputs.size() == 2);
  CHECK(invocation->options.outputs[1].format == "text");
  CHECK(invocation->options.outputs[1].path == "b=c");
  CHECK(invocation->options.exclude == std::vector<std::string>{"x", "y"});
}

TEST_CASE("check fails on errors unless told otherwise, audit never does") {
  CHECK(invoke({"check"})->options.fail_on == Severity::kError);
  CHECK(invoke({"check", "--fail-on", "note"})->options.fail_on == Severity::kNote);
  CHECK_FALSE(invoke({"check", "--fail-on=never"})->options.fail_on);
  CHECK_FALSE(invoke({"audit"})->options.fail_on);
}

TEST_CASE("check takes files of the current folder, or one folder") {
  CHECK(invoke({"check", "a.js", "./b.js"})->options.files ==
        std::vector<std::string>{"a.js", "b.js"});
  CHECK(invoke({"check", "/"})->options.root == "/");
  CHECK(invoke({"check", "/"})->options.files.empty());
}

TEST_CASE("a misspelt flag is answered with the nearest one") {
  CHECK(error_of({"--frmat", "json"}).message == "unknown flag \"--frmat\"");
  CHECK(error_of({"--frmat", "json"}).hint == "did you mean \"--format\"?");
  CHECK(error_of({"--colour=never"}).hint == "did you mean \"--color\"?");
  CHECK(error_of({"-x"}).message == "unknown flag \"-x\"");
  CHECK(error_of({"check", "--fali-on", "note"}).kind == ErrorKind::kUsage);
}

TEST_CASE("a flag of another command, a missing value and a wrong value are usage errors") {
  for (auto words :
       {std::vector<std::string>{"explain", "x", "--jobs", "2"},
        std::vector<std::string>{"explain"}, std::vector<std::string>{"audit", "a", "b"},
        std::vector<std::string>{"--jobs"}, std::vector<std::string>{"--jobs", "many"},
        std::vector<std::string>{"--jobs", "-1"}, std::vector<std::string>{"--fail-on", "errors"},
        std::vector<std::string>{"--color", "blue"},
        std::vector<std::string>{"--as-of", "tomorrow"},
        std::vector<std::string>{"--parity", "jshint"},
        std::vector<std::string>{"--output", "json"},
        std::vector<std::string>{"--output", "jsn=x"}}) {
    auto error = error_of(words);
    INFO(words[0]);
    CHECK(error.kind == ErrorKind::kUsage);
    CHECK_FALSE(error.message.empty());
  }
}

TEST_CASE("every flag has a name, a help line and at least one command") {
  for (const auto& flag : flags()) {
    INFO(flag.name);
    CHECK(flag.name.starts_with("--"));
    CHECK(flag.help.size() > 10);
    CHECK(flag.commands != 0);
    CHECK(flag.apply != nullptr);
  }
}
