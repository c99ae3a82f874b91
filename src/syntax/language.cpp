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

using KindNames = std::map<std::pair<std::string_view, bool>, Kind>;
using FieldNames = std::map<std::string_view, Field>;

// All names of all grammars: the enumerators first, then numbers behind them in the order of the
// grammars, so that queries may mention what no walk of ours does.
struct Names {
  KindNames kinds;
  FieldNames fields;
  std::uint32_t next_kind = std::size(kKindNames) + 1;
  std::uint32_t next_field = std::size(kFieldNames) + 1;
};

Kind learn_kind(Names& names, const TSLanguage* grammar, TSSymbol symbol) {
  auto type = ts_language_symbol_type(grammar, symbol);
  std::pair<std::string_view, bool> name(ts_language_symbol_name(grammar, symbol),
                                         type == TSSymbolTypeRegular);
  auto row = names.kinds.find(name);
  if (row != names.kinds.end()) return row->second;
  bool hidden = type != TSSymbolTypeRegular && type != TSSymbolTypeAnonymous;
  if (hidden || names.next_kind > UINT16_MAX) return Kind::kOther;
  return names.kinds[name] = static_cast<Kind>(names.next_kind++);
}

Field learn_field(Names& names, const TSLanguage* grammar, TSFieldId id) {
  std::string_view name = ts_language_field_name_for_id(grammar, id);
  auto row = names.fields.find(name);
  if (row != names.fields.end()) return row->second;
  if (names.next_field > UINT8_MAX) return Field::kNone;
  return names.fields[name] = static_cast<Field>(names.next_field++);
}

Language make_language(const Grammar& grammar, Names& names) {
  Language language{grammar.name, grammar.create(), {}, {}};
  // Several symbols can share a name (aliases), so every symbol is looked up by its name.
  auto symbols = ts_language_symbol_count(language.grammar);
  for (std::uint32_t symbol = 0; symbol < symbols; ++symbol)
    language.kind_of_symbol.push_back(
        learn_kind(names, language.grammar, static_cast<TSSymbol>(symbol)));
  auto fields = ts_language_field_count(language.grammar);
  language.field_of_id = {Field::kNone};
  for (std::uint32_t id = 1; id <= fields; ++id)
    language.field_of_id.push_back(
        learn_field(names, language.grammar, static_cast<TSFieldId>(id)));
  return language;
}

struct Everything {
  Names names;
  std::vector<Language> languages;
};

const Everything& everything() {
  static const Everything kEverything = [] {
    Everything all;
    for (const auto& row : kKindNames) all.names.kinds[{row.name, row.named}] = row.kind;
    for (const auto& row : kFieldNames) all.names.fields[row.name] = row.field;
    for (const auto& grammar : kGrammars)
      all.languages.push_back(make_language(grammar, all.names));
    return all;
  }();
  return kEverything;
}

}  // namespace

const std::vector<Language>& languages() {
  return everything().languages;
}

Kind kind_named(std::string_view name, bool named) {
  const auto& kinds = everything().names.kinds;
  auto at = kinds.find({name, named});
  return at == kinds.end() ? Kind::kOther : at->second;
}

Field field_named(std::string_view name) {
  const auto& fields = everything().names.fields;
  auto at = fields.find(name);
  return at == fields.end() ? Field::kNone : at->second;
}

std::string_view name_of(Kind kind) {
  for (const auto& [name, known] : everything().names.kinds)
    if (known == kind) return name.first;
  return {};
}

std::string_view name_of(Field field) {
  for (const auto& [name, known] : everything().names.fields)
    if (known == field) return name;
  return {};
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const auto& [name, kind] : everything().names.kinds)
    if (name.second) names.emplace_back(name.first);
  return names;
}

const Language* language_named(std::string_view name) {
  for (const auto& language : languages())
    if (language.name == name) return &language;
  return nullptr;
}

const Language* language_of_path(std::string_view path) {
  static const auto kTypes = [] {
    std::map<std::string_view, const Language*> types;
    for (const auto& type : kFurtherFileTypes)
      types.emplace(type.extension, language_named(type.language));
    for (const auto& grammar : kGrammars)
      for (auto type : split(grammar.file_types, ','))
        types.emplace(type, language_named(grammar.name));
    return types;
  }();
  auto extension = extension_of(path);
  if (extension.empty() || extension.size() > 8) return nullptr;
  auto at = kTypes.find(lower(extension));
  return at == kTypes.end() ? nullptr : at->second;
}

}  // namespace stackfit
