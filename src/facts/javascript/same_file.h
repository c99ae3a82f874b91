#pragma once
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/javascript/callback_kinds.h"
#include "facts/javascript/callee.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// What a function does with one of its parameters.
enum class ParameterUse : std::uint8_t {
  kUnknown,
  kCalls,   ///< calls it before it returns, itself or through a synchronous iteration
  kDefers,  ///< uses it in a nested function only, or hands it on
};

/// The functions a file defines, by name: a callee that stands in the same file can be read instead
/// of guessed at. The index is made when it is first asked for.
class SameFile {
 public:
  SameFile(const SyntaxTree& tree, const ModuleNames& modules, const CallbackKinds& kinds);

  /// True when the file defines a function of that plain name.
  bool defines(std::string_view name);
  /// The function of this file that a callee names; kNoNode when there is none, or several.
  NodeId definition_of(const Callee& callee);
  /// What the called function of this file does with the argument at `index`; kUnknown when it is
  /// not in this file, or when too much has been read already.
  ParameterUse use_of(const Callee& callee, unsigned index);

 private:
  struct Definition {
    NodeId function = kNoNode;
    std::string_view owner;  ///< `a` of `a.f = function`, "" for a plain name, `this` in a class
    bool ambiguous = false;  ///< several functions go by this name
  };
  using Definitions = std::unordered_map<std::string_view, Definition>;

  void build_index();
  void define(Definitions& into, NodeId name, NodeId function, std::string_view owner);
  void define_assigned(NodeId left, NodeId function);
  ParameterUse read_use(NodeId function, unsigned index);
  ParameterUse use_at(NodeId reference, NodeId function);
  bool runs_within(NodeId function) const;

  const SyntaxTree& tree_;
  const ModuleNames& modules_;
  const CallbackKinds& kinds_;
  bool indexed_ = false;
  Definitions plain_, members_;
  std::map<std::pair<NodeId, unsigned>, ParameterUse> known_;
  std::uint64_t budget_;  ///< nodes that may still be read
};

}  // namespace stackfit
