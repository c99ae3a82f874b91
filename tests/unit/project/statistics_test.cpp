#include "project/statistics.h"

#include "core/text.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

std::string owners(std::string_view file, std::string_view path) {
  return join(owners_of(parse_codeowners(file), path), " ");
}

Finding finding(std::string rule, std::string path, Severity severity) {
  Finding result;
  result.rule = std::move(rule);
  result.path = std::move(path);
  result.severity = severity;
  return result;
}

std::string shown(const std::vector<Tally>& tallies) {
  std::string text;
  for (const auto& [name, count] : tallies)
    text += name + " " + std::to_string(count[2]) + "/" + std::to_string(count[1]) + "/" +
            std::to_string(count[0]) + "; ";
  return text;
}

}  // namespace

TEST_CASE("the last line of CODEOWNERS that matches decides") {
  // The example of GitHub's documentation, "About code owners".
  constexpr std::string_view kFile =
      "# comment\n"
      "*       @global-owner1 @global-owner2\n"
      "*.js    @js-owner #This is an inline comment.\n"
      "*.go docs@example.com\n"
      "/build/logs/ @doctocat\n"
      "docs/* docs@example.com\n"
      "apps/ @octocat\n"
      "/scripts/ @doctocat @octocat\n"
      "**/logs @logger\n"
      "/apps/github\n"
      "with\\ blank @blank\n";
  CHECK(owners(kFile, "README.md") == "@global-owner1 @global-owner2");
  CHECK(owners(kFile, "src/deep/a.js") == "@js-owner");
  CHECK(owners(kFile, "build/logs/x/a.txt") == "@logger");
  CHECK(owners(kFile, "docs/getting-started.md") == "docs@example.com");
  CHECK(owners(kFile, "docs/build-app/troubleshooting.md") == "@global-owner1 @global-owner2");
  CHECK(owners(kFile, "lib/apps/x.py") == "@octocat");
  CHECK(owners(kFile, "scripts/a.sh") == "@doctocat @octocat");
  CHECK(owners(kFile, "apps/github/x.py").empty());
  CHECK(owners(kFile, "with blank") == "@blank");
}

TEST_CASE("sections of GitLab's CODEOWNERS lend their owners") {
  constexpr std::string_view kFile =
      "[Database] @dba\n/db/\n/db/seeds/ @seeder\n\n^[Docs][2] @writers\n/docs/\n";
  CHECK(owners(kFile, "db/a.js") == "@dba");
  CHECK(owners(kFile, "db/seeds/a.js") == "@seeder");
  CHECK(owners(kFile, "docs/x/a.md") == "@writers");
}

TEST_CASE("statistics count open findings by rule, folder and owner, most first") {
  std::vector<Finding> findings = {
      finding("b", "x/1.js", Severity::kError), finding("a", "x/1.js", Severity::kNote),
      finding("a", "x/y/2.js", Severity::kWarning), finding("a", "3.py", Severity::kWarning)};
  findings.push_back(finding("c", "x/1.js", Severity::kError));
  findings.back().status = FindingStatus::kSuppressed;
  findings.push_back(finding("c", "x/1.js", Severity::kError));
  findings.back().baselined = true;
  auto tree = memory_tree({{".github/CODEOWNERS", "*.js @js @all\n/x/y/ @y\n"}});
  auto statistics = count_findings(findings, read_codeowners(*tree));
  CHECK(shown(statistics.by_rule) == "a 0/2/1; b 1/0/0; ");
  CHECK(shown(statistics.by_directory) == "x 1/0/1; . 0/1/0; x/y 0/1/0; ");
  CHECK(shown(statistics.by_owner) == "@all 1/0/1; @js 1/0/1; (nobody) 0/1/0; @y 0/1/0; ");
  CHECK(statistics.owners_file == ".github/CODEOWNERS");
  CHECK(count_findings(findings, {}).by_owner.empty());
}
