// Hundreds of small trees, and for each the question: does the import load the local file? The
// running CPython answers (tests/oracle/python_oracle.py), then stackfit, from the text alone.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <variant>

#include "cli/audit.h"
#include "core/text.h"
#include "paths.h"
#include "project/python/knowledge.h"
#include "support/catch.h"

using namespace stackfit;
namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "stackfit-oracle-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TemporaryFolder() { fs::remove_all(path); }
  fs::path path;
};

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Report audit_folder(const fs::path& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() != ".tsv")
      files.emplace_back(fs::relative(entry.path(), folder).string(), text_of(entry.path()));
  auto tree = memory_tree(std::move(files));
  auto rules = load_rules({});
  REQUIRE(rules);
  GatherOptions how;
  how.isolation = Isolation::kInline;
  auto report = audit(*tree, *rules, {}, how);
  REQUIRE(report);
  return *report;
}

}  // namespace

TEST_CASE("stackfit and CPython agree on which file an import loads", "[.oracle]") {
  TemporaryFolder folder;
  std::string source = STACKFIT_SOURCE_DIR;
  auto command = fmt::format("{} {}/tests/oracle/python_oracle.py {} {}/rules/data",
                             STACKFIT_PYTHON, source, folder.path.string(), source);
  REQUIRE(std::system(command.c_str()) == 0);
  auto report = audit_folder(folder.path);
  std::map<std::string, Severity> said;  // by path
  for (const Finding& finding : report.project.findings)
    if (finding.rule == "module-name-conflict") said[finding.path] = finding.severity;
  std::vector<std::string> differences;
  std::size_t cases = 0, conflicts = 0;
  std::set<std::string> builtin;
  auto expected = text_of(folder.path / "expected.tsv");
  for (auto line : split(expected, '\n')) {
    auto cells = split(line, '\t');
    if (line.starts_with("# builtin "))
      for (auto name : split(line.substr(10), ' ')) builtin.emplace(name);
    if (cells.size() != 5) continue;
    ++cases;
    auto finding = said.find(std::string(cells[0]) + "/" + std::string(cells[1]));
    bool loaded = cells[2] == "1", failed = cells[3] == "1";
    bool found = finding != said.end();
    conflicts += loaded;
    // What an interpreter has built in depends on who built it: stackfit warns, this one is safe.
    std::string name(cells[1].ends_with("/__init__.py") ? base_name(folder_of(cells[1]))
                                                        : base_name(cells[1]));
    auto module = name.substr(0, name.rfind(".py"));
    bool depends = found && builtin.contains(module);
    // A file that has all its importers want, under a name that nothing else ever asks for, is no
    // conflict although it stands before the standard library's.
    bool harmless = loaded && !failed && !python_knowledge().needed.contains(module);
    if (found != loaded && !depends && !harmless)
      differences.push_back(fmt::format("{} {}: CPython {}, stackfit {}", cells[0], cells[4],
                                        loaded ? "loads it" : "does not load it",
                                        found ? "reports it" : "is silent"));
    bool serious = found && finding->second >= Severity::kWarning;
    if (loaded && failed && !serious)
      differences.push_back(
          fmt::format("{} {}: it fails, stackfit only notes it", cells[0], cells[4]));
  }
  CHECK(cases > 600);
  CHECK(conflicts > 300);
  CHECK(differences == std::vector<std::string>{});
}

// One program each: does it go wrong? A finding that may say so has to be there, and a layout that
// runs well has to be quiet. What an interpreter cannot decide is left to the rule's page: names of
// later versions (PM23), file systems that fold case (PM20), what gets installed (PM11), Django
// (PM21).
TEST_CASE("stackfit and CPython agree on which layouts go wrong", "[.oracle]") {
  TemporaryFolder folder;
  auto command = fmt::format("{} {}/tests/oracle/layouts.py {}", STACKFIT_PYTHON,
                             STACKFIT_SOURCE_DIR, folder.path.string());
  REQUIRE(std::system(command.c_str()) == 0);
  std::vector<std::string> differences;
  std::size_t layouts = 0, wrong_ones = 0;
  auto expected = text_of(folder.path / "layouts.tsv");
  for (auto line : split(expected, '\n')) {
    auto cells = split(line, '\t');
    if (cells.size() != 4) continue;
    bool wrong = cells[2] == "1", told = false, noise = false;
    auto allowed = split(cells[1], ' ');
    for (const Finding& finding : audit_folder(folder.path / cells[0]).project.findings) {
      if (finding.rule != "module-name-conflict" || finding.severity == Severity::kNote) continue;
      noise = true;
      for (const auto& [key, value] : finding.data)
        if (const auto* text = std::get_if<std::string>(&value); key == "class" && text != nullptr)
          told = told || std::find(allowed.begin(), allowed.end(), *text) != allowed.end();
    }
    ++layouts;
    wrong_ones += wrong;
    if (wrong != (wrong ? told : noise))
      differences.push_back(fmt::format("{} {}: CPython {}, stackfit {}", cells[0], cells[3],
                                        wrong ? "fails" : "runs",
                                        noise ? "reports it" : "is silent"));
  }
  CHECK(layouts > 300);
  CHECK(wrong_ones > 120);
  CHECK(differences == std::vector<std::string>{});
}
