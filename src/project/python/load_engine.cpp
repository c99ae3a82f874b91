// Does a circle of imports fail? That depends on the order in which things happen, so they are
// played through. `import x` never fails for being early: it hands out the half-loaded module.
// `from x import n` fails when `n` is not bound yet, unless it is a submodule (one that is being
// loaded is good enough since 3.7). `x.n` while loading fails just so, and also when `n` is a
// submodule whose loading is not finished, since only then its package gets the attribute.
//
// A failure is reported when it is certain: the name is bound by some statement that is still to
// come. A name that nothing binds is generated or missing, which is no matter of order. In a branch
// that may not be taken, and under a handler that survives it, nothing is reported.
#include "project/python/load_engine.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostSteps = 400'000;
constexpr std::size_t kMostLoading = 2000;

bool has(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
  return number != 0 && std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

}  // namespace

LoadEngine::LoadEngine(const LoadGraph& graph, std::vector<bool> within)
    : graph_(graph), within_(std::move(within)) {}

void LoadEngine::watch(ModuleId module, std::string name) {
  watched_ = module;
  watched_name_ = std::move(name);
  changes_.clear();
}

const LoadEvent& LoadEngine::event_of(const Frame& frame) const {
  return graph_.modules()[frame.module].source->python.events[frame.at];
}

// True when the module must be loaded before the statement can go on.
bool LoadEngine::needs(ModuleId module) {
  if (module == kNoModule || !inside(module) || states_[module] != State::kNot) return false;
  if (stack_.size() >= kMostLoading) return false;
  states_[module] = State::kLoading;
  position_[module] = 0;
  names_[module].clear();
  stack_.push_back({module, 0, {}});
  return true;
}

void LoadEngine::bind(ModuleId module, std::string_view name, std::int64_t value) {
  names_[module].insert_or_assign(name, value);
  if (module != watched_ || name != watched_name_) return;
  bool own = value >= 0 && static_cast<ModuleId>(value) == graph_.submodule(module, name);
  changes_.push_back({own                 ? AttributeChange::To::kSubmodule
                      : value == kForeign ? AttributeChange::To::kForeignModule
                                          : AttributeChange::To::kObject,
                      states_[module] == State::kLoading ? position_[module] : SIZE_MAX});
}

// The last event is behind us: the package gets its attribute.
void LoadEngine::finish() {
  ModuleId module = stack_.back().module;
  states_[module] = State::kDone;
  stack_.pop_back();
  const LoadModule& done = graph_.modules()[module];
  if (done.parent != kNoModule && done.direct) bind(done.parent, done.name, module);
}

bool LoadEngine::binds_statically(ModuleId module, std::string_view name) const {
  const auto& source = *graph_.modules()[module].source;
  return std::find(source.python.bound.begin(), source.python.bound.end(), name) !=
         source.python.bound.end();
}

// The line of a statement still to come, or not over, that binds the name; 0 when there is none.
std::uint32_t LoadEngine::line_bound_later(ModuleId module, std::string_view name,
                                           std::size_t skipped) const {
  const SourceFacts& source = *graph_.modules()[module].source;
  if (source.python.binds_anything) return 0;
  const auto& events = source.python.events;
  for (std::size_t at = position_[module] + skipped; at < events.size(); ++at) {
    const LoadEvent& event = events[at];
    if (event.kind == LoadEvent::Kind::kBind && event.name == name) return event.line;
    if (event.kind != LoadEvent::Kind::kImport || event.local) continue;
    const Import& import = source.imports[event.import];
    if (import.kind == ImportKind::kPython && import.alias == name) return event.line;
    for (const auto& taken : import.names) {
      if (taken.alias == name) return taken.line;
      ModuleId from = graph_.modules()[module].targets[event.import].module;
      if (taken.name == "*" && from != kNoModule && !name.starts_with('_') &&
          binds_statically(from, name))
        return event.line;
    }
  }
  return 0;
}

