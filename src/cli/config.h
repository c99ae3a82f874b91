#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.h"
#include "core/result.h"

namespace stackfit {

/// Where a configuration was found and what it says, not yet understood.
struct ConfigFile {
  std::string path;
  std::string text;
};

/// One `key = value` of a configuration.
struct ConfigEntry {
  std::vector<std::string> key;     ///< `rules`, `callback-nesting`, `severity`
  std::vector<std::string> values;  ///< one for a scalar, as text
  bool is_list = false;
  std::string where;  ///< `stackfit.toml:3`
  std::string file;   ///< `stackfit.toml`; empty: the command line
};

/// A configuration with what it extends.
struct Configuration {
  std::vector<std::string> files;    ///< as shown to people; what is extended stands first
  std::vector<ConfigEntry> entries;  ///< later ones win
};

/// The nearest folder with a configuration, from `root` up to the root of its repository; never
/// beyond, and without a repository no further than `root`. A configuration is stackfit.toml, or
/// the section `tool.stackfit` of pyproject.toml, or the member "stackfit" of package.json; two in
/// one folder are an error. Links are not followed.
Result<std::optional<ConfigFile>> find_config(const std::string& root);

/// The file of --config; what it is called decides which section is read.
Result<ConfigFile> load_config(const std::string& path);

/// What the file says, key by key, in its order; the key of a table in an array holds its index.
/// Fails with kConfig and `path:line` when it cannot be understood.
Result<std::vector<ConfigEntry>> read_config(const ConfigFile& file);

/// The file and, before it, what its `extends` names: files of the same repository, by paths
/// relative to the file that names them. Fails with kConfig on a path that leaves the repository or
/// goes through a link, on an address, a cycle, and beyond 8 levels or 32 files.
Result<Configuration> read_with_extended(const ConfigFile& file);

/// `KEY=VALUE` of --set: the value as TOML, or else as plain text.
Result<ConfigEntry> parse_setting(const std::string& setting);

/// Writes one entry into the invocation. The file may belong to a stranger's pull request: nothing
/// in it can name an output path or reach outside the root. Fails with kConfig, place and the
/// nearest name on an unknown key.
Result<void> apply_config(const ConfigEntry& entry, Invocation& invocation);

/// A path as people know it: relative to the current folder when it lies below it.
std::string shown_path(const std::string& path);

/// The folder that nothing a configuration names may leave: the root of the repository around
/// `path`, or without one its own folder. Empty when there is no such folder.
std::string config_boundary(const std::string& path);

/// The most bytes a configuration may have.
inline constexpr std::size_t kLargestConfig = 1 << 20;

}  // namespace stackfit
