#include "rules/markdown.h"

#include <cmark.h>

#include <memory>

#include "core/text.h"

namespace stackfit {
namespace {

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

std::string source_lines(const std::vector<std::string_view>& lines, std::uint32_t first,
                         std::uint32_t last) {
  std::string text;
  for (auto line = first; line <= last && line <= lines.size(); ++line) {
    if (!text.empty()) text += '\n';
    text += lines[line - 1];
  }
  return text;
}

MarkdownBlock make_block(cmark_node* node, const std::vector<std::string_view>& lines) {
  MarkdownBlock block;
  block.line = static_cast<std::uint32_t>(cmark_node_get_start_line(node));
  block.end_line = static_cast<std::uint32_t>(cmark_node_get_end_line(node));
  switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING: {
      block.kind = MarkdownBlock::Kind::kHeading;
      block.level = cmark_node_get_heading_level(node);
      std::string_view text = trim(lines[block.line - 1]);
      text.remove_prefix(std::min(text.size(), text.find_first_not_of('#')));
      block.text = trim(text);
      break;
    }
    case CMARK_NODE_CODE_BLOCK:
      block.kind = MarkdownBlock::Kind::kFence;
      block.info = cmark_node_get_fence_info(node);
      block.text = cmark_node_get_literal(node);
      break;
    case CMARK_NODE_PARAGRAPH:
      block.kind = MarkdownBlock::Kind::kParagraph;
      block.text = source_lines(lines, block.line, block.end_line);
      break;
    default:
      block.text = source_lines(lines, block.line, block.end_line);
  }
  return block;
}

}  // namespace

std::vector<MarkdownBlock> parse_markdown(std::string_view text) {
  std::unique_ptr<cmark_node, FreeNode> document(
      cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT));
  auto lines = split(text, '\n');
  std::vector<MarkdownBlock> blocks;
  for (auto* node = cmark_node_first_child(document.get()); node; node = cmark_node_next(node))
    blocks.push_back(make_block(node, lines));
  return blocks;
}

}  // namespace stackfit
