#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/javascript/imports.h"
#include "facts/python/scopes.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

struct PythonTables;

/// What kind of value an expression has, as far as the file shows it.
enum class PythonType : std::uint8_t {
  kUnknown,
  kNone,
  kNumber,
  kString,
  kBytes,
  kList,
  kTuple,
  kSet,
  kDictionary,
  kQueue,  ///< a deque and its like
  kFile,
  kFrame,  ///< of pandas
  kArray,  ///< of numpy
};
/// kUnknown for a word that is no type's.
PythonType python_type_named(std::string_view word);

/// A value that a name is given.
struct PythonValue {
  NodeId name = kNoNode;   ///< the identifier or attribute that gets it
  NodeId value = kNoNode;  ///< kNoNode when it cannot be seen: a parameter, a loop variable
};

/// What the names of a Python file are bound to. Indexed when it is first asked.
class PythonValues {
 public:
  PythonValues(const SyntaxTree& tree, const ModuleNames& modules, const PythonTables& tables)
      : tree_(tree), modules_(modules), tables_(tables) {}

  const PythonScopes& scopes();
  /// The scope whose binding an identifier means; kNoNode when nothing but an import, a star import
  /// or the language itself can have bound it.
  NodeId binding_scope(NodeId identifier);
  /// A name that nothing in the file binds and no star import can: the language's own.
  bool is_builtin(NodeId identifier);
  /// The dotted name an imported name or attribute stands for, of a call what is called:
  /// `time.sleep`, `numpy.random.rand`. Empty when it is no import's, or shadowed where it stands.
  std::string dotted_name(NodeId node);
  /// Every value given to a name or to `self.x`. Empty for anything else.
  const std::vector<PythonValue>& values_of(NodeId node);
  /// The type of an expression; kUnknown unless all its values agree, `None` left aside.
  PythonType type_of(NodeId expression);
  /// Every place where the file writes that name, in any scope, in source order.
  const std::vector<NodeId>& uses_of(NodeId identifier);
  /// The function of this file that a name or `self.name` means; kNoNode when there is none.
  NodeId function_of(NodeId name);

 private:
  using Key = std::pair<NodeId, std::string_view>;  // scope or class, name or `self.x`

  void build();
  void give(const Key& key, PythonValue value);
  void add_binding(const PythonBinding& binding);
  void add_attribute(NodeId attribute);
  Key key_of(NodeId node);
  PythonType type_of(NodeId expression, int depth);
  PythonType type_of_call(NodeId call, int depth);
  PythonType type_of_values(NodeId node, int depth);
  PythonType annotated_type(NodeId annotation) const;

  const SyntaxTree& tree_;
  const ModuleNames& modules_;
  const PythonTables& tables_;
  bool built_ = false;
  bool stars_ = false;
  PythonScopes scopes_;
  std::map<Key, std::vector<PythonValue>> values_;
  std::map<Key, NodeId> functions_;
  std::map<std::string_view, std::vector<NodeId>> uses_;
};

}  // namespace stackfit
