// setup.cfg, tox.ini and pytest.ini: three names for one syntax, whose sections may stand in any of
// them.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "facts/document.h"
#include "facts/infra/readers.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

struct SettingRow {
  std::string_view section, key, name;
  bool many;  // one setting per line or comma
};
constexpr SettingRow kSettingRows[] = {
    {"options", "python_requires", "requires-python", false},
    {"options", "py_modules", "py-modules", true},
    {"options", "scripts", "scripts", true},
    {"options", "package_dir", "package-dir", true},
    {"options.packages.find", "where", "packages.where", true},
    {"options.packages.find", "include", "packages.include", true},
    {"options.packages.find", "exclude", "packages.exclude", true},
    {"pytest", "pythonpath", "pytest.pythonpath", true},
    {"pytest", "python_paths", "pytest.pythonpath", true},
    {"pytest", "testpaths", "pytest.testpaths", true},
    {"pytest", "norecursedirs", "pytest.norecursedirs", true},
    {"pytest", "python_files", "pytest.python-files", true},
    {"pytest", "addopts", "pytest.addopts", false},
    {"tox", "envlist", "tox.envlist", true},
    {"tox", "env_list", "tox.envlist", true},
};

struct Piece {
  std::string_view text;
  std::uint32_t line = 0;
};

// The lines of a value that say something, with their place in the file.
std::vector<Piece> lines_of(const DocumentNode& node) {
  std::vector<Piece> pieces;
  std::uint32_t line = node.line;
  for (auto text : split(node.value, '\n')) {
    if (!trim(text).empty()) pieces.push_back({trim(text), line});
    ++line;
  }
  return pieces;
}

void add_setting(const Document& document, const SettingRow& row, DocumentId section,
                 ManifestFacts& facts) {
  DocumentId id = child(document, section, row.key);
  if (id == 0) return;
  if (!row.many) {
    facts.settings.push_back({std::string(row.name), document[id].value, document[id].line});
    return;
  }
  for (const Piece& piece : lines_of(document[id]))
    for (auto text : split(piece.text, ','))
      if (!trim(text).empty())
        facts.settings.push_back({std::string(row.name), std::string(trim(text)), piece.line});
}

void add_packages(const Document& document, ManifestFacts& facts) {
  DocumentId id = find(document, "options.packages");
  if (id == 0) return;
  for (const Piece& piece : lines_of(document[id])) {
    bool search = piece.text.starts_with("find");
    for (auto name : split(piece.text, ','))
      if (!trim(name).empty())
        facts.settings.push_back(
            {search ? "packages.find" : "packages.list", std::string(trim(name)), piece.line});
  }
}

void add_requirements(const Document& document, DocumentId id, DependencyScope scope,
                      ManifestFacts& facts) {
  if (id == 0) return;
  for (const Piece& piece : lines_of(document[id])) {
    // tox: `py39: name`, `-r file`.
    auto text = piece.text;
    if (auto colon = text.find(": "); !text.starts_with("file:") && colon != std::string_view::npos)
      text = trim(text.substr(colon + 2));
    if (text.starts_with("file:")) {
      for (auto path : split(text.substr(5), ','))
        facts.settings.push_back({"requirements.include", std::string(trim(path)), piece.line});
    } else if (text.starts_with("-r"))
      facts.settings.push_back(
          {"requirements.include", std::string(trim(text.substr(2))), piece.line});
    else if (auto declared = parse_requirement(text, scope, piece.line);
             declared && !text.starts_with('-') && !text.starts_with('{'))
      facts.dependencies.push_back(*declared);
  }
}

void add_setup_cfg(const Document& document, ManifestFacts& facts) {
  DocumentId options = find(document, "options");
  facts.package = text_at(document, find(document, "metadata"), "name");
  facts.package_version = text_at(document, find(document, "metadata"), "version");
  add_packages(document, facts);
  add_requirements(document, child(document, options, "install_requires"),
                   DependencyScope::kRuntime, facts);
  add_requirements(document, child(document, options, "tests_require"), DependencyScope::kDev,
                   facts);
  if (DocumentId extras = child(document, 0, "options.extras_require"); extras != 0)
    for (DocumentId id : children(document, extras))
      add_requirements(
          document, id,
          names_development(document[id].key) ? DependencyScope::kDev : DependencyScope::kOptional,
          facts);
  if (DocumentId points = child(document, 0, "options.entry_points"); points != 0)
    for (const Piece& piece :
         lines_of(document[std::max(child(document, points, "console_scripts"), points)]))
      facts.settings.push_back({"entry-point", std::string(piece.text), piece.line});
}

// One tox environment: its commands run in the folder of tox.ini unless it says otherwise.
void add_tox_environment(const Document& document, DocumentId section, ManifestFacts& facts) {
  auto folder = std::string(text_at(document, section, "changedir"));
  if (folder.empty()) folder = text_at(document, section, "change_dir");
  if (folder.starts_with("{toxinidir}/")) folder = folder.substr(12);
  for (auto key : {"commands", "commands_pre"}) {
    DocumentId id = child(document, section, key);
    if (id == 0) continue;
    for (const Piece& piece : lines_of(document[id]))
      facts.commands.push_back(
          {std::string(piece.text.substr(piece.text.starts_with("- ") ? 2 : 0)),
           document[section].key, folder, piece.line});
  }
  for (auto key : {"setenv", "set_env"}) {
    DocumentId id = child(document, section, key);
    if (id == 0) continue;
    for (const Piece& piece : lines_of(document[id])) {
      auto mark = piece.text.find('=');
      if (mark == std::string_view::npos) continue;
      facts.settings.push_back({fmt::format("env.{}", trim(piece.text.substr(0, mark))),
                                std::string(trim(piece.text.substr(mark + 1))), piece.line});
    }
  }
  add_requirements(document, child(document, section, "deps"), DependencyScope::kDev, facts);
}

std::string_view format_of(std::string_view path) {
  auto name = base_name(path);
  return name == "setup.cfg" ? "setup-cfg" : name == "tox.ini" ? "tox" : "pytest-ini";
}

}  // namespace

bool is_python_ini(std::string_view path) {
  auto name = base_name(path);
  return name == "setup.cfg" || name == "tox.ini" || name == "pytest.ini" || name == ".pytest.ini";
}

void read_python_ini(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = format_of(input.entry.path);
  Document document = read_ini(input.bytes);
  for (DocumentId section : children(document, 0)) {
    std::string_view name = document[section].key;
    if (name == "tool:pytest") name = "pytest";
    for (const auto& row : kSettingRows)
      if (row.section == name) add_setting(document, row, section, manifest);
    if (name == "pytest")
      manifest.settings.push_back(
          {"pytest.config", std::string(base_name(input.entry.path)), document[section].line});
    if (name.starts_with("testenv")) add_tox_environment(document, section, manifest);
  }
  if (manifest.format == "setup-cfg") add_setup_cfg(document, manifest);
}

}  // namespace stackfit
