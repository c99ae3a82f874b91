#pragma once
#include <cstdint>

#include "syntax/syntax_tree.h"

namespace stackfit {

/// What waits for a function.
enum class UnitKind : std::uint8_t { kNone, kAsync, kHandler };

/// True for every kind of node that is a function with a body.
bool is_function_node(Kind kind);

/// Is that function a handler (of requests, sockets, messages, jobs), or else asynchronous? Judged
/// by how it is written alone: rules/data/fit-handlers.toml.
UnitKind unit_kind(const SyntaxTree& tree, NodeId function);

/// Does that call register handlers, by `rules/data/fit-handlers.toml`: `app.get("/", …)`?
bool registers_handlers(const SyntaxTree& tree, NodeId call);

/// Where a node stands: the nearest handler around it, else the nearest async function, else the
/// outermost function; kNoNode at module level.
struct Enclosing {
  NodeId function = kNoNode;
  bool in_handler = false;
  bool in_async = false;
};
Enclosing enclosing_unit(const SyntaxTree& tree, NodeId node);

}  // namespace stackfit
