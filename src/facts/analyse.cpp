#include "facts/analyse.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/text.h"
#include "facts/fit/notebook_reader.h"
#include "facts/fit/text_tests.h"
#include "facts/generated.h"
#include "facts/infra/readers.h"
#include "facts/javascript/tsconfig_reader.h"
#include "facts/mentions.h"
#include "facts/npm/readers.h"
#include "facts/python/locks.h"
#include "facts/reader.h"
#include "facts/rules/query_rules.h"
#include "facts/source_needs.h"

namespace stackfit {
namespace {

bool is_source(std::string_view path) {
  return language_of_path(path) != nullptr;
}
bool is_package_json(std::string_view path) {
  return base_name(path) == "package.json";
}
bool is_package_lock(std::string_view path) {
  auto name = base_name(path);
  return name == "package-lock.json" || name == "npm-shrinkwrap.json" ||
         name == ".package-lock.json";
}
bool is_yarn_lock(std::string_view path) {
  return base_name(path) == "yarn.lock";
}
bool is_pnpm_lock(std::string_view path) {
  return base_name(path) == "pnpm-lock.yaml";
}
bool is_pnpm_workspace(std::string_view path) {
  return base_name(path) == "pnpm-workspace.yaml";
}
bool is_bun_lock(std::string_view path) {
  return base_name(path) == "bun.lock" || base_name(path) == "bun.lockb";
}

constexpr FileReader kReaders[] = {
    {"source", is_source, read_source_file, &Limits::source_bytes},
    {"package-json", is_package_json, read_package_json, &Limits::manifest_bytes},
    {"bower", is_bower, read_bower, &Limits::manifest_bytes},
    {"tsconfig", is_tsconfig, read_tsconfig, &Limits::manifest_bytes},
    {"package-lock", is_package_lock, read_package_lock, &Limits::lockfile_bytes},
    {"yarn-lock", is_yarn_lock, read_yarn_lock, &Limits::lockfile_bytes},
    {"pnpm-lock", is_pnpm_lock, read_pnpm_lock, &Limits::lockfile_bytes},
    {"pnpm-workspace", is_pnpm_workspace, read_pnpm_workspace, &Limits::manifest_bytes},
    {"npm-settings", is_npm_settings, read_npm_settings, &Limits::manifest_bytes},
    {"bun-lock", is_bun_lock, read_bun_lock, &Limits::lockfile_bytes},
    {"pyproject", is_pyproject, read_pyproject, &Limits::manifest_bytes},
    {"requirements", is_requirements, read_requirements, &Limits::manifest_bytes},
    {"python-ini", is_python_ini, read_python_ini, &Limits::manifest_bytes},
    {"setup-py", is_setup_py, read_setup_py, &Limits::source_bytes},
    {"pipfile", is_pipfile, read_pipfile, &Limits::manifest_bytes},
    {"poetry-lock", is_poetry_lock, read_poetry_lock, &Limits::lockfile_bytes},
    {"uv-lock", is_uv_lock, read_uv_lock, &Limits::lockfile_bytes},
    {"pdm-lock", is_pdm_lock, read_pdm_lock, &Limits::lockfile_bytes},
    {"pipfile-lock", is_pipfile_lock, read_pipfile_lock, &Limits::lockfile_bytes},
    {"conda", is_conda_environment, read_conda_environment, &Limits::manifest_bytes},
    {"version-file", is_version_file, read_version_file, &Limits::manifest_bytes},
    {"dockerfile", is_dockerfile, read_dockerfile, &Limits::manifest_bytes},
    {"compose", is_compose, read_compose, &Limits::manifest_bytes},
    {"ci", is_ci_configuration, read_ci_configuration, &Limits::manifest_bytes},
    {"procfile", is_procfile, read_procfile, &Limits::manifest_bytes},
    {"makefile", is_makefile, read_makefile, &Limits::manifest_bytes},
    {"readme", is_readme, read_readme, &Limits::manifest_bytes},
    {"installed-readme", is_installed_readme, read_installed_readme, &Limits::manifest_bytes},
    {"shell", is_shell_script, read_shell_script, &Limits::manifest_bytes},
    {"env-file", is_env_file, read_env_file, &Limits::manifest_bytes},
    {"launch-json", is_launch_json, read_launch_json, &Limits::manifest_bytes},
    {"service", is_service_unit, read_service_unit, &Limits::manifest_bytes},
    {"functions", is_function_table, read_function_table, &Limits::manifest_bytes},
    {"kubernetes", is_kubernetes, read_kubernetes, &Limits::manifest_bytes},
    {"nox", is_noxfile, read_noxfile, &Limits::source_bytes},
    {"gitignore", is_gitignore, read_gitignore, &Limits::manifest_bytes},
    {"notebook", is_notebook, read_notebook, &Limits::manifest_bytes},
    {"text-tests", has_text_tests, read_text_tests, &Limits::manifest_bytes},
};

// Callback nesting asks sources in which there may be callbacks, and manifests for the Node they
// need; questions about packages ask no source.
bool wanted_by(SourceNeeds needs, const FileReader& reader, std::string_view path) {
  switch (needs) {
    case SourceNeeds::kEverything:
      return true;
    case SourceNeeds::kCallbacks:
      return reader.accepts == is_source ? !language_of_path(path)->is_python()
                                         : reader.accepts == is_package_json;
    case SourceNeeds::kNothing:
      return reader.accepts != is_source;
  }
  return true;
}

}  // namespace

bool is_interesting(std::string_view path) {
  return std::any_of(std::begin(kReaders), std::end(kReaders),
                     [&](const FileReader& reader) { return reader.accepts(path); });
}

bool is_worth_reading(const Entry& entry) {
  return is_interesting(entry.path) || (entry.size <= kMostMentionBytes && may_mention(entry.path));
}

bool is_worth_reading(const Entry& entry, SourceNeeds needs) {
  if (needs == SourceNeeds::kEverything) return is_worth_reading(entry);
  return std::any_of(std::begin(kReaders), std::end(kReaders), [&](const FileReader& reader) {
    return reader.accepts(entry.path) && wanted_by(needs, reader, entry.path);
  });
}

std::string kind_of_path(std::string_view path) {
  bool plain =
      is_source(path) && !may_mention(path) &&
      std::none_of(std::begin(kReaders), std::end(kReaders), [&](const FileReader& reader) {
        return reader.accepts != is_source && reader.accepts(path);
      });
  return plain ? "." + std::string(extension_of(path)) + place_of(path) : std::string(path);
}

// Readers are asked only while they could change the answer: the last one loads tables of its own.
std::uint64_t size_limit(std::string_view path, const Limits& limits) {
  std::optional<std::uint64_t> largest;
  for (const auto& reader : kReaders)
    if (limits.*reader.limit > largest.value_or(0) && reader.accepts(path))
      largest = limits.*reader.limit;
  return largest.value_or(kMostMentionBytes);
}

void warm_up(const AnalysisContext& context, const std::vector<Entry>& entries) {
  std::set<const Language*> present;
  for (const auto& entry : entries) present.insert(language_of_path(entry.path));
  // One trusted line per language, with a nested callback so that the callback tables load as well.
  constexpr std::pair<std::string_view, std::string_view> kSamples[] = {
      {"a.js", "aa(f, function (err) { bb(f, (err) => cc(err)); });\n"},
      {"a.ts", "aa(f, (err) => bb(f, (err) => cc(err)));\n"},
      {"a.tsx", "aa(f, (err) => bb(f, (err) => cc(err)));\n"},
      {"a.py", "import os\n"},
      {"package.json", "{}"}};
  for (const auto& [path, text] : kSamples)
    if (present.count(language_of_path(path)) > 0)
      analyse_file(context, Entry{std::string(path), text.size(), false, false}, text);
}

FileFacts analyse_file(const AnalysisContext& context, const Entry& entry, std::string_view bytes) {
  // One set of parsers per thread: creating them is a third of the cost of a small file.
  thread_local Parser parser;
  FileInput input{context, entry, bytes, parser};
  const SourceNeeds needs = needs_of(context);
  FileFacts facts;
  for (const auto& reader : kReaders)
    if (reader.accepts(entry.path) && wanted_by(needs, reader, entry.path))
      reader.read(input, facts);
  if (needs == SourceNeeds::kEverything && may_mention(entry.path)) read_mentions(input, facts);
  if (facts.manifest && !facts.source)
    facts.suppressions = find_suppressions(facts.manifest->format, bytes);
  return facts;
}

}  // namespace stackfit
