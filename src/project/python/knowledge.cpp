#include "project/python/knowledge.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "rules/rule_set.h"

namespace stackfit {
namespace {

using Row = std::vector<std::string_view>;

// Lines of a table without comments and its heading; `-` stands for nothing.
std::vector<Row> rows_of(std::string_view path, std::size_t columns) {
  std::vector<Row> rows;
  bool heading = true;
  for (auto line : split(rule_data(path), '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    Row row = split(line, '\t');
    row.resize(columns);
    for (auto& cell : row)
      if (cell == "-") cell = {};
    if (!heading) rows.push_back(std::move(row));
    heading = false;
  }
  return rows;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  for (auto word : split(text, ' '))
    if (!word.empty()) found.emplace_back(word);
  return found;
}

NameSet name_set(std::string_view text) {
  auto list = words(text);
  return {list.begin(), list.end()};
}

ModuleLoad load_named(std::string_view name) {
  constexpr std::pair<std::string_view, ModuleLoad> kNames[] = {
      {"builtin", ModuleLoad::kBuiltin},
      {"frozen", ModuleLoad::kFrozen},
      {"startup", ModuleLoad::kStartup},
      {"builtin-some", ModuleLoad::kBuiltinSome}};
  for (const auto& [text, load] : kNames)
    if (text == name) return load;
  return ModuleLoad::kFile;
}

// Four of five measured packages: what nearly every package loads, an unmeasured one does, too.
NameSet usual_of(const PythonKnowledge& knowledge) {
  std::map<std::string, std::size_t> counts;
  std::size_t packages = 0;
  for (const auto& [package, names] : knowledge.loads) {
    if (package.find('.') != std::string::npos) continue;
    ++packages;
    for (const auto& name : names) ++counts[name];
  }
  NameSet usual;
  for (const auto& [name, count] : counts)
    if (count * 5 >= packages * 4) usual.insert(name);
  return usual;
}

NameSet needed_of(const PythonKnowledge& knowledge) {
  NameSet needed;
  for (const auto* table : {&knowledge.always, &knowledge.some, &knowledge.loads})
    for (const auto& [loader, names] : *table)
      for (const auto& name : names)
        if (name != loader) needed.insert(name);
  return needed;
}

NameSet loaded_before(const PythonKnowledge& knowledge, std::string_view launcher) {
  NameSet loaded;
  for (const auto& row : data_rows("data/python-starts.toml", "preloading"))
    if (row.text("launcher") == launcher)
      for (const auto& module : row.list("modules")) {
        loaded.emplace(module.substr(0, module.find('.')));
        if (auto closure = knowledge.always.find(module); closure != knowledge.always.end())
          loaded.insert(closure->second.begin(), closure->second.end());
      }
  return loaded;
}

PythonKnowledge load_knowledge() {
  PythonKnowledge knowledge;
  for (const auto& row : rows_of("data/python-modules.tsv", 6)) {
    StdlibModule module;
    module.added = minor_of(row[1]);
    module.removed = row[2].empty() ? kNever : minor_of(row[2]);
    module.platform = row[3];
    module.load = load_named(row[4]);
    if (!row[5].empty()) knowledge.pytest.emplace(row[0]);
    knowledge.modules.emplace(row[0], module);
  }
  for (const auto& row : rows_of("data/python-closures.tsv", 4)) {
    knowledge.always.emplace(row[0], name_set(row[1]));
    knowledge.some.emplace(row[0], name_set(row[2]));
    knowledge.late.emplace(row[0], name_set(row[3]));
  }
  for (const auto& row : rows_of("data/python-submodules.tsv", 2))
    knowledge.submodules.emplace(row[0], name_set(row[1]));
  for (const auto& row : rows_of("data/python-packages.tsv", 4)) {
    knowledge.loads.emplace(row[0], name_set(row[2]));
    knowledge.late.emplace(row[0], name_set(row[3]));
  }
  for (const auto& row : rows_of("data/python-distributions.tsv", 2))
    knowledge.imports_of.emplace(row[0], words(row[1]));
  for (const auto& row : rows_of("data/python-names.tsv", 2))
    knowledge.names.emplace(row[0], name_set(row[1]));
  knowledge.usual = usual_of(knowledge);
  knowledge.needed = needed_of(knowledge);
  if (auto kernel = knowledge.loads.find("IPython"); kernel != knowledge.loads.end())
    knowledge.notebook = kernel->second;
  knowledge.handler = loaded_before(knowledge, "handler");
  return knowledge;
}

}  // namespace

const PythonKnowledge& python_knowledge() {
  static const PythonKnowledge kKnowledge = load_knowledge();
  return kKnowledge;
}

PythonMinor minor_of(std::string_view version) {
  for (std::size_t at = version.find("3."); at != std::string_view::npos;
       at = version.find("3.", at + 1)) {
    bool inside =
        at > 0 && (version[at - 1] == '.' || (version[at - 1] >= '0' && version[at - 1] <= '9'));
    int minor = 0;
    auto digits = version.substr(at + 2);
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
    if (!inside && error == std::errc() && minor < 50) return minor;
  }
  return 0;
}

const StdlibModule* stdlib_module(std::string_view name, PythonRange range) {
  const auto& modules = python_knowledge().modules;
  auto at = modules.find(name);
  if (at == modules.end()) return nullptr;
  bool overlaps = at->second.added <= range.high && at->second.removed > range.low;
  return overlaps ? &at->second : nullptr;
}

bool stdlib_has(std::string_view module, std::string_view name) {
  const auto& knowledge = python_knowledge();
  auto submodules = knowledge.submodules.find(module);
  if (submodules != knowledge.submodules.end() && submodules->second.contains(name)) return true;
  auto names = knowledge.names.find(module);
  return names == knowledge.names.end() || name.starts_with('_') || names->second.contains(name);
}

bool can_be_shadowed(const StdlibModule& module) {
  return module.load == ModuleLoad::kFile || module.load == ModuleLoad::kBuiltinSome;
}

std::string versions_text(const StdlibModule& module, PythonRange range) {
  if (module.removed <= range.high)
    return fmt::format("Python 3.{} and earlier", module.removed - 1);
  if (module.added > range.low) return fmt::format("Python 3.{} and later", module.added);
  return "";
}

}  // namespace stackfit
