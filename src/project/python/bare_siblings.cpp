// PM15. `import b` inside a package, with b.py beside it: what Python 2 allowed. Python 3 finds b
// only while the package's own folder is on sys.path; imported as pkg.a, the file fails.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"
#include "project/python/shadow_needs.h"
#include "project/zones.h"

namespace stackfit {
namespace {

struct Roots {
  std::set<std::string, std::less<>> folders;
  std::vector<std::string> unknown;  // folders of files that change sys.path in ways not understood
};

// Every folder that anything puts on sys.path. A guard inside a package proves no start.
Roots roots_of(const PythonProject& project) {
  Roots roots;
  roots.folders.insert("");
  roots.folders.insert(project.sources.begin(), project.sources.end());
  for (const Launch& launch : project.launches)
    if (launch.grade > LaunchGrade::kNote)
      for (const auto* entries : {&launch.front, &launch.back})
        for (const auto& entry : *entries) roots.folders.insert(entry.folder);
  for (const FileRecord& record : project.records) {
    if (!record.facts.source) continue;
    auto own = folder_of(record.entry.path);
    for (const auto& edit : record.facts.source->python.search_path) {
      if (edit.kind == SearchPathEdit::Kind::kUnknown) roots.unknown.emplace_back(own);
      roots.folders.insert(normal_path(join_path(edit.from_file ? own : "", edit.folder)));
      if (!edit.from_file) roots.folders.insert(normal_path(join_path(own, edit.folder)));
    }
  }
  return roots;
}

bool known_elsewhere(const PythonProject& project, const Roots& roots, const std::string& name) {
  if (stdlib_module(name, {}) != nullptr || project.dependencies.contains(name) ||
      project.own.contains(name) || python_knowledge().loads.contains(name))
    return true;
  return std::any_of(roots.folders.begin(), roots.folders.end(), [&](const std::string& root) {
    return project.index.find(root, name) != nullptr;
  });
}

// Does b.py have all that is taken from it?
bool has_all(const PythonProject& project, const ModuleForms& forms, const Import& import) {
  auto has = [&](const ImportedName& name) {
    return name.name == "*" || provides(project, forms, name.name);
  };
  return std::all_of(import.names.begin(), import.names.end(), has) &&
         std::all_of(import.attributes.begin(), import.attributes.end(), has);
}

// Files run by `python -m pkg.a`, with the command.
std::map<std::string, const Launch*> run_as_modules(const PythonProject& project) {
  std::map<std::string, const Launch*> files;
  for (const Launch& launch : project.launches)
    if (launch.module.find('.') != std::string::npos && !launch.files.empty())
      files.emplace(launch.files.back(), &launch);
  return files;
}

struct BareImport {
  std::string path;     // of the importing file
  std::string sibling;  // the file that is meant
  const Import* import = nullptr;
};

// A file that imports its own name means something installed, and so do its neighbours.
bool means_another(const PythonProject& project, const ModuleForms& forms, std::string_view name) {
  const FileRecord* sibling = project.index.source(winner_of(forms));
  if (sibling == nullptr) return false;
  const auto& imports = sibling->facts.source->imports;
  return std::any_of(imports.begin(), imports.end(), [&](const Import& import) {
    return import.dots == 0 &&
           std::string_view(import.module).substr(0, import.module.find('.')) == name;
  });
}

std::vector<BareImport> find_bare(const PythonProject& project, const Roots& roots) {
  std::vector<BareImport> found;
  auto as_modules = run_as_modules(project);
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    std::string folder(folder_of(path));
    bool as_module = as_modules.contains(path);
    if (project.index.source(path) == nullptr || !(as_module || project.index.is_package(folder)) ||
        roots.folders.contains(folder) || is_left_out(path))
      continue;
    const SourceFacts& source = *record.facts.source;
    if (source.python.python2) continue;
    for (const Import& import : source.imports) {
      bool counts = import.dots == 0 && !import.type_only && !import.guarded &&
                    !import.conditional && (as_module || !import.in_main_guard) &&
                    import.kind != ImportKind::kDynamic;
      auto name = import.module.substr(0, import.module.find('.'));
      const ModuleForms* forms = counts ? project.index.find(folder, name) : nullptr;
      if (forms == nullptr || !is_regular(*forms) || winner_of(*forms) == path) continue;
      if (means_another(project, *forms, name)) continue;
      bool whole = import.module == name;
      if (whole && !has_all(project, *forms, import)) continue;
      if (!whole && !resolve_module(project.index, {folder}, import.module).found) continue;
      if (!known_elsewhere(project, roots, name))
        found.push_back({path, std::string(winner_of(*forms)), &import});
    }
  }
  return found;
}

struct DottedUse {
  std::string path;
  std::uint32_t line = 0;
};

// Who imports the file by its place in the package: `pkg.a`, `from . import a`.
std::map<std::string, DottedUse> dotted_uses(const PythonProject& project,
                                             const std::set<std::string>& files) {
  std::map<std::string, DottedUse> uses;
  for (const auto& [path, launch] : run_as_modules(project))
    if (files.contains(path))
      uses.emplace(path, DottedUse{launch->evidence.path, launch->evidence.line});
  std::set<std::string> bases;
  for (const auto& file : files) bases.emplace(project.index.base_of(folder_of(file)));
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    if (files.empty() || project.index.source(path) == nullptr) continue;
    for (const Import& import : record.facts.source->imports) {
      if (import.type_only || import.guarded || import.kind == ImportKind::kDynamic) continue;
      std::string folder(folder_of(path));
      for (int up = 1; up < import.dots; ++up) folder = folder_of(folder);
      std::vector<std::string> search{folder};
      if (import.dots == 0) search.assign(bases.begin(), bases.end());
      auto note = [&](const std::string& module) {
        if (module.empty() || (import.dots == 0 && module.find('.') == std::string::npos)) return;
        for (const auto& loaded : resolve_module(project.index, search, module).loaded)
          if (loaded != path && files.contains(loaded))
            uses.try_emplace(loaded, DottedUse{path, import.line});
      };
      note(import.module);
      for (const auto& name : import.names)
        note(import.module.empty() ? name.name : import.module + "." + name.name);
    }
  }
  return uses;
}

