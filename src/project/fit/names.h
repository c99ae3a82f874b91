#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/data_table.h"

namespace stackfit {

/// rules/data/fit-names.toml, parsed once.
struct FitNames {
  NameSet bundled_categories;
  NameSet ambiguous_imports;
  NameSet page_signals, page_categories;
  NameSet tooling_folders, tooling_stems, command_folders;
  NameSet served_folders, part_folders, integration_folders;
  NameSet weaker_in_notebooks;  ///< kinds of work that a notebook does not do
  NameSet tooling_anywhere;     ///< of the folders, those that mean it at any depth
  std::vector<std::string> tooling_beginnings, tooling_endings;
  NameSet entry_scripts;
  NameSet python_servers, node_servers, interface_servers;
  NameSet foreign_extensions, native_extensions, wrapped_extensions;
};
const FitNames& fit_names();

/// The image's name without registry host, tag and digest: `pytorch/pytorch` of
/// `docker.io/pytorch/pytorch:2.1-cuda`.
std::string image_name(std::string_view reference);

/// True for files that build, configure or release the product rather than being part of it.
bool is_tooling_path(std::string_view path);

/// The same in a project whose roots (folders with a manifest, and "") are known: `tools/` beside a
/// manifest serves the project, `src/tools/` is a part of it.
bool is_tooling_of(std::string_view path, const std::set<std::string, std::less<>>& roots);

/// True for files of command-line programs, which serve nobody.
bool is_command_path(std::string_view path);

/// True for what a server hands to browsers as it stands, and pages start.
bool is_served_path(std::string_view path);

/// True for what connects the product with one of many systems.
bool is_integration_path(std::string_view path);

/// The words of a shell command that could be programs: the first of each simple command, without
/// folder, `sudo`, `exec`, `npx` and assignments. A rough reading: quotes are not interpreted.
std::vector<std::string> programs_in(std::string_view command);

}  // namespace stackfit
