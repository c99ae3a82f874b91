#include "project/fit/names.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

void merge(NameSet& into, const NameSet& names) {
  into.insert(names.begin(), names.end());
}

FitNames read_names() {
  constexpr std::string_view kFile = "data/fit-names.toml";
  FitNames names;
  for (const auto& row : data_rows(kFile, "bundled"))
    merge(names.bundled_categories, row.names("categories"));
  for (const auto& row : data_rows(kFile, "ambiguous"))
    merge(names.ambiguous_imports, row.names("imports"));
  for (const auto& row : data_rows(kFile, "pages")) {
    merge(names.page_signals, row.names("signals"));
    merge(names.page_categories, row.names("categories"));
  }
  for (const auto& row : data_rows(kFile, "tooling")) {
    merge(names.tooling_folders, row.names("folders"));
    merge(names.tooling_anywhere, row.names("anywhere"));
    merge(names.tooling_stems, row.names("stems"));
    names.tooling_beginnings = row.list("beginnings");
    names.tooling_endings = row.list("endings");
  }
  for (const auto& row : data_rows(kFile, "command"))
    merge(names.command_folders, row.names("folders"));
  for (const auto& row : data_rows(kFile, "served"))
    merge(names.served_folders, row.names("folders"));
  for (const auto& row : data_rows(kFile, "integration"))
    merge(names.integration_folders, row.names("folders"));
  for (const auto& row : data_rows(kFile, "notebook"))
    merge(names.weaker_in_notebooks, row.names("weaker"));
  for (const auto& row : data_rows(kFile, "parts")) merge(names.part_folders, row.names("folders"));
  for (const auto& row : data_rows(kFile, "entry"))
    merge(names.entry_scripts, row.names("scripts"));
  for (const auto& row : data_rows(kFile, "server")) {
    merge(names.python_servers, row.names("python"));
    merge(names.node_servers, row.names("node"));
    merge(names.interface_servers, row.names("interface"));
  }
  for (const auto& row : data_rows(kFile, "foreign")) {
    merge(names.foreign_extensions, row.names("extensions"));
    if (row.flag("native")) merge(names.native_extensions, row.names("extensions"));
  }
  for (const auto& row : data_rows(kFile, "wrapped"))
    merge(names.wrapped_extensions, row.names("extensions"));
  return names;
}

bool is_blank_or_operator(char c) {
  return std::string_view(" \t\n;&|()").find(c) != std::string_view::npos;
}

bool passes_on(std::string_view word) {
  constexpr std::string_view kWrappers[] = {"sudo", "exec",   "npx", "env", "cross-env", "time",
                                            "then", "poetry", "uv",  "run", "pipenv",    "dotenv"};
  bool assignment = word.find('=') != std::string_view::npos;
  return assignment || word.starts_with('-') ||
         std::find(std::begin(kWrappers), std::end(kWrappers), word) != std::end(kWrappers);
}

bool lies_in(std::string_view path, const NameSet& folders) {
  auto parts = split(folder_of(path), '/');
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return folders.count(lower(part)) > 0; });
}

// Names that build or configure count in folders that `may_hold` them.
template <class MayHold>
bool is_tooling(std::string_view path, MayHold may_hold) {
  const auto& names = fit_names();
  for (std::size_t from = 0, to; (to = path.find('/', from)) != std::string_view::npos;
       from = to + 1) {
    auto folder = lower(path.substr(from, to - from));
    if (names.tooling_anywhere.count(folder) > 0) return true;
    auto parent = path.substr(0, from > 0 ? from - 1 : 0);
    if (names.tooling_folders.count(folder) > 0 && may_hold(parent)) return true;
  }
  auto name = base_name(path), extension = extension_of(path);
  auto stem = lower(extension.empty() ? name : name.substr(0, name.size() - extension.size() - 1));
  auto begins = [&](const std::string& beginning) { return stem.starts_with(beginning); };
  auto ends = [&](const std::string& ending) { return stem.ends_with(ending); };
  return (names.tooling_stems.count(stem) > 0 && may_hold(folder_of(path))) ||
         std::any_of(names.tooling_beginnings.begin(), names.tooling_beginnings.end(), begins) ||
         std::any_of(names.tooling_endings.begin(), names.tooling_endings.end(), ends);
}

}  // namespace

const FitNames& fit_names() {
  static const FitNames kNames = read_names();
  return kNames;
}

std::string image_name(std::string_view reference) {
  reference = trim(reference);
  reference = reference.substr(0, reference.find_first_of(" \t"));  // `image AS stage`
  reference = reference.substr(0, reference.find('@'));
  auto slash = reference.find('/');
  if (slash != std::string_view::npos) {
    auto host = reference.substr(0, slash);
    if (host.find_first_of(".:") != std::string_view::npos || host == "localhost")
      reference.remove_prefix(slash + 1);
  }
  auto colon = reference.find(':');
  reference = reference.substr(0, colon);
  if (reference.starts_with("library/")) reference.remove_prefix(8);
  return std::string(reference);
}

bool is_tooling_path(std::string_view path) {
  return is_tooling(path, [](std::string_view) { return true; });
}

bool is_tooling_of(std::string_view path, const std::set<std::string, std::less<>>& roots) {
  return is_tooling(path, [&](std::string_view folder) { return roots.contains(folder); });
}

bool is_command_path(std::string_view path) {
  return lies_in(path, fit_names().command_folders);
}

bool is_served_path(std::string_view path) {
  return lies_in(path, fit_names().served_folders);
}

bool is_integration_path(std::string_view path) {
  return lies_in(path, fit_names().integration_folders);
}

std::vector<std::string> programs_in(std::string_view command) {
  std::vector<std::string> programs;
  bool expected = true;
  for (std::size_t at = 0; at < command.size();) {
    auto end = at;
    while (end < command.size() && !is_blank_or_operator(command[end])) ++end;
    auto word = command.substr(at, end - at);
    if (!word.empty() && expected && !passes_on(word)) {
      programs.emplace_back(base_name(word));
      expected = false;
    }
    if (end < command.size() && command[end] != ' ' && command[end] != '\t') expected = true;
    at = end + 1;
  }
  return programs;
}

}  // namespace stackfit
