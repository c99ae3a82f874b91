#pragma once
#include <string>
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

/// The number of a node kind or, when not `named`, of a token, in whatever grammar has it: an
/// enumerator, or a number behind them for names no walk of ours mentions. kOther when no grammar
/// has it.
Kind kind_named(std::string_view name, bool named);
/// The same for fields; kNone when no grammar has it.
Field field_named(std::string_view name);
/// The names of a number: `call_expression`, `arguments`; "" for kOther and kNone.
std::string_view name_of(Kind kind);
std::string_view name_of(Field field);
/// Every name of a node kind in some grammar, sorted: to find the nearest one to a wrong name.
std::vector<std::string> kind_names();

/// Every grammar the program was built with.
const std::vector<Language>& languages();
/// Null when there is no such grammar.
const Language* language_named(std::string_view name);
/// The language a file's name says it is in; null when it is no source file of ours.
const Language* language_of_path(std::string_view path);

}  // namespace stackfit
