#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "project/python/load_graph.h"

namespace stackfit {

/// A statement that fails because what it asks for is bound later.
struct LoadFailure {
  ModuleId first = kNoModule;   ///< whose load it happens in
  ModuleId module = kNoModule;  ///< in which the statement stands
  std::uint32_t line = 0;
  bool attribute = false;         ///< `X.name` instead of `from X import name`
  std::string name;               ///< what is not there yet
  ModuleId of = kNoModule;        ///< the half-loaded module that lacks it, or is `name` itself
  std::uint32_t bound_line = 0;   ///< where it gets the name; 0: `of` is the submodule of that name
  std::vector<ModuleId> loading;  ///< modules that are being loaded, first one first

  bool found() const { return module != kNoModule; }
};

/// What a name of a package was given, in the order of a load.
struct AttributeChange {
  enum class To : std::uint8_t { kObject, kForeignModule, kSubmodule };
  To to = To::kObject;
  std::size_t at = 0;  ///< the event of the package it happens at; behind the last one once loaded
};

/// Plays what the interpreter does when a module is the first one to be imported:
/// docs.python.org/3/ reference/import.html, with the rules for half-loaded modules since 3.7.
/// Nothing is run; the order of each module's events is all that counts.
class LoadEngine {
 public:
  /// Modules that `within` does not mark are taken as loaded. Empty: all are played.
  LoadEngine(const LoadGraph& graph, std::vector<bool> within);

  /// Imports `first` in a fresh interpreter that has loaded nothing but `before`. Stops at the
  /// first statement that fails and that nothing survives, also in one of these; not found when
  /// there is none, or after too many steps.
  LoadFailure import_first(ModuleId first, const std::vector<ModuleId>& before = {});
  /// Records what happens to this name of that module during the next loads.
  void watch(ModuleId module, std::string name);
  const std::vector<AttributeChange>& changes() const { return changes_; }
  bool loaded(ModuleId module) const { return states_[module] == State::kDone; }

 private:
  static constexpr std::int64_t kObject = -1, kForeign = -2, kNamespace = -3;
  enum class State : std::uint8_t { kNot, kLoading, kDone };
  // Names refer to the facts. Value: a module, or one of the above.
  using Names = std::unordered_map<std::string_view, std::int64_t>;
  struct Frame {
    ModuleId module;
    std::size_t at = 0;
    std::vector<std::uint32_t> failed;  // guards whose `try` has failed
  };
  enum class Step : std::uint8_t { kDone, kLoadFirst, kFailed };

  bool inside(ModuleId module) const { return within_.empty() || within_[module]; }
  const LoadEvent& event_of(const Frame& frame) const;
  bool needs(ModuleId module);
  Step play(Frame& frame);
  bool load(ModuleId module);
  Step play_import(Frame& frame, const LoadEvent& event);
  Step take_names(Frame& frame, const LoadEvent& event, const Import& import,
                  const ImportTarget& target);
  Step play_use(Frame& frame, const LoadEvent& event);
  ModuleId below_namespace(const Frame& frame, std::string_view chain, std::size_t& parts) const;
  void take_star(Frame& frame, const ImportTarget& target);
  /// `name` is of the graph or of its facts, and outlives the engine.
  void bind(ModuleId module, std::string_view name, std::int64_t value);
  void finish();
  bool fail(const LoadEvent& event, LoadFailure failure);
  /// `skipped`: events of the module, from the one it is at, that do not count.
  std::uint32_t line_bound_later(ModuleId module, std::string_view name,
                                 std::size_t skipped = 0) const;
  bool binds_statically(ModuleId module, std::string_view name) const;

  const LoadGraph& graph_;
  std::vector<bool> within_;
  std::vector<State> states_;
  std::vector<Names> names_;
  std::vector<std::size_t> position_;  // event a loading module is at
  std::vector<Frame> stack_;
  LoadFailure failure_;
  ModuleId watched_ = kNoModule;
  std::string watched_name_;
  std::vector<AttributeChange> changes_;
};

}  // namespace stackfit
