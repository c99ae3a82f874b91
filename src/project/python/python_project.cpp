#include "project/python/python_project.h"

#include <algorithm>

#include "core/text.h"
#include "facts/python/requirement.h"
#include "project/python/unittest_start.h"

namespace stackfit {
namespace {

bool is_python_manifest(const ManifestFacts& manifest) {
  constexpr std::string_view kFormats[] = {"pyproject", "requirements", "setup-cfg", "setup-py",
                                           "pipfile",   "conda",        "tox"};
  return std::find(std::begin(kFormats), std::end(kFormats), manifest.format) != std::end(kFormats);
}

std::vector<std::string> imports_of(std::string_view distribution) {
  const auto& table = python_knowledge().imports_of;
  auto row = table.find(normalized_distribution(distribution));
  if (row == table.end()) row = table.find(lower(distribution));
  if (row != table.end()) return row->second;
  std::string name = lower(distribution);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return {name};
}

std::string top_of(std::string_view dotted) {
  return std::string(dotted.substr(0, dotted.find('.')));
}

void add_names(const FileRecord& record, PythonProject& project) {
  const ManifestFacts& manifest = *record.facts.manifest;
  if (!manifest.package.empty())
    for (const auto& name : imports_of(manifest.package)) project.own.insert(top_of(name));
  for (const auto& declared : manifest.dependencies)
    for (const auto& name : imports_of(declared.name))
      project.dependencies.try_emplace(
          top_of(name),
          PythonDependency{declared.name, {record.entry.path, declared.line, declared.name}});
}

// One comma-separated specifier set, narrowing the range: PEP 440 and Poetry's caret.
void narrow(std::string_view specifiers, PythonRange& range) {
  for (auto piece : split(specifiers, ',')) {
    piece = trim(piece);
    auto digits = std::min(piece.find_first_of("0123456789"), piece.size());
    auto sign = trim(piece.substr(0, digits));
    int minor = minor_of(piece.substr(digits));
    if (minor == 0 || sign == "!=") continue;
    if (sign == ">=" || sign == "~=" || sign == "^" || sign == "~")
      range.low = std::max(range.low, minor);
    else if (sign == ">")
      range.low = std::max(range.low, minor + 1);
    else if (sign == "<")
      range.high = std::min(range.high, minor - 1);
    else if (sign == "<=")
      range.high = std::min(range.high, minor);
    else if (sign.empty() || sign == "==" || sign == "=")
      range = {minor, minor};
  }
}

// requires-python says it best; else the versions the project names in CI, images and the like.
void find_range(PythonProject& project) {
  PythonRange required;
  int lowest = kNever, highest = 0;
  std::size_t nearest = std::string::npos;
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest) continue;
    for (const auto& setting : record.facts.manifest->settings) {
      if (setting.key == "requires-python" && record.entry.path.size() < nearest) {
        nearest = record.entry.path.size();
        required = {};
        narrow(setting.value, required);
      }
      bool image =
          setting.key == "docker.from" && setting.value.find("python") != std::string::npos;
      if (!image && setting.key != "python.version" && setting.key != "classifier.python") continue;
      if (int minor = minor_of(setting.value); minor > 0) {
        lowest = std::min(lowest, minor);
        highest = std::max(highest, minor);
      }
    }
  }
  project.range_known = nearest != std::string::npos || highest > 0;
  if (nearest != std::string::npos)
    project.range = required;
  else if (highest > 0)
    project.range = {lowest, highest};
  project.range.low = std::max(project.range.low, kOldestPython);
  project.range.high = std::clamp(project.range.high, project.range.low, kNewestPython + 1);
}

}  // namespace

// What packaging says, `src` by habit, and the root.
std::vector<std::string> package_sources(const std::vector<FileRecord>& records,
                                         const ModuleIndex& index) {
  std::vector<std::string> sources;
  for (const FileRecord& record : records) {
    if (!record.facts.manifest || !is_python_manifest(*record.facts.manifest)) continue;
    std::string base(folder_of(record.entry.path));
    for (const auto& setting : record.facts.manifest->settings) {
      if (setting.key == "packages.where")
        sources.push_back(normal_path(join_path(base, setting.value)));
      if (setting.key == "package-dir")
        if (auto value = trim(setting.value); value.starts_with('='))
          sources.push_back(normal_path(join_path(base, trim(value.substr(1)))));
    }
    auto src = join_path(base, "src");
    if (index.has_folder(src) && !index.is_package(src)) sources.push_back(src);
    bool builds = !record.facts.manifest->package.empty();
    if (builds) sources.push_back(base);
  }
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  std::erase_if(sources, [&](const std::string& folder) { return !index.has_folder(folder); });
  return sources;
}

NameSet declared_imports(const std::vector<FileRecord>& records) {
  NameSet declared, own;
  for (const FileRecord& record : records) {
    if (!record.facts.manifest || !is_python_manifest(*record.facts.manifest)) continue;
    for (const auto& name : imports_of(record.facts.manifest->package)) own.insert(top_of(name));
    for (const auto& dependency : record.facts.manifest->dependencies)
      for (const auto& name : imports_of(dependency.name)) declared.insert(top_of(name));
  }
  for (const auto& name : own) declared.erase(name);
  return declared;
}

PythonProject python_project(const std::vector<FileRecord>& records,
                             const std::vector<Skipped>& skipped) {
  PythonProject project(records, skipped);
  for (const FileRecord& record : records)
    if (record.facts.manifest && is_python_manifest(*record.facts.manifest))
      add_names(record, project);
  for (const auto& name : project.own) project.dependencies.erase(name);
  find_range(project);
  project.sources = package_sources(records, project.index);
  add_command_launches(project);
  add_function_launches(project);
  add_script_launches(project);
  add_notebook_launches(project);
  add_pytest_launches(project);
  add_env_files(project);
  return project;
}

}  // namespace stackfit
