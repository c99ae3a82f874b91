#include <fmt/format.h>

#include "facts/suppressions.h"
#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;

namespace {

using Lines = std::vector<std::string>;

/// `rule from-to` of every suppression.
Lines covered(const std::string& path, std::string_view text) {
  Lines lines;
  for (const auto& one : facts_of(path, text).suppressions)
    lines.push_back(fmt::format("{} {}-{}", one.rule, one.from_line, one.to_line));
  return lines;
}

}  // namespace

TEST_CASE("TOML has comments outside of its strings") {
  CHECK(covered("pyproject.toml",
                "[project]\n"
                "name = \"a # stackfit-ignore r: x\"  # stackfit-ignore a: x\n"
                "text = '''\n"
                "# stackfit-ignore r: x\n"
                "''' # stackfit-ignore b: x\n"
                "more = 'it \\' # stackfit-ignore c: x\n"
                "dependencies = [\n"
                "  # stackfit-ignore d: x\n"
                "\n"
                "  \"flask\\\"# stackfit-ignore r: x\",\n"
                "]\n") == Lines{"a 2-2", "b 5-5", "c 6-6", "d 8-10"});
}

TEST_CASE("YAML has comments outside of its strings and blocks") {
  CHECK(covered(".github/workflows/ci.yml",
                "name: don't # stackfit-ignore a: x\n"
                "x: 'a # stackfit-ignore r: x'\n"
                "y: \"a\n"
                "  # stackfit-ignore r: x\"\n"
                "z: a#stackfit-ignore r: x\n"
                "jobs:\n"
                "  steps:\n"
                "    - run: |-  # stackfit-ignore b: x\n"
                "        # stackfit-ignore r: x\n"
                "\n"
                "        echo\n"
                "    # stackfit-ignore c: x\n"
                "    - uses: x\n") == Lines{"a 1-1", "b 8-8", "c 12-13"});
}

TEST_CASE("requirements and Dockerfiles have comments of their own kind") {
  CHECK(covered("requirements.txt",
                "# stackfit-ignore a: x\n"
                "flask==1\n"
                "x @ git+https://y#stackfit-ignore r: x\n"
                "django  # stackfit-ignore b: x\n") == Lines{"a 1-2", "b 4-4"});
  CHECK(covered("Dockerfile",
                "FROM node # stackfit-ignore r: x\n"
                "  # stackfit-ignore a: x\n"
                "RUN a\n") == Lines{"a 2-3"});
  CHECK(covered("setup.cfg", "[metadata]\n; stackfit-ignore a: x\nname = b\n") == Lines{"a 2-3"});
}

TEST_CASE("JSON has no comments") {
  CHECK(covered("package.json", "{\"name\": \"# stackfit-ignore r: x\"}").empty());
}

TEST_CASE("setup.py has the comments of Python, once") {
  CHECK(covered("setup.py", "from setuptools import setup\nsetup()  # stackfit-ignore a: x\n") ==
        Lines{"a 2-2"});
}
