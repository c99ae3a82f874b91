#pragma once
#include <vector>

#include "facts/javascript/callback_kinds.h"
#include "facts/javascript/callbacks.h"
#include "facts/javascript/imports.h"
#include "facts/javascript/same_file.h"
#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

struct FileTables;
class PythonValues;

/// What the predicates and analyses of rules may ask about the file in hand.
struct FileView {
  const SyntaxTree& tree;
  const std::vector<Import>& imports;
  const ModuleNames& modules;  ///< what local names stand for
  const CallbackKinds& kinds;
  const FileTables& tables;
  SameFile& same_file;
  const std::vector<CallbackFact>& callbacks;  ///< empty in Python
  PythonValues* python = nullptr;              ///< null in other languages
};

/// What the imports of a Python file bind: `import os.path` is `os`, `from a import b` is `b` of
/// `a`. Refers to the texts of `imports`.
ModuleNames python_module_names(const std::vector<Import>& imports);

}  // namespace stackfit