// Takes the failure up to whoever survives it; false when nobody does.
bool LoadEngine::fail(const LoadEvent& event, LoadFailure failure) {
  bool attribute = failure.attribute;
  for (const Frame& frame : stack_) {
    failure.loading.push_back(frame.module);
    if (frame.module != failure.module && event_of(frame).maybe) failure.line = 0;
  }
  bool certain = failure.line != 0 && !event.maybe;
  while (!stack_.empty()) {
    Frame& frame = stack_.back();
    const LoadEvent& here = event_of(frame);
    bool survives = here.guard != 0 && (attribute ? here.attribute_survived : here.import_survived);
    if (survives || (!certain && here.maybe)) {
      if (here.guard != 0) frame.failed.push_back(here.guard);
      ++frame.at;
      return true;
    }
    states_[frame.module] = State::kNot;
    stack_.pop_back();
  }
  failure_ = std::move(failure);
  return !certain;
}

// The module of `n.w.x` where `n` is a namespace package and `import n.w` has come by; `parts`
// counts the names up to it.
ModuleId LoadEngine::below_namespace(const Frame& frame, std::string_view chain,
                                     std::size_t& parts) const {
  const LoadModule& module = graph_.modules()[frame.module];
  for (std::size_t i = 0; i < module.targets.size(); ++i) {
    const Import& import = module.source->imports[i];
    bool prefix = import.kind == ImportKind::kPython && chain.starts_with(import.module + ".");
    if (!prefix || module.targets[i].module == kNoModule) continue;
    parts = split(import.module, '.').size();
    return module.targets[i].module;
  }
  return kNoModule;
}

LoadEngine::Step LoadEngine::play_use(Frame& frame, const LoadEvent& event) {
  auto parts = split(event.name, '.');
  auto root = names_[frame.module].find(parts.front());
  if (root == names_[frame.module].end()) return Step::kDone;
  std::int64_t value = root->second;
  std::size_t first = 1;
  if (value == kNamespace) {
    ModuleId module = below_namespace(frame, event.name, first);
    if (module == kNoModule) return Step::kDone;
    if (states_[module] == State::kLoading) {
      LoadFailure failure{
          kNoModule, frame.module, event.line, true, std::string(parts[first - 1]), module, 0, {}};
      return fail(event, std::move(failure)) ? Step::kLoadFirst : Step::kFailed;
    }
    value = module;
  }
  for (std::size_t i = first; i < parts.size() && value >= 0; ++i) {
    auto module = static_cast<ModuleId>(value);
    auto known = names_[module].find(parts[i]);
    if (known != names_[module].end()) {
      value = known->second;
      continue;
    }
    ModuleId sub = graph_.submodule(module, parts[i]);
    bool half = sub != kNoModule && states_[sub] == State::kLoading;
    if (sub != kNoModule && !half && !inside(sub)) {
      value = sub;
      continue;
    }
    std::uint32_t line = 0;
    if (!half && states_[module] == State::kLoading) line = line_bound_later(module, parts[i]);
    if (!half && line == 0) return Step::kDone;
    LoadFailure failure{kNoModule,           frame.module, event.line, true, std::string(parts[i]),
                        half ? sub : module, line,         {}};
    return fail(event, std::move(failure)) ? Step::kLoadFirst : Step::kFailed;
  }
  return Step::kDone;
}

void LoadEngine::take_star(Frame& frame, const ImportTarget& target) {
  if (target.module == kNoModule || target.module == frame.module) return;
  const Names& from = names_[target.module];
  for (const auto& [name, value] : from)
    // What a star brings under the name of a submodule is mostly kept back by `__all__`.
    if (!name.starts_with('_') && graph_.submodule(frame.module, name) == kNoModule)
      bind(frame.module, name, value);
}

