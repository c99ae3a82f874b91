// PM11: names too general to be shared by everything that is installed.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"
#include "project/python/start_names.h"

#include "tree/glob.h"

namespace stackfit {
namespace {

// How one manifest searches for packages: setuptools.pypa.io/en/latest/userguide/
// package_discovery.html.
struct PackageSearch {
  std::uint32_t line = 0;  // 0: it does not search
  bool with_namespaces = false, bounded = false;
  std::vector<std::string> excluded;
};

PackageSearch search_of(const ManifestFacts& manifest) {
  PackageSearch search;
  for (const auto& setting : manifest.settings) {
    if (setting.key == "packages.find") {
      search.line = setting.line;
      search.with_namespaces =
          setting.value.find("namespace") != std::string::npos || manifest.format == "pyproject";
    }
    // A search elsewhere, one with a list of what is wanted, one that cannot be read, no search.
    bool elsewhere = setting.key == "packages.where" && !normal_path(setting.value).empty();
    search.bounded = search.bounded || elsewhere || setting.key == "packages.include" ||
                     setting.key == "packages.dynamic" || setting.key == "packages.list" ||
                     setting.key == "package-dir";
    if (setting.key == "packages.exclude") search.excluded.push_back(setting.value);
  }
  for (const auto& setting : manifest.settings)
    if (setting.key == "packages.namespaces" && lower(setting.value) == "false")
      search.with_namespaces = false;
  return search;
}

bool is_excluded(const PackageSearch& search, const std::string& name) {
  return std::any_of(search.excluded.begin(), search.excluded.end(),
                     [&](const std::string& pattern) {
                       auto glob = Glob::parse(pattern);
                       return glob && glob->matches(name);
                     });
}

// The file that stands for what is shipped under a name; "" when nothing is.
std::string shipped_file(const PythonProject& project, const PackageSearch& search,
                         const std::string& base, const std::string& name,
                         const ModuleForms& forms) {
  if (!forms.package.empty() || !search.with_namespaces || !forms.folder) return forms.package;
  for (const auto& [inner, inside] : project.index.names(join_path(base, name)))
    if (!inside.module.empty()) return inside.module;
  return "";
}

}  // namespace

std::vector<Conflict> shipped_names(const PythonProject& project) {
  std::map<std::string, Conflict> conflicts;
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest || is_left_out(record.entry.path)) continue;
    PackageSearch search = search_of(*record.facts.manifest);
    if (search.line == 0 || search.bounded) continue;
    std::string base(folder_of(record.entry.path));
    for (const auto& [name, forms] : project.index.names(base)) {
      bool general = start_names().general.contains(name) && !project.own.contains(name);
      if (!general || is_excluded(search, name)) continue;
      auto file = shipped_file(project, search, base, name, forms);
      if (file.empty()) continue;
      bool stdlib = stdlib_module(name, project.range) != nullptr;
      Conflict conflict;
      conflict.id = "PM11";
      conflict.file = file;
      conflict.name = name;
      conflict.root = base;
      conflict.severity = stdlib ? Severity::kError : Severity::kWarning;
      conflict.confidence = 0.8;
      conflict.message = fmt::format(
          "{} is installed as the top-level package {} ({}:{} searches for packages and leaves "
          "nothing like it out): every distribution that does so overwrites the others{}. Exclude "
          "\"{}\" and \"{}.*\" there.",
          file, name, record.entry.path, search.line,
          stdlib ? ", and the standard library's " + name + " wins over it" : "", name, name);
      conflict.related.push_back({record.entry.path, search.line, "searches for packages"});
      conflict.data = {{"hides", name}, {"proof", std::string("same-name")}};
      conflicts.try_emplace(file, std::move(conflict));
    }
  }
  std::vector<Conflict> found;
  for (auto& [file, conflict] : conflicts) found.push_back(std::move(conflict));
  return found;
}

}  // namespace stackfit
