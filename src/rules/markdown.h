#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// One top-level block of a Markdown document, as far as rule pages need to know.
struct MarkdownBlock {
  enum class Kind : std::uint8_t { kHeading, kParagraph, kFence, kOther };
  Kind kind = Kind::kOther;
  int level = 0;           ///< of a heading, 1–6
  std::string info;        ///< of a fence: what stands behind the back-ticks
  std::string text;        ///< heading: its plain text; fence: its content; else the source text
  std::uint32_t line = 0;  ///< first line, from 1
  std::uint32_t end_line = 0;  ///< last line
};

/// Splits CommonMark text into its top-level blocks. Never fails: every text is Markdown.
std::vector<MarkdownBlock> parse_markdown(std::string_view text);

}  // namespace stackfit
