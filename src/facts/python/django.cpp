// What Django reads of a settings module and of apps.py, where it is literal:
// docs.djangoproject.com/en/stable/ref/applications.
#include "facts/python/python_text.h"
#include "facts/python/source.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxApps = 1000;

void add_apps(const SyntaxTree& tree, NodeId value, std::string_view how, PythonFacts& facts) {
  if (value == kNoNode) return;
  for (NodeId id : subtree(tree, value)) {
    if (tree.kind(id) != Kind::kString || facts.django_apps.size() >= kMaxApps) continue;
    NodeId list = tree.parent(id);
    bool item = tree.kind(list) == Kind::kList || tree.kind(list) == Kind::kTuple;
    if (item)
      facts.django_apps.push_back({python_string(tree, id), std::string(how), tree.line(id)});
  }
}

void read_assignment(const SyntaxTree& tree, NodeId id, PythonFacts& facts) {
  NodeId left = tree.child(id, Field::kLeft), right = tree.child(id, Field::kRight);
  if (left == kNoNode || right == kNoNode || tree.text(left) != "INSTALLED_APPS") return;
  bool grows = tree.kind(id) == Kind::kAugmentedAssignment ||
               tree.text(right).find("INSTALLED_APPS") != std::string_view::npos;
  if (!grows) facts.django_apps.clear();  // the last list counts
  add_apps(tree, right, grows ? "+=" : "", facts);
}

// `class ShopConfig(AppConfig): name = "a.shop"; label = "a_shop"`.
void read_config(const SyntaxTree& tree, NodeId id, PythonFacts& facts) {
  NodeId name = tree.child(id, Field::kName), body = tree.child(id, Field::kBody);
  NodeId bases = tree.child(id, Kind::kArgumentList);
  if (name == kNoNode || body == kNoNode || bases == kNoNode) return;
  if (tree.text(bases).find("Config") == std::string_view::npos) return;
  DjangoConfig config;
  config.class_name = tree.text(name);
  for (NodeId statement : tree.named_children(body)) {
    NodeId assignment = tree.child(statement, Kind::kAssignment);
    if (assignment == kNoNode) continue;
    NodeId left = tree.child(assignment, Field::kLeft);
    NodeId right = tree.child(assignment, Field::kRight);
    if (left == kNoNode || right == kNoNode || tree.kind(right) != Kind::kString) continue;
    if (tree.text(left) == "name") config.name = python_string(tree, right);
    if (tree.text(left) == "label") config.label = python_string(tree, right);
  }
  facts.django_configs.push_back(std::move(config));
}

}  // namespace

void learn_django(const SyntaxTree& tree, PythonFacts& facts) {
  bool settings = tree.source().find("INSTALLED_APPS") != std::string_view::npos;
  bool configs = tree.source().find("AppConfig") != std::string_view::npos;
  if (!settings && !configs) return;
  for (NodeId statement : tree.named_children(0)) {
    if (configs && tree.kind(statement) == Kind::kClassDefinition)
      read_config(tree, statement, facts);
    if (!settings || tree.kind(statement) != Kind::kExpressionStatement) continue;
    for (Kind kind : {Kind::kAssignment, Kind::kAugmentedAssignment})
      if (NodeId id = tree.child(statement, kind); id != kNoNode) read_assignment(tree, id, facts);
  }
}

}  // namespace stackfit
