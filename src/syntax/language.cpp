#include "syntax/language.h"

#include <tree_sitter/api.h>

#include <map>
#include <string>

#include "core/text.h"

namespace stackfit {
namespace {

struct Grammar {
  std::string_view name;
  std::string_view file_types;  // comma-separated
  const TSLanguage* (*create)();
};
#include "grammar_table.inc"

// File types people use that the grammars' own lists leave out.
struct FileType {
  std::string_view extension;
  std::string_view language;
};
constexpr FileType kFurtherFileTypes[] = {
    {"mts", "typescript"}, {"cts", "typescript"}, {"pyi", "python"}, {"pyw", "python"}};

struct KindName {
  std::string_view name;
  bool named;
  Kind kind;
};
constexpr KindName kKindNames[] = {
#define X(enumerator, name) {name, true, Kind::enumerator},
    STACKFIT_NAMED_KINDS(X)
#undef X
#define X(enumerator, name) {name, false, Kind::enumerator},
        STACKFIT_TOKEN_KINDS(X)
#undef X
};
struct FieldName {
  std::string_view name;
  Field field;
};
constexpr FieldName kFieldNames[] = {
#define X(enumerator, name) {name, Field::enumerator},
    STACKFIT_FIELDS(X)
#undef X
};

Language make_language(const Grammar& grammar) {
  Language language{grammar.name, grammar.create(), {}, {}};
  // Several symbols can share a name (aliases), so every symbol is looked up by its name.
  std::map<std::pair<std::string_view, bool>, Kind> kinds;
  for (const auto& row : kKindNames) kinds[{row.name, row.named}] = row.kind;
  language.kind_of_symbol.resize(ts_language_symbol_count(language.grammar), Kind::kOther);
  for (std::uint32_t symbol = 0; symbol < language.kind_of_symbol.size(); ++symbol) {
    auto id = static_cast<TSSymbol>(symbol);
    bool named = ts_language_symbol_type(language.grammar, id) == TSSymbolTypeRegular;
    auto row = kinds.find({ts_language_symbol_name(language.grammar, id), named});
    if (row != kinds.end()) language.kind_of_symbol[symbol] = row->second;
  }
  language.field_of_id.resize(ts_language_field_count(language.grammar) + 1, Field::kNone);
  for (const auto& row : kFieldNames) {
    auto id = ts_language_field_id_for_name(language.grammar, row.name.data(),
                                            static_cast<std::uint32_t>(row.name.size()));
    if (id != 0) language.field_of_id[id] = row.field;
  }
  return language;
}

}  // namespace

const std::vector<Language>& languages() {
  static const std::vector<Language> kLanguages = [] {
    std::vector<Language> all;
    for (const auto& grammar : kGrammars) all.push_back(make_language(grammar));
    return all;
  }();
  return kLanguages;
}

const Language* language_named(std::string_view name) {
  for (const auto& language : languages())
    if (language.name == name) return &language;
  return nullptr;
}

const Language* language_of_path(std::string_view path) {
  auto extension = lower(extension_of(path));
  if (extension.empty()) return nullptr;
  for (const auto& type : kFurtherFileTypes)
    if (type.extension == extension) return language_named(type.language);
  for (const auto& grammar : kGrammars)
    for (auto type : split(grammar.file_types, ','))
      if (type == extension) return language_named(grammar.name);
  return nullptr;
}

}  // namespace stackfit
