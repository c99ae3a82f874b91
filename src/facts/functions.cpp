// Who calls whom, as one file can tell. A callee is followed by its written name alone: a name of
// this file, one an import bound, a method of `this`, or a method of a value whose class is plain
// to see. Anything else (what a parameter brings, what a container holds) leaves no edge, because
// an edge that is not there would put blame on the wrong function. The project joins the files
// (project/graph/call_graph.h).
#include "facts/functions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "core/text.h"
#include "core/utf8.h"
#include "facts/fit/handlers.h"
#include "facts/javascript/script.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostFunctions = 4000, kMostCallsOfOne = 400;
constexpr std::size_t kLongestName = 80, kLongestDeclaration = 200;
constexpr int kMostLinks = 8;  // of a dotted name

// What a local name of the file stands for.
struct ImportedLocal {
  std::uint32_t import = 0;  // counted from 1
  std::string_view name;     // "" the module itself
};

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '$';
  });
}
bool is_class_name(std::string_view text) {
  return is_name(text) && text[0] >= 'A' && text[0] <= 'Z';
}

std::string dot(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) return std::string(left.empty() ? right : left);
  return std::string(left) + "." + std::string(right);
}

// `a` and `b.c` of `a.b.c`.
std::pair<std::string_view, std::string_view> cut_first(std::string_view dotted) {
  auto end = dotted.find('.');
  if (end == std::string_view::npos) return {dotted, {}};
  return {dotted.substr(0, end), dotted.substr(end + 1)};
}

bool is_self(std::string_view name) {
  return name == "this" || name == "self" || name == "cls";
}

class FunctionReader {
 public:
  FunctionReader(const SyntaxTree& tree, SourceFacts& facts)
      : tree_(tree), facts_(facts), python_(tree.language().is_python()) {}

  void read() {
    index_imports();
    for (NodeId id = 0; id < tree_.size(); ++id) note_instance(id);
    for (NodeId id = 0; id < tree_.size(); ++id) {
      while (!open_.empty() && tree_[open_.back().first].after <= id) open_.pop_back();
      if (is_function_node(tree_.kind(id)))
        enter(id);
      else if (is_call(id))
        read_call(id);
      else
        note_module_value(id);
    }
    mark_module_values();
    for (auto& function : facts_.functions) tidy(function);
  }

 private:
  void index_imports() {
    std::uint32_t at = 0;
    for (const Import& import : facts_.imports) {
      ++at;
      places_[{import.line, import.column}] = at;
      if (!import.alias.empty() && !(python_ && import.module.find('.') != std::string::npos &&
                                     import.module.starts_with(import.alias + ".")))
        locals_[import.alias] = {at, {}};
      else if (import.kind == ImportKind::kPython)
        dotted_imports_.emplace_back(import.module, at);
      for (const auto& name : import.names) {
        if (name.name == "*") continue;
        auto local = std::string_view(name.alias.empty() && python_ ? name.name : name.alias);
        std::string_view taken = name.name == "default" ? std::string_view() : name.name;
        if (!local.empty()) locals_[local] = {at, taken};
      }
    }
  }

  // --- values whose class is plain to see

  void note_instance(NodeId id) {
    switch (tree_.kind(id)) {
      case Kind::kNewExpression:
        return note_value(id, tree_.child(id, Field::kConstructor));
      case Kind::kCall:
        return note_value(id, tree_.child(id, Field::kFunction));
      case Kind::kRequiredParameter:
      case Kind::kPublicFieldDefinition:
      case Kind::kTypedParameter:
      case Kind::kTypedDefaultParameter:
        return note_declared(tree_.text(id).substr(0, kLongestDeclaration));
      default:
        return;
    }
  }

  void note_value(NodeId value, NodeId type) {
    if (type == kNoNode) return;
    auto name = tree_.text(type);
    if (!is_class_name(name)) return;
    NodeId holder = tree_.parent(wrapped(tree_, value));
    if (holder == kNoNode) return;
    Field left = tree_.kind(holder) == Kind::kVariableDeclarator ? Field::kName : Field::kLeft;
    NodeId target = tree_.child(holder, left);
    if (target == kNoNode || target >= value) return;
    instances_[normal(tree_.text(target))] = name;
  }

  // `private users: Users`, `users: Users = Depends()`.
  void note_declared(std::string_view text) {
    text = text.substr(0, text.find('='));
    auto colon = text.find(':');
    if (colon == std::string_view::npos) return;
    auto type = trim(text.substr(colon + 1));
    if (type.ends_with(';')) type.remove_suffix(1);
    auto left = trim(text.substr(0, colon));
    if (left.ends_with('?') || left.ends_with('!')) left.remove_suffix(1);
    auto name = left.substr(left.find_last_of(" \t\n") + 1);
    if (!is_class_name(type) || !is_name(name)) return;
    instances_[std::string(name)] = type;
    instances_["this." + std::string(name)] = type;
  }

  static std::string normal(std::string_view text) {
    return text.starts_with("self.") ? "this." + std::string(text.substr(5)) : std::string(text);
  }

