#include "cli/config_keys.h"

#include <algorithm>

#include "core/text.h"
#include "report/report.h"

namespace stackfit {
namespace {

std::vector<std::string> gate_words() {
  return {"error", "warning", "note", "never"};
}

std::vector<std::string> grades() {
  return {"A", "B", "C", "D", "E"};
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const auto& writer : writers()) names.emplace_back(writer.format);
  return names;
}

// `baseline create` writes this file: a stranger's configuration shall not choose where.
std::string_view refused_baseline(const std::string& name) {
  bool plain = name.find('/') == std::string::npos && !name.starts_with('.');
  return plain && name.ends_with(".json") ? "" : "wants the name of a .json file in the root";
}

bool is_bare(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

}  // namespace

// Flags that name places outside the root (--output, --rules, --config, --allow-external-gitdir) or
// spend the machine (--jobs) have no key.
const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> kKeys = {
      {"exclude", "--exclude", ConfigShape::kList, "[]",
       "Paths to leave out, in the syntax of .gitignore, relative to this file's folder."},
      {"default-excludes", "--no-default-excludes", ConfigShape::kSwitch, "true",
       "Leave out vendored, generated and minified files.", false},
      {"only", "--only", ConfigShape::kList, "[]", "Report these rules alone."},
      {"fail-on", "--fail-on", ConfigShape::kText, "\"never\"",
       "The gate fails on a new finding this severe. `stackfit check` fails on errors.", true,
       gate_words},
      {"min-grade", "--min-grade", ConfigShape::kText, "",
       "The gate fails below this grade of health.", true, grades},
      {"new-only", "--new-only", ConfigShape::kSwitch, "false",
       "In a comparison, count only findings that are new."},
      {"max-drop", "--max-drop", ConfigShape::kNumber, "",
       "In a comparison, the gate fails when health fell by more points than this."},
      {"no-new-poor", "--no-new-poor", ConfigShape::kSwitch, "false",
       "In a comparison, the gate fails when a kind of work became poor."},
      {"baseline", "--baseline", ConfigShape::kText, "\"stackfit-baseline.json\"",
       "The file of accepted findings in the scanned root.", true, nullptr, refused_baseline},
      {"strict", "--strict", ConfigShape::kSwitch, "false",
       "Exit with 2 when a file that should be analysed was not."},
      {"as-of", "--as-of", ConfigShape::kText, "\"2026-11-23\"",
       "The date that ages are judged at, as YYYY-MM-DD."},
      {"output.format", "--format", ConfigShape::kText, "\"text\"", "What standard output gets.",
       true, format_names},
  };
  return kKeys;
}

const std::vector<std::string>& config_tables() {
  static const std::vector<std::string> kTables = {"extends", "rules", "overrides",
                                                   "per-path-ignores", "dependencies"};
  return kTables;
}

std::string dotted(const std::vector<std::string>& key) {
  std::string text;
  for (const auto& part : key) {
    if (!text.empty()) text += '.';
    text += is_bare(part) ? part : "\"" + part + "\"";
  }
  return text;
}

}  // namespace stackfit
