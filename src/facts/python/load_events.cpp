// What happens while a module is being loaded, as one list: imports, names that get a value, and
// attributes read from what was imported. Whether a circle of imports fails is decided by the order
// of these things alone (project/python/load_engine.cpp), so each is put where Python does it: an
// assignment behind its right side, a class behind its body, a function behind its decorators and
// defaults. What stands in function bodies, behind the main guard or `TYPE_CHECKING` does not
// happen.
#include <algorithm>
#include <map>
#include <set>

#include "facts/python/source.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostEvents = 20'000;
constexpr std::size_t kMostNames = 8;
constexpr PythonContext kLater = kInFunction | kInMainGuard | kTypeOnly;

// Which `try` a node depends on, and how.
struct Circumstance {
  bool maybe = false;
  std::uint32_t guard = 0, unless = 0, only_if = 0;
  bool import_survived = false, attribute_survived = false;
};

bool is_comprehension(Kind kind) {
  return kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
         kind == Kind::kDictionaryComprehension || kind == Kind::kGeneratorExpression;
}

bool may_skip(Kind parent, Field field) {
  switch (parent) {
    case Kind::kIfStatement:
    case Kind::kElifClause:
      return field != Field::kCondition;
    case Kind::kForStatement:
    case Kind::kWhileStatement:
      return field == Field::kBody || field == Field::kAlternative;
    case Kind::kCaseClause:
    case Kind::kConditionalExpression:
    case Kind::kBooleanOperator:
      return true;
    default:
      return is_comprehension(parent);
  }
}

class EventReader {
 public:
  EventReader(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
              const PythonScopes& scopes, SourceFacts& facts)
      : tree_(tree), contexts_(contexts), scopes_(scopes), facts_(facts) {}

  void run() {
    find_circumstances();
    for (std::size_t i = 0; i < facts_.imports.size(); ++i) {
      const Import& import = facts_.imports[i];
      places_.try_emplace({import.line, import.column}, static_cast<std::uint32_t>(i));
      if (import.kind == ImportKind::kPython) names_.insert(import.alias);
      for (const auto& name : import.names) names_.insert(name.alias);
    }
    for (NodeId id = 1; id < tree_.size(); ++id)
      if (!(contexts_[id] & kLater)) read(id);
    read_bindings();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    if (found_.size() > kMostEvents) found_.resize(kMostEvents);
    for (auto& [at, event] : found_) facts_.python.events.push_back(std::move(event));
  }

 private:
  void find_circumstances() {
    around_.resize(tree_.size());
    std::uint32_t tries = 0;
    std::map<NodeId, std::uint32_t> numbers;
    for (NodeId id = 1; id < tree_.size(); ++id) {
      NodeId parent = tree_.parent(id);
      Circumstance& here = around_[id];
      here = around_[parent];
      Field field = tree_[id].field;
      here.maybe = here.maybe || may_skip(tree_.kind(parent), field);
      if (tree_.kind(id) == Kind::kFutureImportStatement)
        lazy_annotations_ =
            lazy_annotations_ || tree_.text(id).find("annotations") != std::string_view::npos;
      if (tree_.kind(id) == Kind::kTryStatement) numbers[id] = ++tries;
      if (tree_.kind(parent) == Kind::kTryStatement) enter_try(id, numbers[parent], here);
      if (tree_.kind(parent) == Kind::kWithStatement && field == Field::kBody)
        if ((contexts_[id] & ~contexts_[parent]) & (kImportGuarded | kProbed)) here.maybe = true;
    }
  }

  void enter_try(NodeId id, std::uint32_t number, Circumstance& here) const {
    if (tree_[id].field == Field::kBody) {
      auto survived = handled_context(tree_, tree_.parent(id));
      here.unless = number;
      if (survived == kAlways) return;
      here.guard = number;
      here.import_survived = survived & kImportGuarded;
      here.attribute_survived = survived & kProbed;
    } else if (tree_.kind(id) == Kind::kExceptClause) {
      here.only_if = number;
    } else if (tree_.kind(id) == Kind::kElseClause) {
      here.unless = number;
    }
  }

  LoadEvent start(NodeId node, LoadEvent::Kind kind) const {
    const Circumstance& around = around_[node];
    LoadEvent event;
    event.kind = kind;
    event.line = tree_.line(node);
    event.maybe = around.maybe || (contexts_[node] & kConditional && around.only_if == 0);
    event.guard = around.guard;
    event.unless = around.unless;
    event.only_if = around.only_if;
    event.import_survived = around.import_survived;
    event.attribute_survived = around.attribute_survived;
    return event;
  }
  void add(NodeId behind, LoadEvent event) {
    found_.emplace_back(tree_[behind].end, std::move(event));
  }

  void read(NodeId id) {
    if (tree_.kind(id) == Kind::kImportFromStatement) add_import(id, id);
    if (tree_.kind(id) == Kind::kImportStatement)
      for (NodeId item : tree_.named_children(id)) add_import(item, item);
    if (tree_.kind(id) == Kind::kAttribute) read_attribute(id);
  }

  void add_import(NodeId node, NodeId behind) {
    auto span = tree_.span(node);
    auto place = places_.find({span.line, span.column});
    if (place == places_.end()) return;
    LoadEvent event = start(node, LoadEvent::Kind::kImport);
    event.import = place->second;
    event.local = scopes_.scope_of[node] != 0;
    add(behind, std::move(event));
  }

