#pragma once
// The visible nodes of a tree-sitter tree as one array, in source order.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tree_sitter/api.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { kFlatNamed = 1, kFlatBroken = 2, kFlatExtra = 4 };

/// One node; the layout of stackfit::Node.
typedef struct {
  uint32_t start, end;  ///< bytes
  uint32_t parent;      ///< index; UINT32_MAX for the root
  uint32_t after;       ///< one past the last descendant
  uint16_t kind;
  uint8_t field;
  uint8_t flags;
} FlatNode;

/// What the numbers of a grammar mean to the caller. Symbols and fields beyond the tables are 0.
typedef struct {
  const uint16_t* kind_of_symbol;
  size_t symbols;
  const uint8_t* field_of_id;
  size_t fields;
  uint16_t error_kind;
} FlatNames;

/// Fills in at most `capacity` nodes and returns how many there are; `capacity` of
/// ts_node_descendant_count(root) holds them all. Returns 0 when memory runs out or there is no
/// room. Same nodes, in the same order, as a TSTreeCursor visits.
size_t flatten_tree(const TSTree* tree, const FlatNames* names, FlatNode* nodes, size_t capacity);

#ifdef __cplusplus
}
#endif
