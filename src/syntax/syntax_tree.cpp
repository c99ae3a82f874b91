#include "syntax/syntax_tree.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <map>

#include "syntax/flat_tree.h"

namespace stackfit {
namespace {

struct DeleteParser {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// 80 MB of our nodes, and several times that in the runtime's tree. The densest file under the
// default size limit has 2 million.
constexpr std::size_t kMaxNodes = 4'000'000;

// The runtime asks every hundred steps, and a thread's CPU clock is a system call: asking it each
// time was 3 % of a cold run.
constexpr unsigned kAskedForEachLook = 16;

struct Budget {
  double started;
  double limit;
  double limit_with_errors;
  unsigned asked = 0;
};

// tree-sitter's progress callback: true stops the parse.
bool over_budget(TSParseState* state) {
  auto& budget = *static_cast<Budget*>(state->payload);
  if (++budget.asked % kAskedForEachLook != 0) return false;
  double used = thread_cpu_seconds() - budget.started;
  return used > (state->has_error ? budget.limit_with_errors : budget.limit);
}

struct Source {
  std::string_view bytes;
};

const char* read_source(void* payload, std::uint32_t byte, TSPoint, std::uint32_t* length) {
  const auto& bytes = static_cast<const Source*>(payload)->bytes;
  *length = byte < bytes.size() ? static_cast<std::uint32_t>(bytes.size() - byte) : 0;
  return bytes.data() + std::min<std::size_t>(byte, bytes.size());
}

std::vector<std::uint32_t> find_line_starts(std::string_view source) {
  std::vector<std::uint32_t> starts = {0};
  for (auto at = source.find('\n'); at != std::string_view::npos; at = source.find('\n', at + 1))
    starts.push_back(static_cast<std::uint32_t>(at + 1));
  return starts;
}

static_assert(sizeof(Node) == sizeof(FlatNode) &&
              offsetof(Node, after) == offsetof(FlatNode, after) &&
              offsetof(Node, kind) == offsetof(FlatNode, kind) &&
              offsetof(Node, field) == offsetof(FlatNode, field) &&
              offsetof(Node, flags) == offsetof(FlatNode, flags));
static_assert(int{SyntaxTree::kNamed} == kFlatNamed && int{SyntaxTree::kBroken} == kFlatBroken &&
              int{SyntaxTree::kExtra} == kFlatExtra);

// Source order, parents first. Gives up, returning nothing, beyond kMaxNodes.
std::vector<Node> flatten(const Language& language, const TSTree* tree) {
  std::size_t count = ts_node_descendant_count(ts_tree_root_node(tree));
  if (count > kMaxNodes) return {};
  std::vector<Node> nodes(count);
  const auto& kinds = language.kind_of_symbol;
  const auto& fields = language.field_of_id;
  FlatNames names{reinterpret_cast<const std::uint16_t*>(kinds.data()), kinds.size(),
                  reinterpret_cast<const std::uint8_t*>(fields.data()), fields.size(),
                  static_cast<std::uint16_t>(Kind::kError)};
  nodes.resize(flatten_tree(tree, &names, reinterpret_cast<FlatNode*>(nodes.data()), count));
  return nodes;
}

}  // namespace

void FreeTree::operator()(TSTree* tree) const {
  ts_tree_delete(tree);
}

struct Parser::Pool {
  std::map<const TSLanguage*, std::unique_ptr<TSParser, DeleteParser>> parsers;
};

Parser::Parser() : pool_(std::make_unique<Pool>()) {}
Parser::~Parser() = default;

Result<SyntaxTree> Parser::parse(const Language& language, std::string_view source,
                                 double cpu_seconds) {
  auto& parser = pool_->parsers[language.grammar];
  if (!parser) {
    parser.reset(ts_parser_new());
    if (!ts_parser_set_language(parser.get(), language.grammar))
      return Error{ErrorKind::kInternal,
                   "the runtime refuses the grammar of " + std::string(language.name), "", ""};
  }
  if (source.size() > UINT32_MAX / 2) return Error{ErrorKind::kInput, "too large to parse", "", ""};
  double after_errors = 0.5 + static_cast<double>(source.size()) / (1 << 20);
  Budget budget{thread_cpu_seconds(), cpu_seconds, std::min(cpu_seconds, after_errors)};
  Source input{source};
  TSParseOptions options{&budget, over_budget};
  SyntaxTree tree;
  tree.raw_.reset(ts_parser_parse_with_options(
      parser.get(), nullptr, {&input, read_source, TSInputEncodingUTF8, nullptr}, options));
  ts_parser_reset(parser.get());
  if (!tree.raw_) return Error{ErrorKind::kInput, "takes too long to parse", "", ""};
  tree.language_ = &language;
  tree.source_ = source;
  tree.line_starts_ = find_line_starts(source);
  tree.nodes_ = flatten(language, tree.raw_.get());
  if (tree.nodes_.empty()) return Error{ErrorKind::kInput, "too many syntax nodes", "", ""};
  tree.errors_ = static_cast<std::uint32_t>(
      std::count_if(tree.nodes_.begin(), tree.nodes_.end(),
                    [](const Node& node) { return node.flags & SyntaxTree::kBroken; }));
  return tree;
}

NodeId SyntaxTree::next_sibling(NodeId id) const {
  NodeId up = nodes_[id].parent, next = nodes_[id].after;
  return up != kNoNode && next < nodes_[up].after ? next : kNoNode;
}

NodeId SyntaxTree::child(NodeId id, Field field) const {
  for (NodeId at = first_child(id); at != kNoNode; at = next_sibling(at))
    if (nodes_[at].field == field) return at;
  return kNoNode;
}

NodeId SyntaxTree::child(NodeId id, Kind kind) const {
  for (NodeId at = first_child(id); at != kNoNode; at = next_sibling(at))
    if (nodes_[at].kind == kind) return at;
  return kNoNode;
}

std::vector<NodeId> SyntaxTree::named_children(NodeId id) const {
  std::vector<NodeId> children;
  for (NodeId at = first_child(id); at != kNoNode; at = next_sibling(at))
    if (named(at) && nodes_[at].kind != Kind::kComment) children.push_back(at);
  return children;
}

NodeId SyntaxTree::ancestor(NodeId id, Kind kind) const {
  for (NodeId at = nodes_[id].parent; at != kNoNode; at = nodes_[at].parent)
    if (nodes_[at].kind == kind) return at;
  return kNoNode;
}

std::uint32_t SyntaxTree::line_of(std::uint32_t byte) const {
  auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
  return static_cast<std::uint32_t>(next - line_starts_.begin());
}

Span SyntaxTree::span(std::uint32_t start, std::uint32_t end) const {
  Span span;
  span.line = line_of(start);
  span.column = start - line_starts_[span.line - 1] + 1;
  span.end_line = line_of(end);
  span.end_column = end - line_starts_[span.end_line - 1] + 1;
  return span;
}

std::uint32_t SyntaxTree::line_count() const {
  auto lines = static_cast<std::uint32_t>(line_starts_.size());
  return line_starts_.back() == source_.size() ? lines - 1 : lines;
}

std::string_view SyntaxTree::line_text(std::uint32_t line) const {
  if (line == 0 || line > line_starts_.size()) return {};
  auto start = line_starts_[line - 1];
  auto end = line < line_starts_.size() ? line_starts_[line] : source_.size();
  auto text = source_.substr(start, end - start);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace stackfit