  // --- functions

  void enter(NodeId id) {
    auto kind = unit_kind(tree_, id);
    std::string name = python_ ? python_name(id) : function_name(tree_, id);
    bool module = !python_ && is_module_value(id);
    bool known = !name.empty() || module || kind == UnitKind::kHandler;
    if (!known || facts_.functions.size() >= kMostFunctions) return;
    FunctionFact function;
    function.name = cut_utf8(name, kLongestName);
    auto span = tree_.span(id);
    function.line = span.line;
    function.end_line = span.end_line;
    function.handler = kind == UnitKind::kHandler;
    function.async = is_async(tree_, id);
    function.is_module = module;
    open_.emplace_back(id, facts_.functions.size());
    facts_.functions.push_back(std::move(function));
  }

  std::string python_name(NodeId id) const {
    NodeId name = tree_.child(id, Field::kName);
    if (name == kNoNode) return {};
    NodeId up = tree_.parent(id);
    if (up != kNoNode && tree_.kind(up) == Kind::kDecoratedDefinition) up = tree_.parent(up);
    NodeId owner = up == kNoNode ? kNoNode : tree_.parent(up);
    bool method = owner != kNoNode && tree_.kind(owner) == Kind::kClassDefinition;
    NodeId type = method ? tree_.child(owner, Field::kName) : kNoNode;
    return dot(type == kNoNode ? std::string_view() : tree_.text(type), tree_.text(name));
  }

  // `module.exports = function …`, `export default …`.
  bool is_module_value(NodeId value) const {
    NodeId at = wrapped(tree_, value), up = tree_.parent(at);
    if (up == kNoNode) return false;
    if (tree_.kind(up) == Kind::kExportStatement)
      return tree_.child(up, Kind::kTokenDefault) != kNoNode;
    NodeId left = tree_.child(up, Field::kLeft);
    return tree_.kind(up) == Kind::kAssignmentExpression && left != kNoNode && left < at &&
           tree_.text(left) == "module.exports";
  }

  // `module.exports = name`, `export default name`: settled when all functions are known.
  void note_module_value(NodeId id) {
    if (!python_ && tree_.kind(id) == Kind::kIdentifier && is_module_value(id))
      module_values_.emplace(tree_.text(id));
  }
  void mark_module_values() {
    for (auto& function : facts_.functions)
      if (module_values_.contains(function.name)) function.is_module = true;
  }

  // --- calls

  bool is_call(NodeId id) const {
    Kind kind = tree_.kind(id);
    return kind == Kind::kNewExpression ||
           (kind == Kind::kCallExpression && is_real_call(tree_, id)) ||
           (python_ && kind == Kind::kCall);
  }

  void read_call(NodeId call) {
    NodeId callee = tree_.child(call, Field::kFunction);
    bool constructs = callee == kNoNode;
    if (constructs) callee = tree_.child(call, Field::kConstructor);
    if (callee == kNoNode) return;
    bool registers = !python_ && !constructs && registers_handlers(tree_, call);
    if (!registers && open_.empty()) return;  // at module level nobody waits
    if (auto target = target_of(callee)) {
      if (constructs) target->name = dot(target->name, "constructor");
      add(std::move(*target), call);
    }
    read_arguments(call, registers);
  }

  void read_arguments(NodeId call, bool registers) {
    NodeId list = tree_.child(call, Field::kArguments);
    if (list == kNoNode) return;
    std::vector<CallFact> handed;
    for (NodeId id : tree_.named_children(list)) {
      if (tree_.kind(id) == Kind::kArray && registers) {
        for (NodeId inner : tree_.named_children(id)) hand(inner, handed);
      } else {
        hand(id, handed);
      }
    }
    if (!registers || handed.empty()) {
      for (auto& target : handed) add(std::move(target), call);
    } else if (facts_.functions.size() < kMostFunctions) {
      FunctionFact place;
      place.name = cut_utf8(tree_.text(tree_.child(call, Field::kFunction)), kLongestName);
      place.line = tree_.line(call);
      place.handler = place.registers = true;
      place.calls = std::move(handed);
      facts_.functions.push_back(std::move(place));
    }
  }

  void hand(NodeId value, std::vector<CallFact>& handed) {
    Kind kind = tree_.kind(value);
    if (kind != Kind::kIdentifier && kind != Kind::kMemberExpression && kind != Kind::kAttribute)
      return;
    auto target = target_of(value);
    if (!target) return;
    target->line = tree_.line(value);
    target->handed = true;
    handed.push_back(std::move(*target));
  }

  void add(CallFact target, NodeId call) {
    if (open_.empty()) return;
    auto& calls = facts_.functions[open_.back().second].calls;
    if (calls.size() >= kMostCallsOfOne) return;
    if (target.line == 0) target.line = tree_.line(call);
    target.handed = target.handed || (python_ && in_lambda(call));
    calls.push_back(std::move(target));
  }

