#pragma once
#include <cstdint>

#include "syntax/syntax_tree.h"

namespace stackfit {

/// Lines of places that are asked for in order: a step forward costs next to nothing, where
/// SyntaxTree::line_of searches.
class LineCounter {
 public:
  explicit LineCounter(const SyntaxTree& tree) : tree_(tree), after_(start_of(2)) {}
  std::uint32_t line_of(std::uint32_t byte) {
    if (byte < start_) return tree_.line_of(byte);
    while (byte >= after_) {
      start_ = after_;
      after_ = start_of(++line_ + 1);
    }
    return line_;
  }

 private:
  // UINT32_MAX behind the last line.
  std::uint32_t start_of(std::uint32_t line) const {
    const char* text = tree_.line_text(line).data();
    return text == nullptr ? UINT32_MAX : static_cast<std::uint32_t>(text - tree_.source().data());
  }

  const SyntaxTree& tree_;
  std::uint32_t line_ = 1, start_ = 0, after_;
};

}  // namespace stackfit
