#pragma once
#include <string_view>
#include <vector>

#include "syntax/kinds.h"

struct TSLanguage;

namespace stackfit {

/// A grammar and how its symbols map to Kind and Field.
struct Language {
  std::string_view name;  ///< `javascript`, `typescript`, `tsx`, `python`
  const TSLanguage* grammar = nullptr;
  std::vector<Kind> kind_of_symbol;
  std::vector<Field> field_of_id;
  bool is_python() const { return name == "python"; }
};

/// Every grammar the program was built with.
const std::vector<Language>& languages();
/// Null when there is no such grammar.
const Language* language_named(std::string_view name);
/// The language a file's name says it is in; null when it is no source file of ours.
const Language* language_of_path(std::string_view path);

}  // namespace stackfit
