// pyproject.toml: the standard [project] table (PEP 621), [dependency-groups] (PEP 735), the tables
// of Poetry, pdm, uv, hatch and old flit, and the settings of build backends and pytest that decide
// where modules are found.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "facts/document.h"
#include "facts/infra/readers.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

using Kind = DocumentNode::Kind;

// A setting of some tool, and the name under which every reader of Python's files reports it.
struct SettingRow {
  std::string_view keys;
  std::string_view name;
};
constexpr SettingRow kSettingRows[] = {
    {"project.requires-python", "requires-python"},
    {"tool.poetry.dependencies.python", "requires-python"},
    {"build-system.build-backend", "build-backend"},
    {"tool.setuptools.py-modules", "py-modules"},
    {"tool.setuptools.packages", "packages.list"},
    {"tool.setuptools.script-files", "scripts"},
    {"tool.setuptools.packages.find.where", "packages.where"},
    {"tool.setuptools.packages.find.include", "packages.include"},
    {"tool.setuptools.packages.find.exclude", "packages.exclude"},
    {"tool.setuptools.packages.find.namespaces", "packages.namespaces"},
    {"tool.hatch.build.sources", "packages.where"},
    {"tool.hatch.build.targets.wheel.sources", "packages.where"},
    {"tool.hatch.build.targets.wheel.packages", "packages.list"},
    {"tool.flit.module.name", "packages.list"},
    {"tool.pdm.build.package-dir", "packages.where"},
    {"tool.pdm.package-dir", "packages.where"},
    {"tool.maturin.python-source", "packages.where"},
    {"tool.pytest.ini_options.pythonpath", "pytest.pythonpath"},
    {"tool.pytest.ini_options.python_paths", "pytest.pythonpath"},
    {"tool.pytest.ini_options.testpaths", "pytest.testpaths"},
    {"tool.pytest.ini_options.norecursedirs", "pytest.norecursedirs"},
    {"tool.pytest.ini_options.python_files", "pytest.python-files"},
    {"tool.pytest.ini_options.addopts", "pytest.addopts"},
    // pytest 9 reads its own table, in TOML's types:
    // docs.pytest.org/en/stable/reference/customize.html.
    {"tool.pytest.pythonpath", "pytest.pythonpath"},
    {"tool.pytest.testpaths", "pytest.testpaths"},
    {"tool.pytest.norecursedirs", "pytest.norecursedirs"},
    {"tool.pytest.python_files", "pytest.python-files"},
    {"tool.pytest.addopts", "pytest.addopts"},
    {"tool.uv.workspace.members", "workspace.member"},
};

void add_settings(const Document& document, ManifestFacts& facts) {
  for (const auto& row : kSettingRows)
    for (DocumentId id : scalars(document, find(document, row.keys)))
      facts.settings.push_back({std::string(row.name), document[id].value, document[id].line});
  DocumentId pytest = find(document, "tool.pytest.ini_options");
  if (pytest == 0) pytest = find(document, "tool.pytest");
  if (DocumentId id = pytest; id != 0)
    facts.settings.push_back({"pytest.config", "pyproject.toml", document[id].line});
  if (DocumentId id = find(document, "tool.setuptools.packages.find"); id != 0)
    facts.settings.push_back({"packages.find", "find", document[id].line});
}

void add_pairs(const Document& document, DocumentId table, std::string_view name,
               ManifestFacts& facts) {
  if (table == 0) return;
  for (DocumentId id : children(document, table))
    if (document[id].kind == Kind::kScalar)
      facts.settings.push_back({std::string(name),
                                fmt::format("{}={}", document[id].key, document[id].value),
                                document[id].line});
}

void add_requirements(const Document& document, DocumentId list, DependencyScope scope,
                      ManifestFacts& facts) {
  for (DocumentId id : scalars(document, list))
    if (auto declared = parse_requirement(document[id].value, scope, document[id].line))
      facts.dependencies.push_back(*declared);
}

// A table of named groups: extras are optional unless their name says they are for developers.
void add_groups(const Document& document, DocumentId table, DependencyScope otherwise,
                ManifestFacts& facts) {
  if (table == 0) return;
  for (DocumentId id : children(document, table)) {
    bool for_developers = names_development(document[id].key);
    add_requirements(document, id, for_developers ? DependencyScope::kDev : otherwise, facts);
  }
}

// Poetry: a map of names to a range, a table, or a list of tables.
void add_poetry(const Document& document, DocumentId table, DependencyScope scope,
                ManifestFacts& facts) {
  if (table == 0) return;
  for (DocumentId id : children(document, table)) {
    const DocumentNode& node = document[id];
    if (node.key == "python") continue;
    DocumentId detail = node.kind == Kind::kList && node.after > id + 1 ? id + 1 : id;
    bool optional = text_at(document, detail, "optional") == "true";
    facts.dependencies.push_back({node.key, asked_for(document, detail),
                                  optional ? DependencyScope::kOptional : scope, node.line});
  }
}

void add_poetry_packages(const Document& document, ManifestFacts& facts) {
  DocumentId list = find(document, "tool.poetry.packages");
  if (list == 0) return;
  for (DocumentId id : children(document, list)) {
    auto include = text_at(document, id, "include"), from = text_at(document, id, "from");
    auto line = document[id].line;
    if (!include.empty()) facts.settings.push_back({"packages.list", std::string(include), line});
    if (!from.empty()) facts.settings.push_back({"packages.where", std::string(from), line});
  }
}

// Before PEP 621 flit had a table of its own.
void add_flit(const Document& document, ManifestFacts& facts) {
  DocumentId table = find(document, "tool.flit.metadata");
  if (table == 0) return;
  add_requirements(document, child(document, table, "requires"), DependencyScope::kRuntime, facts);
  add_requirements(document, child(document, table, "dev-requires"), DependencyScope::kDev, facts);
  add_groups(document, child(document, table, "requires-extra"), DependencyScope::kOptional, facts);
}

