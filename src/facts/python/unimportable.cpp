// `import my-module`, `from class import x`: statements Python cannot even read, because what they
// name is no identifier. The parser leaves an ERROR there; the words are read off the line.
#include <algorithm>

#include "core/text.h"
#include "facts/python/source.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxUnimportable = 100;

const NameSet& keywords() {
  static const NameSet kKeywords = [] {
    NameSet names;
    for (const auto& row : data_rows("data/python-starts.toml", "keyword"))
      names.merge(row.names("names"));
    return names;
  }();
  return kKeywords;
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

// No identifier: a hyphen inside, a digit first, or a keyword.
bool is_bad(std::string_view dotted) {
  for (auto part : split(dotted, '.')) {
    if (part.empty()) continue;  // relative
    bool digit = part.front() >= '0' && part.front() <= '9';
    if (digit || part.find('-') != std::string_view::npos || keywords().contains(part)) return true;
  }
  return false;
}

// The module a line wants to import; "" when it is no import or nothing is wrong with the name.
std::string_view bad_module(std::string_view line) {
  line = trim(line);
  auto word = line.substr(0, line.find_first_of(" \t"));
  if (word != "import" && word != "from") return {};
  auto rest = trim(line.substr(word.size()));
  std::size_t end = 0;
  while (end < rest.size() && is_name_byte(rest[end])) ++end;
  auto module = rest.substr(0, end);
  auto after = trim(rest.substr(end));
  bool sentence = !after.empty() && word == "import" && !after.starts_with("as ") &&
                  !after.starts_with(',') && !after.starts_with('#') && !after.starts_with(';');
  if (sentence || (word == "from" && !after.starts_with("import"))) return {};
  return is_bad(module) ? module : std::string_view();
}

// The grammar reads `import my-mod` as an import and an expression on one line, without an error.
bool goes_on(const SyntaxTree& tree, NodeId id) {
  Kind kind = tree.kind(id);
  if (kind != Kind::kImportStatement && kind != Kind::kImportFromStatement) return false;
  auto end = tree[id].end;
  return end < tree.source().size() && tree.source()[end] == '-';
}

}  // namespace

void learn_unimportable(const SyntaxTree& tree, PythonFacts& facts) {
  std::uint32_t last = 0;  // line looked at
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (!tree.broken(id) && !goes_on(tree, id)) continue;
    // What is broken may begin lines before the word that broke it.
    auto end = tree.line_of(tree[id].end);
    for (auto line = std::max(last + 1, tree.line(id)); line <= end; ++line) {
      last = line;
      if (facts.unimportable.size() >= kMaxUnimportable) return;
      if (auto module = bad_module(tree.line_text(line)); !module.empty())
        facts.unimportable.push_back({std::string(module), "", line});
    }
  }
}

}  // namespace stackfit