  // `to_thread(lambda: f(x))` hands f on.
  bool in_lambda(NodeId call) const {
    for (NodeId at = call; at != open_.back().first; at = tree_.parent(at))
      if (tree_.kind(at) == Kind::kLambda) return true;
    return false;
  }

  // `a.b.c` when names alone say what is called; `require("./x").y` begins with the call's import.
  std::optional<CallFact> target_of(NodeId callee) const {
    std::vector<std::string_view> links;
    NodeId at = callee;
    for (int i = 0; i < kMostLinks && at != kNoNode; ++i) {
      Kind kind = tree_.kind(at);
      if (kind == Kind::kIdentifier || kind == Kind::kThis) {
        links.push_back(tree_.text(at));
        std::reverse(links.begin(), links.end());
        std::string name;
        for (auto link : links) name = dot(name, link);
        return resolve(name);
      }
      if (kind == Kind::kCallExpression) return by_require(at, links);
      if (kind == Kind::kNewExpression) {
        NodeId type = tree_.child(at, Field::kConstructor);
        bool plain = type != kNoNode && links.size() == 1 && is_class_name(tree_.text(type));
        return plain ? std::optional(of_class(tree_.text(type), links[0])) : std::nullopt;
      }
      bool member = kind == Kind::kMemberExpression || kind == Kind::kAttribute;
      if (!member) return std::nullopt;
      NodeId name = tree_.child(at, python_ ? Field::kAttribute : Field::kProperty);
      if (name == kNoNode) return std::nullopt;
      links.push_back(tree_.text(name));
      at = tree_.child(at, Field::kObject);
    }
    return std::nullopt;
  }

  std::optional<CallFact> by_require(NodeId call,
                                     const std::vector<std::string_view>& links) const {
    auto span = tree_.span(call);
    auto import = places_.find({span.line, span.column});
    if (import == places_.end()) return std::nullopt;
    std::string name;
    for (auto link = links.rbegin(); link != links.rend(); ++link) name = dot(name, *link);
    return CallFact{std::move(name), import->second, 0, false};
  }

  std::optional<CallFact> resolve(const std::string& dotted) const {
    for (const auto& [module, import] : dotted_imports_)
      if (dotted.size() > module.size() && dotted.starts_with(module) &&
          dotted[module.size()] == '.')
        return CallFact{dotted.substr(module.size() + 1), import, 0, false};
    auto [root, rest] = cut_first(dotted);
    if (is_self(root)) {
      auto [property, method] = cut_first(rest);
      if (method.empty()) return CallFact{"." + std::string(property), 0, 0, false};
      return of_instance("this." + std::string(property), method);
    }
    if (!rest.empty())
      if (auto target = of_instance(std::string(root), rest)) return target;
    if (auto local = locals_.find(root); local != locals_.end())
      return CallFact{dot(local->second.name, rest), local->second.import, 0, false};
    if (dotted.starts_with("module.exports.")) return CallFact{dotted.substr(15), 0, 0, false};
    if (root == "exports") return CallFact{std::string(rest), 0, 0, false};
    return CallFact{dotted, 0, 0, false};
  }

  std::optional<CallFact> of_instance(const std::string& value, std::string_view method) const {
    auto type = instances_.find(value);
    return type == instances_.end() ? std::nullopt : std::optional(of_class(type->second, method));
  }

  CallFact of_class(std::string_view type, std::string_view method) const {
    auto local = locals_.find(type);
    if (local == locals_.end()) return {dot(type, method), 0, 0, false};
    // The default export of a module has any name: its methods go by their own.
    bool nameless = local->second.name.empty();
    return {nameless ? "." + std::string(method) : dot(local->second.name, method),
            local->second.import, 0, false};
  }

  // Names of this file that are no function of it go, and so does what is there twice.
  void tidy(FunctionFact& function) {
    if (own_.empty())
      for (const auto& own : facts_.functions) {
        if (own.registers) continue;
        own_.insert(own.name);
        own_.insert("." + own.name.substr(own.name.rfind('.') + 1));
      }
    std::set<std::tuple<std::uint32_t, std::string, bool>> seen;
    std::erase_if(function.calls, [&](const CallFact& call) {
      if (call.import == 0 && !own_.contains(call.name)) return true;
      return !seen.insert({call.import, call.name, call.handed}).second;
    });
  }

  const SyntaxTree& tree_;
  SourceFacts& facts_;
  const bool python_;
  std::unordered_map<std::string_view, ImportedLocal> locals_;
  std::vector<std::pair<std::string_view, std::uint32_t>> dotted_imports_;   // `import a.b`
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> places_;  // imports by place
  std::unordered_map<std::string, std::string_view> instances_;              // value → class
  std::vector<std::pair<NodeId, std::size_t>> open_;  // functions around the node
  std::set<std::string, std::less<>> module_values_;
  std::set<std::string, std::less<>> own_;  // what calls of this file's functions are written as
};

}  // namespace

void read_functions(const SyntaxTree& tree, SourceFacts& facts) {
  FunctionReader(tree, facts).read();
}

}  // namespace stackfit
