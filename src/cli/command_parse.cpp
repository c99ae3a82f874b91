// Shows the syntax tree of a file as queries see it: to write a rule, one needs the names of kinds
// and fields. One line a node, indented by depth; tokens are left out unless --verbose.
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "core/text.h"
#include "syntax/language.h"
#include "syntax/syntax_tree.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostNodes = 100'000;
constexpr std::size_t kDeepestIndent = 100;
constexpr std::size_t kTextShown = 60;

Result<std::string> read_source(const std::string& path, std::uint64_t limit) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  if (file) text.assign(std::istreambuf_iterator<char>(file), {});
  if (!file) return Error{ErrorKind::kIo, "cannot read the file", path, ""};
  if (text.size() <= limit) return text;
  return Error{ErrorKind::kInput, fmt::format("larger than {} bytes", limit), path, ""};
}

struct Row {
  NodeId node = 0;
  std::size_t depth = 0;
};

// Nodes to show with their depth, in source order.
std::vector<Row> rows_of(const SyntaxTree& tree, bool tokens) {
  std::vector<Row> rows;
  std::vector<NodeId> open;  // ends of the nodes around
  for (NodeId id = 0; id < tree.size() && rows.size() < kMostNodes; ++id) {
    while (!open.empty() && open.back() <= id) open.pop_back();
    if (tokens || tree.named(id) || tree.broken(id)) rows.push_back({id, open.size()});
    open.push_back(tree[id].after);
  }
  return rows;
}

bool is_leaf(const SyntaxTree& tree, NodeId id) {
  return tree.first_child(id) == kNoNode;
}

std::string kind_text(const SyntaxTree& tree, NodeId id) {
  std::string name(name_of(tree.kind(id)));
  if (!tree.named(id)) name = "\"" + name + "\"";
  return tree.broken(id) && tree.kind(id) != Kind::kError ? "MISSING " + name : name;
}

std::string as_text(const SyntaxTree& tree, const std::vector<Row>& rows) {
  std::string text;
  for (const auto& [id, depth] : rows) {
    auto span = tree.span(id);
    text.append(2 * std::min(depth, kDeepestIndent), ' ');
    if (tree[id].field != Field::kNone) text += fmt::format("{}: ", name_of(tree[id].field));
    text += fmt::format("{} {}:{}-{}:{}", display(kind_text(tree, id)), span.line, span.column,
                        span.end_line, span.end_column);
    if (is_leaf(tree, id) && tree.named(id)) text += " " + display(tree.text(id), kTextShown);
    text += '\n';
  }
  return text;
}

std::string as_json(const SyntaxTree& tree, const std::vector<Row>& rows, bool cut) {
  auto nodes = nlohmann::ordered_json::array();
  for (const auto& [id, depth] : rows) {
    auto span = tree.span(id);
    nlohmann::ordered_json node = {{"depth", depth},
                                   {"kind", name_of(tree.kind(id))},
                                   {"named", tree.named(id)},
                                   {"line", span.line},
                                   {"column", span.column},
                                   {"end_line", span.end_line},
                                   {"end_column", span.end_column}};
    if (tree[id].field != Field::kNone) node["field"] = name_of(tree[id].field);
    if (is_leaf(tree, id)) node["text"] = display(tree.text(id), kTextShown);
    if (tree.broken(id)) node["broken"] = true;
    nodes.push_back(std::move(node));
  }
  nlohmann::ordered_json document = {{"language", tree.language().name},
                                     {"errors", tree.errors()},
                                     {"complete", !cut},
                                     {"nodes", std::move(nodes)}};
  return document.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

Result<int> run_parse(const Invocation& invocation, Console& console) {
  const auto& path = invocation.arguments.front();
  const auto& format = invocation.options.format;
  if (format != "text" && format != "json")
    return Error{ErrorKind::kUsage, "\"parse\" prints text or json, not \"" + format + "\"", "",
                 ""};
  const Language* language = language_of_path(path);
  if (!language)
    return Error{ErrorKind::kUsage, "no source file of a language stackfit knows", path,
                 "its name must end in .js, .jsx, .mjs, .cjs, .ts, .tsx, .py or the like"};
  auto source = read_source(path, invocation.options.limits.source_bytes);
  if (!source) return source.error();
  Parser parser;
  auto tree = parser.parse(*language, *source);
  if (!tree) return tree.error();
  auto rows = rows_of(*tree, invocation.verbose);
  bool cut = rows.size() >= kMostNodes;
  auto printed = print(format == "json" ? as_json(*tree, rows, cut) : as_text(*tree, rows));
  if (!printed) return printed.error();
  if (cut) print_note(console, fmt::format("only the first {} nodes are shown", kMostNodes));
  return kClean;
}

}  // namespace stackfit
