#include "project/python/load_failures.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "core/text.h"
#include "project/zones.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostLoads = 60'000, kMostStarts = 200;

using Key = std::tuple<ModuleId, std::uint32_t, std::string>;

bool eager_edge(const ModuleEdge& edge) {
  return edge.eager;
}

bool starts_something(const LoadModule& module) {
  return module.source->python.main_guard_line != 0 || module.source->python.flat_script ||
         zone_of(module.path) == Zone::kTest;
}

void insert_sorted(std::vector<ModuleId>& all, ModuleId module) {
  auto at = std::lower_bound(all.begin(), all.end(), module);
  if (at == all.end() || *at != module) all.insert(at, module);
}

bool is_script(const LoadModule& module) {
  return module.parent == kNoModule &&
         (module.source->python.main_guard_line != 0 || module.source->python.program);
}

// What a Django process has loaded before anything that is not an application's `apps` or `models`
// comes up: docs.djangoproject.com/en/stable/ref/applications/#how-applications-are-loaded. Empty
// without a literal INSTALLED_APPS.
std::vector<ModuleId> loaded_by_django(const LoadGraph& graph) {
  std::vector<ModuleId> apps, models;
  for (const LoadModule& settings : graph.modules()) {
    std::vector<std::string> folders;
    for (auto at = folder_of(settings.path); !at.empty(); at = folder_of(at))
      folders.emplace_back(folder_of(at));
    for (const auto& app : settings.source->python.django_apps) {
      auto package = std::string_view(app.name);
      if (auto config = package.find(".apps."); config != std::string_view::npos)
        package = package.substr(0, config);
      auto add = [&](const char* part, std::vector<ModuleId>& to) {
        ModuleId module = graph.find_dotted(folders, std::string(package) + part);
        if (module != kNoModule && std::find(to.begin(), to.end(), module) == to.end())
          to.push_back(module);
      };
      add(".apps", apps);
      add(".models", models);
    }
  }
  apps.insert(apps.end(), models.begin(), models.end());
  return apps;
}

class Finder {
 public:
  explicit Finder(const LoadGraph& graph)
      : graph_(graph), edges_(graph.graph(true)), django_(loaded_by_django(graph)) {}

  std::vector<CycleFailure> run() {
    for (const auto& component : cycles_of(edges_, eager_edge)) {
      look_into(component);
      ++circle_;
    }
    std::vector<CycleFailure> failures;
    for (auto& [key, failure] : found_) failures.push_back(std::move(failure));
    return failures;
  }

 private:
  void look_into(const std::vector<ModuleId>& component) {
    std::vector<bool> within(graph_.modules().size());
    for (ModuleId module : component) within[module] = true;
    std::size_t before = found_.size();
    for (ModuleId module : django_) within[module] = true;
    for (ModuleId module : component) play(module, within, graph_.modules()[module].package);
    for (ModuleId module : component)
      if (is_script(graph_.modules()[module])) play_script(module, within);
    if (found_.size() == before) return;
    for (ModuleId start : starts_into(within)) {
      within[start] = true;
      play(start, within, true);
      within[start] = false;
    }
  }

  // Scripts and tests outside of the circle that import some of it.
  std::vector<ModuleId> starts_into(const std::vector<bool>& within) const {
    std::vector<ModuleId> starts;
    for (ModuleId module = 0; module < edges_.edges.size() && starts.size() < kMostStarts;
         ++module) {
      if (within[module] || !starts_something(graph_.modules()[module])) continue;
      const auto& edges = edges_.edges[module];
      if (std::any_of(edges.begin(), edges.end(),
                      [&](const ModuleEdge& edge) { return edge.eager && within[edge.to]; }))
        starts.push_back(module);
    }
    return starts;
  }

  void play(ModuleId module, const std::vector<bool>& within, bool real) {
    if (++loads_ > kMostLoads) return;
    LoadEngine engine(graph_, within);
    auto failure = engine.import_first(module, django_);
    if (!failure.found()) return;
    ModuleId first = failure.first;
    CycleFailure& known = note(std::move(failure));
    insert_sorted(known.triggers, first);
    if (real || first != module) insert_sorted(known.starts, first);
  }

  // `python app.py`: the file runs as `__main__`, and who imports `app` makes it run again.
  void play_script(ModuleId module, std::vector<bool> within) {
    if (++loads_ > kMostLoads) return;
    if (!mains_) mains_.emplace(graph_);
    ModuleId main = mains_->add_main(module);
    within.resize(mains_->modules().size());
    within[main] = true;
    LoadEngine engine(*mains_, std::move(within));
    auto failure = engine.import_first(main);
    if (!failure.found()) return;
    auto own = [&](ModuleId& id) { id = id >= graph_.modules().size() ? module : id; };
    own(failure.module);
    own(failure.of);
    for (ModuleId& id : failure.loading) own(id);
    insert_sorted(note(std::move(failure)).scripts, module);
  }

  CycleFailure& note(LoadFailure failure) {
    auto& known = found_[Key{failure.module, failure.line, failure.name}];
    if (!known.failure.found()) known.failure = std::move(failure);
    known.circle = circle_;
    return known;
  }

  const LoadGraph& graph_;
  const ModuleGraph edges_;
  const std::vector<ModuleId> django_;
  std::optional<LoadGraph> mains_;  // with a copy of every script
  std::map<Key, CycleFailure> found_;
  std::size_t loads_ = 0, circle_ = 0;
};

}  // namespace

std::vector<CycleFailure> find_cycle_failures(const LoadGraph& graph) {
  return Finder(graph).run();
}

}  // namespace stackfit
