// Which folders a file adds to sys.path. A path expression is folded when it is made of literals,
// __file__, and the usual functions of os.path and pathlib; names are followed to the one value
// they get at module level. Anything else is unknown, and said to be.
#include <charconv>
#include <map>
#include <optional>

#include "core/text.h"
#include "facts/python/python_text.h"
#include "facts/python/source.h"

namespace stackfit {
namespace {

constexpr int kMaxFolding = 24;              // nested calls and names followed
constexpr std::string_view kSelf = ".self";  // stands for the file's own name

struct Folded {
  bool from_file = false;
  std::string path;
};
using MaybePath = std::optional<Folded>;

std::string parent_of(const std::string& path) {
  auto normal = normal_path(path);
  bool goes_up = normal.empty() || base_name(normal) == "..";
  return goes_up ? normal_path(normal + (normal.empty() ? ".." : "/.."))
                 : std::string(folder_of(normal));
}

class PathFolder {
 public:
  explicit PathFolder(const SyntaxTree& tree) : tree_(tree) {
    for (NodeId statement : tree.named_children(0)) {
      NodeId assignment = tree.kind(statement) == Kind::kExpressionStatement
                              ? tree.child(statement, Kind::kAssignment)
                              : kNoNode;
      if (assignment == kNoNode) continue;
      NodeId left = tree.child(assignment, Field::kLeft);
      NodeId right = tree.child(assignment, Field::kRight);
      if (left == kNoNode || right == kNoNode || tree.kind(left) != Kind::kIdentifier) continue;
      auto [at, fresh] = values_.try_emplace(tree.text(left), right);
      if (!fresh) at->second = kNoNode;  // bound twice: unknown
    }
  }

  // Recursion is bounded by `depth`, not by the file.
  MaybePath fold(NodeId node, int depth = 0) const {
    if (node == kNoNode || depth > kMaxFolding) return std::nullopt;
    switch (tree_.kind(node)) {
      case Kind::kString:
        return literal(node);
      case Kind::kIdentifier:
        return name(node, depth);
      case Kind::kParenthesizedExpression:
        return fold(first_named(node), depth + 1);
      case Kind::kAttribute:
        return attribute(node, depth);
      case Kind::kSubscript:
        return parents(node, depth);
      case Kind::kBinaryOperator:
        return operation(node, depth);
      case Kind::kCall:
        return call(node, depth);
      default:
        return std::nullopt;
    }
  }

  /// The items of a list, or of the name of one; nothing when it is no list.
  std::vector<NodeId> items(NodeId node) const {
    if (node == kNoNode) return {};
    if (tree_.kind(node) == Kind::kList || tree_.kind(node) == Kind::kTuple)
      return tree_.named_children(node);
    return {};
  }

 private:
  NodeId first_named(NodeId node) const {
    auto children = tree_.named_children(node);
    return children.empty() ? kNoNode : children.front();
  }
  MaybePath literal(NodeId node) const {
    auto text = python_string(tree_, node);
    if (text.starts_with('/') || text.starts_with('~') || text.find('\\') != std::string::npos)
      return std::nullopt;
    return Folded{false, text};
  }
  MaybePath name(NodeId node, int depth) const {
    if (tree_.text(node) == "__file__") return Folded{true, std::string(kSelf)};
    auto value = values_.find(tree_.text(node));
    return value == values_.end() ? std::nullopt : fold(value->second, depth + 1);
  }
  MaybePath up(MaybePath path, int levels) const {
    for (; path && levels > 0; --levels) path->path = parent_of(path->path);
    return path;
  }
  MaybePath joined(MaybePath left, const MaybePath& right) const {
    if (!left || !right || right->from_file) return std::nullopt;
    left->path = normal_path(join_path(left->path, right->path));
    return left;
  }
  MaybePath attribute(NodeId node, int depth) const {
    if (tree_.text(tree_.child(node, Field::kAttribute)) != "parent") return std::nullopt;
    return up(fold(tree_.child(node, Field::kObject), depth + 1), 1);
  }
  // `Path(__file__).parents[2]`
  MaybePath parents(NodeId node, int depth) const {
    NodeId value = tree_.child(node, Field::kValue);
    NodeId index = tree_.child(node, Kind::kInteger);
    if (value == kNoNode || index == kNoNode || tree_.kind(value) != Kind::kAttribute)
      return std::nullopt;
    if (tree_.text(tree_.child(value, Field::kAttribute)) != "parents") return std::nullopt;
    int levels = 0;
    auto text = tree_.text(index);
    std::from_chars(text.data(), text.data() + text.size(), levels);
    if (levels > 100) return std::nullopt;
    return up(fold(tree_.child(value, Field::kObject), depth + 1), levels + 1);
  }
  MaybePath operation(NodeId node, int depth) const {
    NodeId left = tree_.child(node, Field::kLeft), right = tree_.child(node, Field::kRight);
    NodeId sign = tree_.child(node, Field::kOperator);
    if (sign == kNoNode) return std::nullopt;
    if (tree_.text(sign) == "/") return joined(fold(left, depth + 1), fold(right, depth + 1));
    if (tree_.text(sign) != "+" || right == kNoNode || tree_.kind(right) != Kind::kString)
      return std::nullopt;
    auto path = fold(left, depth + 1);
    if (path)
      path->path =
          normal_path((path->path.empty() ? "." : path->path) + python_string(tree_, right));
    return path;
  }
  MaybePath call(NodeId node, int depth) const {
    NodeId function = tree_.child(node, Field::kFunction);
    NodeId list = tree_.child(node, Field::kArguments);
    if (function == kNoNode || list == kNoNode) return std::nullopt;
    auto arguments = tree_.named_children(list);
    auto name = tree_.text(function);
    name = name.substr(name.rfind('.') + 1);
    NodeId first = arguments.empty() ? kNoNode : arguments.front();
    if (name == "dirname") return up(fold(first, depth + 1), 1);
    if (name == "join" || name == "joinpath") return join_call(name, function, arguments, depth);
    for (auto same : {"abspath", "realpath", "normpath", "Path", "PurePath", "str", "fspath"})
      if (name == same) return fold(first, depth + 1);
    for (auto same : {"resolve", "absolute", "as_posix"})
      if (name == same && tree_.kind(function) == Kind::kAttribute)
        return fold(tree_.child(function, Field::kObject), depth + 1);
    return std::nullopt;
  }
  MaybePath join_call(std::string_view name, NodeId function, const std::vector<NodeId>& arguments,
                      int depth) const {
    std::size_t next = 0;
    MaybePath path;
    if (name == "joinpath" && tree_.kind(function) == Kind::kAttribute)
      path = fold(tree_.child(function, Field::kObject), depth + 1);
    else if (!arguments.empty())
      path = fold(arguments[next++], depth + 1);
    for (; path && next < arguments.size(); ++next) {
      bool pardir = tree_.text(arguments[next]).ends_with("pardir");
      path =
          joined(path, pardir ? MaybePath(Folded{false, ".."}) : fold(arguments[next], depth + 1));
    }
    return path;
  }