LoadEngine::Step LoadEngine::take_names(Frame& frame, const LoadEvent& event, const Import& import,
                                        const ImportTarget& target) {
  const ModuleId of = target.module;
  auto attribute = [&](const std::string& name) -> const std::int64_t* {
    if (of == kNoModule) return nullptr;
    auto at = names_[of].find(name);
    return at == names_[of].end() ? nullptr : &at->second;
  };
  for (const auto& name : import.names)
    if (!attribute(name.name) && needs(graph_.submodule(target, name.name)))
      return Step::kLoadFirst;
  for (const auto& name : import.names) {
    if (name.name == "*") {
      take_star(frame, target);
      continue;
    }
    std::int64_t value = kObject;
    ModuleId sub = graph_.submodule(target, name.name);
    if (const auto* known = attribute(name.name)) {
      value = *known;
    } else if (sub != kNoModule) {
      value = sub;
    } else if (of != kNoModule && inside(of) && states_[of] == State::kLoading) {
      // A module that asks itself for what it never gets lacks a file, not an order.
      auto skipped = of == frame.module ? 1u : 0u;
      if (auto line = line_bound_later(of, name.name, skipped); line != 0) {
        LoadFailure failure{kNoModule, frame.module, name.line, false, name.name, of, line, {}};
        return fail(event, std::move(failure)) ? Step::kLoadFirst : Step::kFailed;
      }
    }
    if (!event.local) bind(frame.module, name.alias, value);
  }
  return Step::kDone;
}

LoadEngine::Step LoadEngine::play_import(Frame& frame, const LoadEvent& event) {
  const LoadModule& module = graph_.modules()[frame.module];
  const Import& import = module.source->imports[event.import];
  const ImportTarget& target = module.targets[event.import];
  for (ModuleId id : target.loaded)
    if (needs(id)) return Step::kLoadFirst;
  if (import.kind == ImportKind::kPythonFrom) return take_names(frame, event, import, target);
  if (event.local) return Step::kDone;
  bool whole = import.module == import.alias || import.module.find('.') == std::string::npos;
  bool renamed = !import.module.starts_with(import.alias + ".") && !whole;
  std::int64_t value = kForeign;
  if (whole || renamed)
    value = target.module == kNoModule ? kForeign : std::int64_t(target.module);
  else if (!target.loaded.empty())
    value = graph_.modules()[target.loaded.front()].name == import.alias
                ? std::int64_t(target.loaded.front())
                : kNamespace;
  bind(frame.module, import.alias, value);
  return Step::kDone;
}

LoadEngine::Step LoadEngine::play(Frame& frame) {
  const LoadEvent& event = event_of(frame);
  if (has(frame.failed, event.unless) || (event.only_if != 0 && !has(frame.failed, event.only_if)))
    return Step::kDone;
  switch (event.kind) {
    case LoadEvent::Kind::kBind:
      bind(frame.module, event.name, kObject);
      return Step::kDone;
    case LoadEvent::Kind::kUse:
      return play_use(frame, event);
    case LoadEvent::Kind::kImport:
      return play_import(frame, event);
  }
  return Step::kDone;
}

// False when a statement fails for good.
bool LoadEngine::load(ModuleId module) {
  const auto& modules = graph_.modules();
  std::vector<ModuleId> packages;
  for (ModuleId at = module; at != kNoModule; at = modules[at].parent) packages.push_back(at);
  std::size_t steps = 0;
  while (!packages.empty()) {
    ModuleId next = packages.back();
    packages.pop_back();
    needs(next);
    while (!stack_.empty()) {
      if (++steps > kMostSteps) return stack_.clear(), true;
      Frame& frame = stack_.back();
      position_[frame.module] = frame.at;
      if (frame.at >= modules[frame.module].source->python.events.size()) {
        finish();
        continue;
      }
      // A nested load, or a failure, leaves the frame where it must go on.
      Step step = play(frame);
      if (step == Step::kFailed) return false;
      if (step == Step::kDone) ++frame.at;
    }
  }
  return true;
}

LoadFailure LoadEngine::import_first(ModuleId first, const std::vector<ModuleId>& before) {
  const auto& modules = graph_.modules();
  states_.assign(modules.size(), State::kNot);
  names_.assign(modules.size(), {});
  position_.assign(modules.size(), 0);
  failure_ = {};
  std::vector<ModuleId> order = before;
  order.push_back(first);
  for (ModuleId module : order) {
    if (load(module)) continue;
    failure_.first = module;
    return failure_;
  }
  return {};
}

}  // namespace stackfit