Conflict bare_conflict(const PythonProject& project, const BareImport& bare, const DottedUse* use,
                       const Roots& roots) {
  auto base = project.index.base_of(folder_of(bare.path));
  bool unsure = std::any_of(
      roots.unknown.begin(), roots.unknown.end(),
      [&](const std::string& folder) { return folder == base || is_below(folder, base); });
  bool test = zone_of(bare.path) == Zone::kTest;
  Conflict conflict;
  conflict.id = "PM15";
  conflict.file = bare.sibling;
  conflict.name = bare.import->module;
  conflict.root = folder_of(bare.path);
  conflict.severity = use == nullptr || unsure ? Severity::kNote
                      : test                   ? Severity::kWarning
                                               : Severity::kError;
  conflict.confidence = use == nullptr || unsure ? 0.5 : 0.85;
  std::string proof =
      use == nullptr ? fmt::format("it works only while {} itself is on sys.path", conflict.root)
                     : fmt::format("{}:{} loads it as part of the package, and there it fails",
                                   use->path, use->line);
  conflict.message = fmt::format(
      "{} is out of reach for {}:{}, which imports {} without its package: {}. Write from .{} "
      "import … or from . import ….",
      bare.sibling, bare.path, bare.import->line, bare.import->module, proof, bare.import->module);
  conflict.related.push_back({bare.path, bare.import->line, "imports " + bare.import->module});
  if (use != nullptr) conflict.related.push_back({use->path, use->line, "imports the importer"});
  conflict.data = {{"hides", bare.sibling}, {"proof", std::string("direct-break")}};
  return conflict;
}

}  // namespace

namespace {

// Where many modules of a folder import each other so and nothing proves that it fails, the folder
// is on sys.path by a way that stackfit does not see.
void drop_habits(std::vector<Conflict>& conflicts) {
  constexpr std::size_t kHabit = 5;
  std::map<std::string, std::size_t> notes;
  for (const auto& conflict : conflicts)
    if (conflict.severity == Severity::kNote) ++notes[conflict.root];
  std::erase_if(conflicts, [&](const Conflict& conflict) {
    return conflict.severity == Severity::kNote && notes[conflict.root] >= kHabit;
  });
}

}  // namespace

std::vector<Conflict> bare_siblings(const PythonProject& project) {
  Roots roots = roots_of(project);
  auto all = find_bare(project, roots);
  std::set<std::string> files;
  for (const auto& bare : all) files.insert(bare.path);
  auto uses = dotted_uses(project, files);
  std::map<std::string, Conflict> by_sibling;
  for (const auto& bare : all) {
    auto use = uses.find(bare.path);
    auto conflict = bare_conflict(project, bare, use == uses.end() ? nullptr : &use->second, roots);
    auto [at, fresh] = by_sibling.try_emplace(bare.sibling, conflict);
    if (fresh) continue;
    Conflict& known = at->second;
    if (conflict.severity > known.severity) std::swap(known, conflict);
    if (known.related.size() < 10) known.related.push_back(conflict.related.front());
  }
  std::vector<Conflict> conflicts;
  for (auto& [file, conflict] : by_sibling) conflicts.push_back(std::move(conflict));
  drop_habits(conflicts);
  return conflicts;
}

}  // namespace stackfit
