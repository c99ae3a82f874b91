#pragma once
#include <cstdint>

#include "tree/tree.h"

namespace stackfit {

/// What a run asks of source files. One that reports a few rules and nothing of health, fit or
/// style asks less than everything: files that cannot matter to it are not parsed, or not opened.
enum class SourceNeeds : std::uint8_t {
  kEverything,
  kCallbacks,  ///< chains of nested callbacks that may become findings, and who awaits
  kNothing,    ///< manifests and lockfiles tell all
};

/// is_worth_reading() in view of what is asked for: what cannot matter is not opened.
bool is_worth_reading(const Entry& entry, SourceNeeds needs);

}  // namespace stackfit
