// TOML by toml++, whose exceptions end here. It limits the nesting of values but not of dotted
// keys, and frees its tree by recursion: lines with an absurd number of dots are refused first.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "core/text.h"
#include "facts/document.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxDotsPerLine = 1000;

bool nests_absurdly(std::string_view line) {
  std::size_t dots = 0;
  for (std::size_t at = 1; at + 1 < line.size(); ++at)
    if (line[at] == '.' && line[at - 1] != '.' && line[at + 1] != '.') ++dots;
  return dots > kMaxDotsPerLine;
}

struct Item {
  std::string key;
  const toml::node* node = nullptr;
};

std::vector<Item> items_of(const toml::node& node) {
  std::vector<Item> items;
  if (const auto* table = node.as_table())
    for (const auto& [key, value] : *table) items.push_back({std::string(key.str()), &value});
  if (const auto* array = node.as_array())
    for (const auto& value : *array) items.push_back({"", &value});
  auto by_place = [](const Item& a, const Item& b) {
    const auto &left = a.node->source().begin, &right = b.node->source().begin;
    return std::pair(left.line, left.column) < std::pair(right.line, right.column);
  };
  std::stable_sort(items.begin(), items.end(), by_place);
  return items;
}

std::string text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* date = node.as_date())
    return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  return "";
}

Result<Document> flatten(const toml::table& root, std::size_t max_nodes) {
  struct Frame {
    std::vector<Item> items;
    std::size_t next = 0;
  };
  DocumentBuilder builder(max_nodes);
  std::vector<Frame> open = {{items_of(root)}};
  while (!open.empty()) {
    Frame& frame = open.back();
    if (frame.next == frame.items.size()) {
      open.pop_back();
      builder.close();
      continue;
    }
    Item& item = frame.items[frame.next++];
    auto line = static_cast<std::uint32_t>(item.node->source().begin.line);
    bool is_list = item.node->is_array(), nests = is_list || item.node->is_table();
    auto kind = is_list ? DocumentNode::Kind::kList : DocumentNode::Kind::kMap;
    bool fits = nests ? builder.open(kind, std::move(item.key), line)
                      : builder.scalar(std::move(item.key), text_of(*item.node), line);
    if (!fits) return Error{ErrorKind::kInput, "too large or too deeply nested", "", ""};
    if (nests) open.push_back({items_of(*item.node)});
  }
  return builder.take();
}

}  // namespace

Result<Document> read_toml(std::string_view bytes, std::size_t max_nodes) {
  auto lines = split(bytes, '\n');
  if (std::any_of(lines.begin(), lines.end(), nests_absurdly))
    return Error{ErrorKind::kInput, "too deeply nested", "", ""};
  try {
    return flatten(toml::parse(bytes), max_nodes);
  } catch (const toml::parse_error& error) {
    return Error{ErrorKind::kInput,
                 "not TOML: " + lower(error.description().substr(0, 1)) +
                     std::string(error.description().substr(
                         std::min<std::size_t>(1, error.description().size()))),
                 fmt::format("{}", error.source().begin.line), ""};
  }
}

}  // namespace stackfit
