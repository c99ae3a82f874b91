// A TSTreeCursor keeps more than we need (rows, columns, a descendant count) and finds a field by
// climbing; one walk with it costs a fifth of a parse. The runtime's own arrays of children hold
// everything a flat tree needs, and walking them costs a twentieth. The runtime is pinned by its
// lockfile, and a test compares this walk with the cursor's, node by node.
//
// What the grammar hides (rules that begin with `_`, repetitions) is walked through: its children
// count as children of the visible node around it, and take its field unless they have their own. A
// production may show a hidden child under another name: its alias.
#include "syntax/flat_tree.h"

#include "alloc.h"
#include "language.h"
#include "subtree.h"
#include "tree.h"

// The children of one node, visible or not.
typedef struct {
  const Subtree* children;
  uint32_t count;
  uint32_t next;
  uint32_t structural;  // of those before `next`, how many are no extras (comments)
  uint32_t byte;        // where the next one's blanks begin
  uint32_t around;      // the visible node they belong to
  const TSSymbol* aliases;
  const TSFieldMapEntry *fields, *fields_end;
  TSFieldId inherited;  // the field of a hidden node is that of its children
  bool hidden;
} Level;

typedef struct {
  const TSLanguage* language;
  const FlatNames* names;
  FlatNode* nodes;
  size_t count, capacity;
  Level* levels;
  size_t depth, room;
} Walk;

static bool open_level(Walk* walk, Subtree node, uint32_t start, TSFieldId field, bool hidden,
                       uint32_t around) {
  if (walk->depth == walk->room) {
    size_t room = walk->room * 2 + 64;
    Level* levels = ts_realloc(walk->levels, room * sizeof *levels);
    if (!levels) return false;
    walk->levels = levels;
    walk->room = room;
  }
  Level* level = &walk->levels[walk->depth++];
  uint32_t production = node.ptr->production_id;
  *level = (Level){
      .children = ts_subtree_children(node),
      .count = node.ptr->child_count,
      .byte = start,
      .around = around,
      .aliases = ts_language_alias_sequence(walk->language, production),
      .inherited = hidden ? field : 0,
      .hidden = hidden,
  };
  ts_language_field_map(walk->language, production, &level->fields, &level->fields_end);
  return true;
}

static void add_node(Walk* walk, Subtree node, TSSymbol alias, TSFieldId field, uint32_t start,
                     uint32_t end, uint32_t parent) {
  const FlatNames* names = walk->names;
  TSSymbol symbol =
      ts_language_public_symbol(walk->language, alias ? alias : ts_subtree_symbol(node));
  bool named =
      alias ? ts_language_symbol_metadata(walk->language, alias).named : ts_subtree_named(node);
  bool error = symbol == ts_builtin_sym_error;
  FlatNode* flat = &walk->nodes[walk->count++];
  *flat = (FlatNode){.start = start, .end = end, .parent = parent, .after = (uint32_t)walk->count};
  if (error)
    flat->kind = names->error_kind;
  else if (symbol < names->symbols)
    flat->kind = names->kind_of_symbol[symbol];
  if (field < names->fields) flat->field = names->field_of_id[field];
  flat->flags =
      (uint8_t)((named ? kFlatNamed : 0) | (error || ts_subtree_missing(node) ? kFlatBroken : 0) |
                (ts_subtree_extra(node) ? kFlatExtra : 0));
}

static TSFieldId field_of(const Level* level) {
  for (const TSFieldMapEntry* entry = level->fields; entry < level->fields_end; ++entry)
    if (!entry->inherited && entry->child_index == level->structural) return entry->field_id;
  return level->inherited;
}

// Takes the next child of the innermost level; false when memory runs out or there is no room.
static bool take_child(Walk* walk) {
  Level* level = &walk->levels[walk->depth - 1];
  Subtree child = level->children[level->next];
  bool extra = ts_subtree_extra(child);
  uint32_t start = level->byte + (level->next > 0 ? ts_subtree_padding(child).bytes : 0);
  uint32_t end = start + ts_subtree_size(child).bytes;
  TSSymbol alias = !extra && level->aliases ? level->aliases[level->structural] : 0;
  TSFieldId field = extra ? 0 : field_of(level);
  uint32_t around = level->around;
  level->byte = end;
  level->next += 1;
  level->structural += !extra;
  if (!ts_subtree_visible(child) && !alias)
    return ts_subtree_visible_child_count(child) == 0 ||
           open_level(walk, child, start, field, true, around);
  if (walk->count == walk->capacity) return false;
  add_node(walk, child, alias, field, start, end, around);
  return ts_subtree_child_count(child) == 0 ||
         open_level(walk, child, start, 0, false, (uint32_t)walk->count - 1);
}

size_t flatten_tree(const TSTree* tree, const FlatNames* names, FlatNode* nodes, size_t capacity) {
  Walk walk = {.language = tree->language, .names = names, .nodes = nodes, .capacity = capacity};
  if (capacity == 0) return 0;
  uint32_t start = ts_subtree_padding(tree->root).bytes;
  add_node(&walk, tree->root, 0, 0, start, start + ts_subtree_size(tree->root).bytes, UINT32_MAX);
  bool good =
      ts_subtree_child_count(tree->root) == 0 || open_level(&walk, tree->root, start, 0, false, 0);
  while (good && walk.depth > 0) {
    const Level* level = &walk.levels[walk.depth - 1];
    if (level->next < level->count) {
      good = take_child(&walk);
    } else {
      if (!level->hidden) nodes[level->around].after = (uint32_t)walk.count;
      --walk.depth;
    }
  }
  ts_free(walk.levels);
  return good ? walk.count : 0;
}