  // The whole chain of names `a.b.c`, when `a` is a name of the module that an import binds.
  void read_attribute(NodeId id) {
    NodeId up = tree_.parent(id);
    bool inner = tree_.kind(up) == Kind::kAttribute && tree_[id].field == Field::kObject;
    if (inner || (contexts_[id] & kProbed)) return;
    std::vector<std::string_view> chain;
    NodeId at = id;
    while (tree_.kind(at) == Kind::kAttribute) {
      NodeId object = tree_.child(at, Field::kObject), name = tree_.child(at, Field::kAttribute);
      if (object == kNoNode || name == kNoNode || chain.size() > kMostNames) return;
      chain.push_back(tree_.text(name));
      at = object;
    }
    if (tree_.kind(at) != Kind::kIdentifier || !names_.contains(tree_.text(at))) return;
    if (!means_module_name(at) || (lazy_annotations_ && in_annotation(id))) return;
    bool stored = tree_.kind(up) == Kind::kDeleteStatement ||
                  (tree_[id].field == Field::kLeft && tree_.kind(up) == Kind::kAssignment);
    LoadEvent event = start(id, LoadEvent::Kind::kUse);
    event.name = tree_.text(at);
    for (std::size_t i = chain.size(); i-- > (stored ? 1u : 0u);)
      event.name.append(".").append(chain[i]);
    add(id, std::move(event));
  }

  // No nearer scope gives the name another meaning.
  bool means_module_name(NodeId identifier) {
    if (bound_.empty())
      for (const auto& binding : scopes_.bindings) bound_.insert({binding.scope, binding.name});
    NodeId scope = scopes_.scope_of[identifier];
    for (std::size_t steps = 0; scope != 0 && steps < 100; ++steps) {
      if (bound_.contains({scope, tree_.text(identifier)})) return false;
      scope = outer_scope(tree_, scopes_, scope);
    }
    return scope == 0;
  }

  bool in_annotation(NodeId id) const {
    for (int steps = 0; id != kNoNode && steps < 50; ++steps, id = tree_.parent(id))
      if (tree_.kind(id) == Kind::kTypeAnnotation) return true;
    return false;
  }

  // `draw = LazyModule("draw", …)`: it gives way to the module of its name on purpose.
  bool stands_for_itself(NodeId holder, std::string_view name) const {
    NodeId value = tree_.child(holder, Field::kRight);
    if (value == kNoNode || tree_.kind(value) != Kind::kCall) return false;
    NodeId arguments = tree_.child(value, Field::kArguments);
    if (arguments == kNoNode) return false;
    auto named = tree_.named_children(arguments);
    return std::any_of(named.begin(), named.end(), [&](NodeId argument) {
      auto text = tree_.text(argument);
      return tree_.kind(argument) == Kind::kString && text.size() > name.size() &&
             text.substr(0, text.size() - 1).ends_with(name);
    });
  }

  void read_bindings() {
    for (const auto& binding : scopes_.bindings) {
      NodeId id = binding.node, holder = tree_.parent(id);
      if (binding.scope != 0 || (contexts_[holder] & kLater)) continue;
      for (int steps = 0; steps < 20 && !is_statement(tree_.kind(holder)); ++steps) {
        NodeId up = tree_.parent(holder);
        if (up == kNoNode || tree_.kind(up) == Kind::kBlock || tree_.kind(up) == Kind::kModule)
          break;
        holder = up;
      }
      // A bare annotation, `x: int`, binds nothing.
      if (tree_.kind(holder) == Kind::kAssignment && tree_.child(holder, Field::kRight) == kNoNode)
        continue;
      LoadEvent event = start(id, LoadEvent::Kind::kBind);
      event.name = binding.name;
      event.maybe = event.maybe || stands_for_itself(holder, binding.name);
      NodeId behind =
          tree_.kind(holder) == Kind::kForStatement ? tree_.child(holder, Field::kRight) : holder;
      bool body_follows =
          tree_.kind(holder) == Kind::kWithStatement || tree_.kind(holder) == Kind::kExceptClause;
      if (behind == kNoNode || body_follows) behind = id;
      add(behind, std::move(event));
    }
  }

  static bool is_statement(Kind kind) {
    return kind == Kind::kAssignment || kind == Kind::kAugmentedAssignment ||
           kind == Kind::kFunctionDefinition || kind == Kind::kClassDefinition ||
           kind == Kind::kForStatement || kind == Kind::kWithStatement ||
           kind == Kind::kExceptClause || kind == Kind::kNamedExpression;
  }

  const SyntaxTree& tree_;
  const std::vector<PythonContext>& contexts_;
  const PythonScopes& scopes_;
  SourceFacts& facts_;
  bool lazy_annotations_ = false;
  std::vector<Circumstance> around_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> places_;  // of imports
  std::set<std::string_view> names_;                                         // that imports bind
  std::set<std::pair<NodeId, std::string_view>> bound_;                      // by scope
  std::vector<std::pair<std::uint32_t, LoadEvent>> found_;  // behind which byte they happen
};

}  // namespace

void learn_load_events(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
                       const PythonScopes& scopes, SourceFacts& facts) {
  EventReader(tree, contexts, scopes, facts).run();
}

}  // namespace stackfit