  const SyntaxTree& tree_;
  std::map<std::string_view, NodeId> values_;
};

using EditKind = SearchPathEdit::Kind;

class EditReader {
 public:
  EditReader(const SyntaxTree& tree, PythonFacts& facts)
      : tree_(tree), paths_(tree), facts_(facts) {}

  void read(NodeId id) {
    Kind kind = tree_.kind(id);
    if (kind == Kind::kCall) read_call(id);
    if (kind == Kind::kAssignment || kind == Kind::kAugmentedAssignment) read_assignment(id);
    if (kind == Kind::kDeleteStatement &&
        tree_.text(id).find("sys.path[0]") != std::string_view::npos)
      facts_.search_path.push_back({EditKind::kRemoveFirst, false, "", tree_.line(id)});
  }

 private:
  void add(NodeId value, EditKind kind) {
    auto path = paths_.fold(value);
    SearchPathEdit edit{path ? kind : EditKind::kUnknown, path && path->from_file,
                        path ? normal_path(path->path) : "", tree_.line(value)};
    facts_.search_path.push_back(edit);
  }
  void read_call(NodeId id) {
    NodeId function = tree_.child(id, Field::kFunction), list = tree_.child(id, Field::kArguments);
    if (function == kNoNode || list == kNoNode) return;
    auto name = tree_.text(function);
    auto arguments = tree_.named_children(list);
    if (name == "sys.path.insert" && arguments.size() == 2) {
      add(arguments[1], EditKind::kFront);
    } else if ((name == "sys.path.append" || name == "site.addsitedir") && arguments.size() == 1) {
      add(arguments[0], EditKind::kBack);
    } else if (name == "sys.path.extend" && arguments.size() == 1) {
      for (NodeId item : paths_.items(arguments[0])) add(item, EditKind::kBack);
    } else if (name == "sys.path.pop" || name == "sys.path.remove") {
      facts_.search_path.push_back({EditKind::kRemoveFirst, false, "", tree_.line(id)});
    }
  }
  // `sys.path = [x] + sys.path`, `sys.path[:0] = [x]`, `sys.path += [x]`.
  void read_assignment(NodeId id) {
    NodeId left = tree_.child(id, Field::kLeft), right = tree_.child(id, Field::kRight);
    if (left == kNoNode || right == kNoNode || !tree_.text(left).starts_with("sys.path")) return;
    auto target = tree_.text(left);
    if (tree_.kind(id) == Kind::kAugmentedAssignment) {
      for (NodeId item : paths_.items(right)) add(item, EditKind::kBack);
    } else if (target.starts_with("sys.path[")) {
      for (NodeId item : paths_.items(right)) add(item, EditKind::kFront);
    } else if (target == "sys.path" && tree_.kind(right) == Kind::kBinaryOperator) {
      for (NodeId item : paths_.items(tree_.child(right, Field::kLeft)))
        add(item, EditKind::kFront);
      for (NodeId item : paths_.items(tree_.child(right, Field::kRight)))
        add(item, EditKind::kBack);
    }
  }

  const SyntaxTree& tree_;
  PathFolder paths_;
  PythonFacts& facts_;
};

}  // namespace

void learn_search_path(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
                       PythonFacts& facts) {
  if (tree.source().find("sys.path") == std::string_view::npos &&
      tree.source().find("addsitedir") == std::string_view::npos)
    return;
  EditReader reader(tree, facts);
  for (NodeId id = 0; id < tree.size(); ++id)
    if (!(contexts[id] & kInFunction)) reader.read(id);
}

}  // namespace stackfit