// Environments of hatch are for developers: tests, documentation, linting.
void add_hatch(const Document& document, ManifestFacts& facts) {
  DocumentId environments = find(document, "tool.hatch.envs");
  if (environments == 0) return;
  for (DocumentId id : children(document, environments))
    for (auto key : {"dependencies", "extra-dependencies"})
      add_requirements(document, child(document, id, key), DependencyScope::kDev, facts);
}

// uv takes what is named here from another place than the index.
void apply_uv_sources(const Document& document, ManifestFacts& facts) {
  DocumentId table = find(document, "tool.uv.sources");
  if (table == 0) return;
  for (DocumentId id : children(document, table)) {
    auto place = asked_for(document, id);
    if (text_at(document, id, "workspace") == "true") place = "file:";
    for (Declared& declared : facts.dependencies)
      if (!place.empty() &&
          normalized_distribution(declared.name) == normalized_distribution(document[id].key))
        declared.range = place;
  }
}

// `dynamic`: setuptools takes the lists from other files.
void add_dynamic(const Document& document, ManifestFacts& facts) {
  DocumentId table = find(document, "tool.setuptools.dynamic.dependencies");
  if (table == 0) return;
  for (DocumentId id : scalars(document, child(document, table, "file")))
    facts.settings.push_back({"requirements.include", document[id].value, document[id].line});
}

void add_dependencies(const Document& document, ManifestFacts& facts) {
  add_requirements(document, find(document, "project.dependencies"), DependencyScope::kRuntime,
                   facts);
  add_groups(document, find(document, "project.optional-dependencies"), DependencyScope::kOptional,
             facts);
  add_groups(document, find(document, "dependency-groups"), DependencyScope::kDev, facts);
  add_groups(document, find(document, "tool.pdm.dev-dependencies"), DependencyScope::kDev, facts);
  add_requirements(document, find(document, "tool.uv.dev-dependencies"), DependencyScope::kDev,
                   facts);
  apply_uv_sources(document, facts);
  add_poetry(document, find(document, "tool.poetry.dependencies"), DependencyScope::kRuntime,
             facts);
  add_poetry(document, find(document, "tool.poetry.dev-dependencies"), DependencyScope::kDev,
             facts);
  add_flit(document, facts);
  add_hatch(document, facts);
  add_dynamic(document, facts);
  if (DocumentId groups = find(document, "tool.poetry.group"); groups != 0)
    for (DocumentId group : children(document, groups))
      add_poetry(document, child(document, group, "dependencies"),
                 names_development(document[group].key) ? DependencyScope::kDev
                                                        : DependencyScope::kOptional,
                 facts);
}

// Task tables of pdm, poe, taskipy, hatch and rye hold commands under the name of the task.
void add_tasks(const Document& document, DocumentId table, ManifestFacts& facts) {
  if (table == 0) return;
  constexpr std::string_view kCommandKeys[] = {"cmd", "shell", "script", "command"};
  for (DocumentId id : children(document, table)) {
    auto add = [&](DocumentId at) {
      for (DocumentId text : scalars(document, at))
        facts.commands.push_back({document[text].value, document[id].key, "", document[text].line});
    };
    add(id);
    if (document[id].kind != Kind::kMap) continue;
    for (auto key : kCommandKeys)
      if (DocumentId at = child(document, id, key); at != 0) add(at);
  }
}

void add_commands(const Document& document, ManifestFacts& facts) {
  add_tasks(document, find(document, "tool.pdm.scripts"), facts);
  add_tasks(document, find(document, "tool.poe.tasks"), facts);
  add_tasks(document, find(document, "tool.taskipy.tasks"), facts);
  add_tasks(document, find(document, "tool.rye.scripts"), facts);
  DocumentId environments = find(document, "tool.hatch.envs");
  if (environments == 0) return;
  for (DocumentId id : children(document, environments))
    add_tasks(document, child(document, id, "scripts"), facts);
}

void add_classifiers(const Document& document, ManifestFacts& facts) {
  constexpr std::string_view kPrefix = "Programming Language :: Python :: 3.";
  for (DocumentId id : scalars(document, find(document, "project.classifiers")))
    if (std::string_view text = document[id].value; text.starts_with(kPrefix))
      facts.settings.push_back(
          {"classifier.python", std::string(text.substr(kPrefix.size() - 2)), document[id].line});
}

}  // namespace

bool is_pyproject(std::string_view path) {
  return base_name(path) == "pyproject.toml";
}

void read_pyproject(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "pyproject";
  auto document = read_toml(input.bytes);
  if (!document) return note_problem(document.error(), facts);
  for (auto name : {"project", "tool.poetry", "tool.flit.metadata"}) {
    DocumentId table = find(*document, name);
    if (table == 0) continue;
    if (manifest.package.empty()) manifest.package = text_at(*document, table, "dist-name");
    if (manifest.package.empty()) manifest.package = text_at(*document, table, "name");
    if (manifest.package_version.empty())
      manifest.package_version = text_at(*document, table, "version");
  }
  add_settings(*document, manifest);
  add_classifiers(*document, manifest);
  add_pairs(*document, find(*document, "project.scripts"), "entry-point", manifest);
  add_pairs(*document, find(*document, "tool.poetry.scripts"), "entry-point", manifest);
  add_pairs(*document, find(*document, "tool.setuptools.package-dir"), "package-dir", manifest);
  add_poetry_packages(*document, manifest);
  add_dependencies(*document, manifest);
  add_commands(*document, manifest);
}

}  // namespace stackfit
