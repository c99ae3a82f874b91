// Two packages for one purpose: each has its bugs, its updates and its way of being used, and who
// reads the code has to know both. The groups are data (rules/data/purposes.toml); this finds the
// members that are both declared and used by one package of the project, whatever its language.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/npm/sprawl.h"
#include "project/python/knowledge.h"
#include "project/zones.h"
#include "rules/data_table.h"
#include "rules/message.h"

namespace stackfit::npm {
namespace {

using Choice = std::set<std::string>;  // packages of one family, in the order they are looked for

struct Purpose {
  std::string what;
  bool development = false;  // packages of development count as well
  std::vector<Choice> npm, pypi;
};

std::vector<Choice> choices_of(const DataRow& row, std::string_view key) {
  std::vector<Choice> choices;
  for (const auto& text : row.list(key)) {
    Choice& names = choices.emplace_back();
    for (auto name : split(text, ' ')) names.emplace(name);
  }
  return choices;
}

const std::vector<Purpose>& purposes() {
  static const auto kPurposes = [] {
    std::vector<Purpose> all;
    for (const DataRow& row : data_rows("data/purposes.toml", "group"))
      all.push_back({row.text("what"), row.text("scope") == "any", choices_of(row, "npm"),
                     choices_of(row, "pypi")});
    return all;
  }();
  return kPurposes;
}

// A package in use, and where that shows.
struct Use {
  std::string path;
  std::uint32_t line = 0;      // of an import; 0: used without one
  std::uint64_t files = 0;     // that import it
  std::uint32_t declared = 0;  // line in the manifest
  bool development = false;
};
using Uses = std::map<std::string, Use, std::less<>>;

// One use for each choice of a group, the one met in most files.
std::vector<std::pair<std::string, const Use*>> members(const std::vector<Choice>& choices,
                                                        const Uses& uses, bool development) {
  std::vector<std::pair<std::string, const Use*>> found;
  for (const Choice& choice : choices) {
    std::pair<std::string, const Use*> best{"", nullptr};
    for (const auto& name : choice) {
      auto use = uses.find(name);
      if (use == uses.end() || (use->second.development && !development)) continue;
      if (best.second == nullptr || use->second.files > best.second->files)
        best = {name, &use->second};
    }
    if (best.second != nullptr) found.push_back(best);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.second->files > b.second->files; });
  return found;
}

std::string shown(const std::pair<std::string, const Use*>& member) {
  auto files = member.second->files;
  if (files == 0) return display(member.first);
  return fmt::format("{} ({} file{})", display(member.first), files, files == 1 ? "" : "s");
}

SprawlFinding finding_of(const Purpose& purpose, const std::string& manifest,
                         const std::vector<std::pair<std::string, const Use*>>& found,
                         const Rule& rule) {
  Finding finding = sprawl_finding(rule, manifest, found.back().second->declared, purpose.what);
  std::vector<std::string> names, texts;
  for (const auto& member : found) {
    names.push_back(member.first);
    texts.push_back(shown(member));
    if (member.second->line > 0)
      finding.related.push_back(
          {member.second->path, member.second->line, "uses " + display(member.first)});
  }
  finding.message = fill_message(rule.message, {{"count", std::to_string(found.size())},
                                                {"what", purpose.what},
                                                {"names", join(texts, ", ")}});
  finding.confidence = 0.8;
  finding.data = {{"purpose", purpose.what}, {"names", names}};
  return {std::move(finding), names.back(), ""};
}

void compare(const std::string& manifest, const Uses& uses, bool python, const Rule& rule,
             SprawlResult& result) {
  for (const Purpose& purpose : purposes()) {
    auto found = members(python ? purpose.pypi : purpose.npm, uses, purpose.development);
    if (found.size() > 1)
      result.findings.push_back(finding_of(purpose, manifest, found, rule));
    else
      result.clean += static_cast<double>(found.size());
  }
}

Uses npm_uses(const Usage& usage, std::size_t index) {
  Uses uses;
  for (const Direct& direct : usage.workspaces().all[index].directs) {
    const Declared& declared = *direct.declared;
    bool development = declared.scope == DependencyScope::kDev;
    if (declared.scope != DependencyScope::kRuntime && !development) continue;
    Use use;
    use.declared = declared.line;
    use.development = development;
    auto at = usage.of(index).imports.find(declared.name);
    std::vector<const FileRecord*> files;
    if (at != usage.of(index).imports.end()) {
      for (const PackageImport& one : at->second) {
        bool counts = development || zone_of(one.file->entry.path) == Zone::kProduct;
        if (!counts || one.import->type_only || !one.foreign) continue;
        if (files.empty())
          std::tie(use.path, use.line) = std::tie(one.file->entry.path, one.import->line);
        if (files.empty() || files.back() != one.file) files.push_back(one.file);
      }
    }
    use.files = files.size();
    bool called = development && usage.is_mentioned(index, declared.name);
    if (use.files > 0 || called) uses.emplace(declared.name, use);
  }
  return uses;
}

// Python's manifests by their folder, and what the modules around them import.
struct PythonFolder {
  std::string manifest;
  std::map<std::string, std::pair<std::string, std::uint32_t>, std::less<>> declared;
  Uses uses;
};

bool is_python_manifest(const ManifestFacts& manifest) {
  constexpr std::string_view kFormats[] = {"pyproject", "requirements", "setup-cfg",
                                           "setup-py",  "pipfile",      "conda"};
  return std::find(std::begin(kFormats), std::end(kFormats), manifest.format) != std::end(kFormats);
}

std::string plain_name(std::string_view distribution) {
  auto name = lower(distribution);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

void declare(const FileRecord& record, PythonFolder& folder) {
  const auto& known = python_knowledge().imports_of;
  for (const Declared& declared : record.facts.manifest->dependencies) {
    if (declared.scope != DependencyScope::kRuntime) continue;
    if (folder.manifest.empty()) folder.manifest = record.entry.path;
    auto row = known.find(lower(declared.name));
    std::vector<std::string> modules{plain_name(declared.name)};
    if (row != known.end()) modules = row->second;
    for (const auto& module : modules)
      folder.declared.emplace(module, std::pair(record.entry.path, declared.line));
  }
}

using PythonFolders = std::map<std::string, PythonFolder, std::less<>>;

PythonFolder* folder_above(PythonFolders& folders, std::string_view path) {
  for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
    if (auto at = folders.find(folder); at != folders.end()) return &at->second;
    if (folder.empty()) return nullptr;
  }
}

void use_modules(const FileRecord& record, PythonFolder& folder) {
  NameSet seen;
  for (const Import& import : record.facts.source->imports) {
    if (import.dots > 0 || import.type_only || import.guarded || import.conditional) continue;
    std::string_view module = import.module;
    auto top = module.substr(0, module.find('.'));
    auto declared = folder.declared.find(top);
    if (declared == folder.declared.end()) declared = folder.declared.find(module);
    if (declared == folder.declared.end() || !seen.emplace(declared->first).second) continue;
    Use& use = folder.uses[declared->first];
    if (use.files++ > 0) continue;
    use.path = record.entry.path;
    use.line = import.line;
    use.declared = declared->second.first == folder.manifest ? declared->second.second : 1;
  }
}

PythonFolders python_folders(const std::vector<FileRecord>& records) {
  PythonFolders folders;
  for (const FileRecord& record : records)
    if (record.facts.manifest && is_python_manifest(*record.facts.manifest) &&
        zone_of(record.entry.path) == Zone::kProduct)
      declare(record, folders[std::string(folder_of(record.entry.path))]);
  for (const FileRecord& record : records) {
    bool product = record.facts.source && record.facts.source->language == "python" &&
                   zone_of(record.entry.path) == Zone::kProduct;
    if (!product) continue;
    if (auto* folder = folder_above(folders, record.entry.path)) use_modules(record, *folder);
  }
  return folders;
}

}  // namespace

SprawlResult find_duplicates(const std::vector<FileRecord>& records, const Usage& usage,
                             const Rule& rule) {
  SprawlResult result;
  const auto& all = usage.workspaces().all;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].manifest != nullptr && all[i].product)
      compare(all[i].path, npm_uses(usage, i), false, rule, result);
  for (const auto& [path, folder] : python_folders(records))
    if (!folder.uses.empty()) compare(folder.manifest, folder.uses, true, rule, result);
  return result;
}

}  // namespace stackfit::npm
