// When a submodule has been loaded, its package gets an attribute of its name, whatever the package
// itself had bound to that name before. Which of the two comes last decides: `from .run import run`
// loads first and binds then, and is fine for good; `def run()` in a package with a `run.py` that
// something loads later turns the function into a module.
#include "project/python/replaced_names.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/zones.h"

namespace stackfit {
namespace {

struct Bound {
  std::uint32_t line = 0;
  const Import* foreign = nullptr;  // a plain import of something outside of the project
};

// Names a package binds with an unconditional statement, and how the last one does.
std::map<std::string, Bound> names_bound(const LoadModule& package) {
  std::map<std::string, Bound> names;
  for (const LoadEvent& event : package.source->python.events) {
    if (event.maybe || event.local || event.only_if != 0) continue;
    if (event.kind == LoadEvent::Kind::kBind) names[event.name] = {event.line, nullptr};
    if (event.kind != LoadEvent::Kind::kImport) continue;
    const Import& import = package.source->imports[event.import];
    for (const auto& name : import.names)
      if (name.name != "*") names[name.alias] = {name.line, nullptr};
    if (import.kind == ImportKind::kPython) names[import.alias] = {event.line, &import};
  }
  return names;
}

// Who loads each module by a statement of its own, first one in order: `import p.n`, `from p.n
// import x`. (`from p import n` takes what is there.)
struct Loader {
  std::string path;
  std::uint32_t line = 0;
};
std::map<ModuleId, Loader> loaders_of(const LoadGraph& graph) {
  std::map<ModuleId, Loader> loaders;
  for (const LoadModule& module : graph.modules()) {
    if (zone_of(module.path) == Zone::kVendored) continue;
    for (std::size_t i = 0; i < module.targets.size(); ++i) {
      const ImportTarget& target = module.targets[i];
      const Import& import = module.source->imports[i];
      if (import.type_only || import.in_main_guard) continue;
      for (ModuleId id : target.loaded)
        if (graph.modules()[id].path != module.path)
          loaders.try_emplace(id, Loader{module.path, import.line});
    }
  }
  return loaders;
}

bool provides(const LoadGraph& graph, ModuleId module, std::string_view name) {
  const PythonFacts& python = graph.modules()[module].source->python;
  bool star = std::any_of(graph.modules()[module].source->imports.begin(),
                          graph.modules()[module].source->imports.end(), [](const Import& import) {
                            return !import.names.empty() && import.names.front().name == "*";
                          });
  return python.binds_anything || star || name.starts_with("__") ||
         graph.submodule(module, name) != kNoModule ||
         std::find(python.bound.begin(), python.bound.end(), name) != python.bound.end();
}

class Finder {
 public:
  explicit Finder(const LoadGraph& graph) : graph_(graph), loaders_(loaders_of(graph)) {}

  std::vector<ReplacedName> run() {
    for (ModuleId id = 0; id < graph_.modules().size(); ++id) {
      const LoadModule& package = graph_.modules()[id];
      if (!package.package || package.source->python.binds_anything) continue;
      for (const auto& [name, bound] : names_bound(package)) {
        ModuleId sub = graph_.submodule(id, name);
        if (sub != kNoModule) judge({id, sub, name, bound.line, false, "", 0, "", 0}, bound);
      }
    }
    return std::move(found_);
  }

 private:
  void judge(ReplacedName replaced, const Bound& bound) {
    LoadEngine engine(graph_, {});
    engine.watch(replaced.package, replaced.name);
    if (engine.import_first(replaced.package).found()) return;
    const auto& changes = engine.changes();
    if (changes.empty()) return;
    bool at_load = changes.back().to == AttributeChange::To::kSubmodule;
    bool was_other = std::any_of(changes.begin(), changes.end(), [](const AttributeChange& change) {
      return change.to != AttributeChange::To::kSubmodule;
    });
    if (at_load && !was_other) return;  // `from . import n`
    if (!at_load) {
      auto loader = loaders_.find(replaced.submodule);
      if (engine.loaded(replaced.submodule) || loader == loaders_.end()) return;
      replaced.importer = loader->second.path;
      replaced.import_line = loader->second.line;
    }
    replaced.foreign = bound.foreign != nullptr;
    if (replaced.foreign && !find_use(*bound.foreign, changes, replaced)) return;
    found_.push_back(std::move(replaced));
  }

  // Something read from the import that the submodule lacks: while the package loads, behind the
  // replacement, or in a function.
  bool find_use(const Import& import, const std::vector<AttributeChange>& changes,
                ReplacedName& replaced) const {
    const auto& events = graph_.modules()[replaced.package].source->python.events;
    auto replaced_at = [&](std::size_t event) {
      bool own = false;
      for (const auto& change : changes)
        if (change.at < event) own = change.to == AttributeChange::To::kSubmodule;
      return own;
    };
    auto found = [&](std::string_view name, std::uint32_t line) {
      replaced.missing = name;
      replaced.use_line = line;
      return true;
    };
    std::set<std::uint32_t> lines_at_load;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (events[i].kind != LoadEvent::Kind::kUse) continue;
      auto parts = split(events[i].name, '.');
      if (parts.size() < 2 || parts[0] != replaced.name) continue;
      lines_at_load.insert(events[i].line);
      bool safe = events[i].maybe || events[i].attribute_survived;
      if (!safe && replaced_at(i) && !provides(graph_, replaced.submodule, parts[1]))
        return found(parts[1], events[i].line);
    }
    for (const ImportedName& use : import.attributes)
      if (!lines_at_load.contains(use.line) && !provides(graph_, replaced.submodule, use.name))
        return found(use.name, use.line);
    return false;
  }

  const LoadGraph& graph_;
  const std::map<ModuleId, Loader> loaders_;
  std::vector<ReplacedName> found_;
};

}  // namespace

std::vector<ReplacedName> find_replaced_names(const LoadGraph& graph) {
  return Finder(graph).run();
}

}  // namespace stackfit
