#include <fmt/format.h>

#include "core/dates.h"
#include "registry/address.h"
#include "registry/date_trust.h"
#include "registry/npm_settings.h"
#include "registry/packument.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("a registry's address is read into its parts, and nothing odd is one") {
  auto address = parse_address("HTTPS://Npm.Example.ORG:8443/mirror/npm", "here");
  REQUIRE(address);
  CHECK(address->origin() == "https://npm.example.org:8443");
  CHECK(address->text() == "https://npm.example.org:8443/mirror/npm/");
  CHECK(parse_address("https://a.example:443/", "")->origin() == "https://a.example");
  CHECK(parse_address("http://[::1]:80", "")->text() == "http://[::1]/");
  for (auto text : {"", "npm.example", "ftp://a/", "file:///etc/passwd", "https://", "https://a b/",
                    "https://u:p@a/", "https://a:0/", "https://a:99999/", "https://a/?x=1",
                    "https://a/#x", "https://a/\r\nX: y"})
    CHECK_FALSE(parse_address(text, ""));
}

TEST_CASE("only names that follow npm's grammar become a path") {
  CHECK(path_of_package("left-pad") == "left-pad");
  CHECK(path_of_package("@babel/core") == "@babel%2fcore");
  CHECK(path_of_package("JSONStream") == "JSONStream");
  for (auto name : {"", ".", "..", "../x", "a/b", "@a", "@a/", "@/b", "@a/b/c", "a b", "a?b", "_x",
                    "@../x", "a%2fb", "-/user"})
    CHECK(path_of_package(name).empty());
  CHECK(path_of_package(std::string(215, 'a')).empty());
}

TEST_CASE("an npmrc is read as npm reads it") {
  Environment environment{{"TOKEN", "s3cret"}, {"EMPTY", ""}};
  auto config = read_npmrc(
      "; a comment\n# another\nregistry = \"https://a.example/\"\r\n"
      "//a.example/:_authToken=${TOKEN}\nother=${MISSING}\n[section]\nlist[]=1\nempty=x${EMPTY}y\n"
      "escaped=\\${TOKEN}\nregistry=https://b.example/\n",
      environment);
  CHECK(config["registry"] == "https://b.example/");
  CHECK(config["//a.example/:_authToken"] == "s3cret");
  CHECK(config["other"] == "${MISSING}");
  CHECK(config["empty"] == "xy");
  CHECK(config["escaped"] == "\\${TOKEN}");
  CHECK(config.size() == 5);
}

TEST_CASE("the command line beats the environment, and that the user's settings") {
  NpmConfig user{{"registry", "https://user.example/"}};
  Environment environment{{"NPM_CONFIG_REGISTRY", "https://env.example/"}};
  OnlineOptions options;
  CHECK(registry_settings(options, {}, user)->base.host == "user.example");
  CHECK(registry_settings(options, environment, user)->base.host == "env.example");
  options.registry = "http://127.0.0.1:4873/";
  auto chosen = registry_settings(options, environment, user);
  REQUIRE(chosen);
  CHECK(chosen->base.host == "127.0.0.1");
  CHECK(chosen->chosen);
}

TEST_CASE("the longest prefix of the address decides which secret is sent") {
  NpmConfig user{{"registry", "https://a.example/x/y/"},
                 {"//a.example/:_authToken", "root"},
                 {"//a.example/x/:_auth", "dTpw"},
                 {"//b.example/x/y/:_authToken", "other"},
                 {"_authToken", "for nobody"},
                 {"@corp:registry", "https://corp.example/"},
                 {"@same:registry", "https://a.example/x/y/"}};
  auto settings = registry_settings({}, {}, user);
  REQUIRE(settings);
  CHECK(settings->authorization == "Basic dTpw");
  CHECK(settings->other_scopes == std::vector<std::string>{"@corp"});
  user["//a.example/x/y/:_authToken"] = "line\r\nbreak";
  CHECK(registry_settings({}, {}, user)->authorization == "Basic dTpw");
}

TEST_CASE("a document survives being shortened") {
  auto read = read_packument(
      R"({"name":"x","dist-tags":{"latest":"2.0.0"},"repository":{"url":"u"},
          "maintainers":[{"name":"jane \"j\""}],
          "versions":{"1.0.0":{"deprecated":"use \"y\"\n now","hasInstallScript":true,
                               "engines":{"node":">=4"},"dependencies":{"a":"1","b":"2"}},
                      "2.0.0":{"deprecated":false,"dist":{"unpackedSize":123,"fileCount":4}}},
          "time":{"created":"2015-01-01T00:00:00.000Z","modified":"2016-01-01T00:00:00.000Z",
                  "1.0.0":"2015-01-01T00:00:00.000Z"}})",
      "x");
  REQUIRE(read);
  auto again = read_packument(shortened(*read), "x");
  REQUIRE(again);
  CHECK(shortened(*again) == shortened(*read));
  CHECK(again->full);
  CHECK(again->has_repository);
  CHECK(again->modified == "2016-01-01T00:00:00.000Z");
  CHECK(again->maintainers == std::vector<std::string>{"jane \"j\""});
  REQUIRE(again->find("1.0.0") != nullptr);
  CHECK(again->find("1.0.0")->deprecated == "use \"y\"\n now");
  CHECK(again->find("1.0.0")->dependencies == 2);
  CHECK(again->find("2.0.0")->deprecated.empty());
  CHECK(again->find("2.0.0")->unpacked == 123);
  CHECK_FALSE(read_packument(shortened(*read), "y"));
  CHECK_FALSE(read_packument("[]", "x"));
  CHECK_FALSE(read_packument(std::string(10'000, '['), "x"));
}

TEST_CASE("days are counted from an ISO date or time") {
  CHECK(days_of("1970-01-01") == 0);
  CHECK(days_of("2024-02-29T23:59:59.000Z") == 19782);
  CHECK(days_of("yesterday") == -1);
  CHECK(days_of("") == -1);
}

TEST_CASE("a flag that is known to be there shows that a registry hands out flags") {
  auto with = read_packument(R"({"name":"x","versions":{"1.0.0":{"deprecated":"gone"}}})", "x");
  auto without = read_packument(R"({"name":"x","versions":{"1.0.0":{}}})", "x");
  CHECK(hands_out_flags({&*with}, {{"x", "1.0.0", ""}}));
  CHECK_FALSE(hands_out_flags({&*without}, {{"x", "1.0.0", ""}}));
  CHECK_FALSE(hands_out_flags({&*with}, {}));
}
