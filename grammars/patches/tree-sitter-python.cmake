# The scanner saves its indentation stack into a buffer of TREE_SITTER_SERIALIZATION_BUFFER_SIZE
# bytes, two bytes a level, but only checks that one byte is left: 600 levels write past the end
# (tree-sitter-python issue 350, open). Ask for room for both bytes.
patch_replace(text
  "iter < scanner->indents.size && size < TREE_SITTER_SERIALIZATION_BUFFER_SIZE"
  "iter < scanner->indents.size && size + 2 <= TREE_SITTER_SERIALIZATION_BUFFER_SIZE")
