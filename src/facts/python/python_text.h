#pragma once
#include <string>

#include "syntax/syntax_tree.h"

namespace stackfit {

/// The text of a Python string literal: its content without quotes and prefix, common escapes
/// resolved; "" for an f-string with interpolations.
std::string python_string(const SyntaxTree& tree, NodeId string);

}  // namespace stackfit
