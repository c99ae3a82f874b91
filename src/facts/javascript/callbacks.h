#pragma once
#include <vector>

#include "facts/javascript/classify.h"

namespace stackfit {

inline constexpr std::uint32_t kNoCallback = 0xFFFFFFFF;

/// One callback of a file. Facts stand in source order, so the callbacks inside one follow it.
struct CallbackFact {
  NodeId function = kNoNode;
  NodeId value = kNoNode;              ///< what is handed on: the function, or a name of it
  std::uint32_t parent = kNoCallback;  ///< the callback around it
  std::uint32_t depth = 0;             ///< asynchronous levels from the file's root to here
  std::uint16_t row = 0;               ///< of the kind table
  std::uint32_t raw = 1;               ///< callbacks from the file's root to here
  std::uint32_t known = 0;             ///< of the levels of `depth`, those that are no guess
  std::uint32_t entry = kNoCallback;   ///< the outermost asynchronous callback around it, or itself
  std::uint32_t level = kNoCallback;   ///< the innermost one around it that adds a level
  std::uint8_t weight = 0;             ///< 1 when it adds a level where it stands
  bool asynchronous = false;           ///< runs later, even where it is free
  bool in_test = false;                ///< inside describe, it …
  bool broken = false;  ///< a part that did not parse lies between it and its outermost callback
};

/// Finds every callback of a file with its kind and its depth. One walk over the flat tree.
std::vector<CallbackFact> find_callbacks(const SyntaxTree& tree, const ModuleNames& modules,
                                         const CallbackKinds& kinds);

}  // namespace stackfit
