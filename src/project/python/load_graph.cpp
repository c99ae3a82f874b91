#include "project/python/load_graph.h"

#include <algorithm>

#include "core/text.h"
#include "project/python/knowledge.h"
#include "project/python/python_project.h"

namespace stackfit {
namespace {

// The folder a relative import starts from: one dot is the module's own.
std::string folder_above(std::string_view path, std::uint8_t dots) {
  std::string folder(folder_of(path));
  for (int up = 1; up < dots; ++up) folder = std::string(folder_of(folder));
  return folder;
}

}  // namespace

LoadGraph::LoadGraph(const std::vector<FileRecord>& records, const ModuleIndex& index,
                     const std::vector<std::string>& sources)
    : index_(index), sources_(sources), declared_(declared_imports(records)) {
  add_modules(records);
  for (auto& module : modules_)
    for (const Import& import : module.source->imports)
      module.targets.push_back(resolve(module, import));
}

void LoadGraph::add_modules(const std::vector<FileRecord>& records) {
  for (const auto& record : records) {
    bool module = record.facts.source && record.facts.source->language == "python" &&
                  record.entry.path.ends_with(".py");
    if (module)
      modules_.push_back(
          {record.entry.path, "", kNoModule, false, false, &*record.facts.source, {}});
  }
  std::sort(modules_.begin(), modules_.end(),
            [](const LoadModule& a, const LoadModule& b) { return a.path < b.path; });
  for (ModuleId id = 0; id < modules_.size(); ++id) by_path_[modules_[id].path] = id;
  for (auto& module : modules_) {
    auto folder = folder_of(module.path);
    module.package = base_name(module.path) == "__init__.py";
    auto name = module.package ? base_name(folder) : base_name(module.path);
    module.name = module.package ? name : name.substr(0, name.size() - 3);
    auto around = module.package ? folder_of(folder) : folder;
    bool top = module.package && folder.empty();
    module.direct = !top && index_.is_package(around);
    // `a/b/c.py` where `b` has no code: loading it still loads `a` first.
    while (!around.empty() && !index_.is_package(around)) around = folder_of(around);
    if (!top && !around.empty()) module.parent = find(join_path(around, "__init__.py"));
  }
  add_root_package();
}

// A root with an __init__.py is a package where relative imports lead to it: an add-on whose folder
// is its repository.
void LoadGraph::add_root_package() {
  ModuleId root = find("__init__.py");
  if (root == kNoModule) return;
  auto leads_to_root = [](const LoadModule& module) {
    return std::any_of(module.source->imports.begin(), module.source->imports.end(),
                       [&](const Import& import) {
                         return import.dots > 0 && folder_above(module.path, import.dots).empty();
                       });
  };
  if (std::none_of(modules_.begin(), modules_.end(), leads_to_root)) return;
  for (ModuleId id = 0; id < modules_.size(); ++id) {
    LoadModule& module = modules_[id];
    if (id == root || module.parent != kNoModule) continue;
    module.parent = root;
    auto folder = folder_of(module.path);
    module.direct = (module.package ? folder_of(folder) : folder).empty();
  }
}

ModuleId LoadGraph::find(std::string_view path) const {
  auto at = by_path_.find(path);
  return at == by_path_.end() ? kNoModule : at->second;
}

ImportTarget LoadGraph::resolve_below(const std::vector<std::string>& folders,
                                      std::string_view dotted) const {
  ImportTarget target;
  auto found = resolve_module(index_, folders, dotted);
  for (const auto& path : found.loaded)
    if (ModuleId id = find(path); id != kNoModule) target.loaded.push_back(id);
  if (!found.found) return target;
  if (!found.portions.empty()) {
    target.folders = found.portions;
    return target;
  }
  ModuleId last = find(found.loaded.back());
  target.module = last;
  if (last != kNoModule && modules_[last].package)
    target.folders.emplace_back(folder_of(modules_[last].path));
  return target;
}

ImportTarget LoadGraph::resolve(const LoadModule& module, const Import& import) const {
  if (import.kind == ImportKind::kDynamic || import.type_only) return {};
  auto folder = folder_of(module.path);
  if (import.dots > 0) {
    auto base = folder_above(module.path, import.dots);
    ImportTarget above;
    for (auto at = std::string_view(base); index_.is_package(at); at = folder_of(at))
      if (ModuleId id = find(join_path(at, "__init__.py")); id != kNoModule)
        above.loaded.insert(above.loaded.begin(), id);
    if (import.module.empty()) {
      above.folders = {base};
      if (index_.is_package(base)) above.module = find(join_path(base, "__init__.py"));
      return above;
    }
    auto target = resolve_below({base}, import.module);
    target.loaded.insert(target.loaded.begin(), above.loaded.begin(), above.loaded.end());
    return target;
  }
  auto top = std::string_view(import.module).substr(0, import.module.find('.'));
  if (stdlib_module(top, {}) != nullptr) return {};
  return resolve_below(search_folders(folder, import.module), import.module);
}

// Where an absolute name may lead from a folder: the first folder upward that is no package, where
// packages are installed from, and the root. A folder between is the root of a namespace package or
// of a program's modules, if it has the whole name and that is not a dependency's.
std::vector<std::string> LoadGraph::search_folders(std::string_view folder,
                                                   std::string_view dotted) const {
  auto top = dotted.substr(0, dotted.find('.'));
  auto base = index_.base_of(folder);
  std::vector<std::string> folders = {std::string(base)};
  for (const auto& source : sources_) folders.push_back(source);
  bool foreign = declared_.contains(top) || python_knowledge().loads.contains(top);
  for (std::string_view at = base; !foreign && !at.empty();) {
    at = folder_of(at);
    std::string above(at);
    if (resolve_module(index_, {above}, dotted).found) folders.push_back(std::move(above));
  }
  folders.emplace_back();
  return folders;
}

ModuleId LoadGraph::find_dotted(const std::vector<std::string>& folders,
                                std::string_view dotted) const {
  return resolve_below(folders, dotted).module;
}

ModuleId LoadGraph::add_main(ModuleId module) {
  LoadModule main = modules_[module];
  main.name = "__main__";
  main.direct = false;
  modules_.push_back(std::move(main));
  return static_cast<ModuleId>(modules_.size() - 1);
}

ModuleId LoadGraph::submodule(const ImportTarget& package, std::string_view name) const {
  for (const auto& folder : package.folders)
    if (const ModuleForms* forms = index_.find(folder, name); forms && is_regular(*forms))
      return find(winner_of(*forms));
  return kNoModule;
}

ModuleId LoadGraph::submodule(ModuleId package, std::string_view name) const {
  if (package == kNoModule || !modules_[package].package) return kNoModule;
  auto folder = folder_of(modules_[package].path);
  const ModuleForms* forms = index_.find(folder, name);
  return forms && is_regular(*forms) ? find(winner_of(*forms)) : kNoModule;
}

ModuleGraph LoadGraph::graph(bool with_parents) const {
  ModuleGraph graph;
  for (const auto& module : modules_) graph.modules.push_back(module.path);
  graph.edges.resize(modules_.size());
  for (ModuleId from = 0; from < modules_.size(); ++from) {
    const LoadModule& module = modules_[from];
    if (with_parents && module.parent != kNoModule) add_edge(graph, from, {module.parent, 1, true});
    for (std::size_t i = 0; i < module.targets.size(); ++i) {
      const Import& import = module.source->imports[i];
      const ImportTarget& target = module.targets[i];
      bool eager = !import.in_function && !import.in_main_guard;
      auto link = [&](ModuleId to) {
        if (to != kNoModule && to != from) add_edge(graph, from, {to, import.line, eager});
      };
      // `from package import submodule` needs the package's own code only for what is no submodule.
      bool whole = import.names.empty() || with_parents;
      for (const auto& name : import.names) {
        ModuleId sub = submodule(target, name.name);
        link(sub);
        whole = whole || sub == kNoModule;
      }
      if (whole) link(target.module);
      if (with_parents)
        for (ModuleId id : target.loaded) link(id);
    }
  }
  return graph;
}

PythonModules::PythonModules(const std::vector<FileRecord>& records,
                             const std::vector<Skipped>& skipped)
    : index(records, skipped),
      sources(package_sources(records, index)),
      graph(records, index, sources) {}

}  // namespace stackfit
