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
};

/// The nearest folder with a configuration, from `root` up to the root of its repository; never
/// beyond, and without a repository no further than `root`. A configuration is stackfit.toml, or
/// the section `tool.stackfit` of pyproject.toml, or the member "stackfit" of package.json; two in
/// one folder are an error. Links are not followed.
Result<std::optional<ConfigFile>> find_config(const std::string& root);

/// The file of --config; what it is called decides which section is read.
Result<ConfigFile> load_config(const std::string& path);

/// What the file says, key by key. Fails with kConfig and `path:line` when it cannot be understood.
Result<std::vector<ConfigEntry>> read_config(const ConfigFile& file);

/// `KEY=VALUE` of --set: the value as TOML, or else as plain text.
Result<ConfigEntry> parse_setting(const std::string& setting);

/// Writes one entry into the invocation. The file may belong to a stranger's pull request: nothing
/// in it can name an output path or reach outside the root. Fails with kConfig, place and the
/// nearest name on an unknown key.
Result<void> apply_config(const ConfigEntry& entry, Invocation& invocation);

}  // namespace stackfit
