#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about what names of Python code stand for, and which function code is part of.
const std::vector<FilePredicate>& python_predicates();

/// The function, lambda or class whose body a node is part of; kNoNode at module level, 0 never.
NodeId python_function_around(const SyntaxTree& tree, NodeId node);

/// Does the text hold a word of that list (rules/data/python-apis.toml)? Letter case does not
/// matter.
bool hints_at(const FileView& file, std::string_view list, std::string_view text);

/// Does a subtree await, or call a function whose name holds a word of that list?
bool calls_any(const FileView& file, std::string_view list, NodeId node);

}  // namespace stackfit
