#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/options.h"
#include "core/result.h"
#include "registry/address.h"

namespace stackfit {

/// What an npmrc file says, `${NAME}` filled in from the environment (one that is not set stays as
/// it is written). Later lines win. Sections and lists are left out: nothing here asks for them.
using NpmConfig = std::map<std::string, std::string, std::less<>>;
using Environment = std::map<std::string, std::string, std::less<>>;
NpmConfig read_npmrc(std::string_view text, const Environment& environment);

/// The environment of this process.
Environment process_environment();

/// Whom to ask, and with which secret.
struct RegistrySettings {
  Address base;
  std::string source;   ///< where it is said: `--registry`, `npm_config_registry`, `~/.npmrc` …
  bool chosen = false;  ///< by --registry: http and this machine are then meant
  std::string authorization;  ///< value of the header; empty: none. Never printed
  /// Scopes that the user's settings map to another registry: their names are nobody else's.
  std::vector<std::string> other_scopes;
};

/// Where the user's own npmrc is: npm_config_userconfig, else .npmrc in the home folder. Empty when
/// there is none, or when it lies in the scanned tree: what is scanned decides nothing.
std::string user_npmrc(const Environment& environment, const std::string& root);

/// Puts the settings together: --registry, then the environment, then the user's npmrc, then the
/// registry the program was built for. Below an npm script, npm_config_* variables are left out:
/// npm fills them from the project's own .npmrc as well (its lib/set-envs.js). A secret belongs to
/// the address it was written for. Fails with kConfig and what to do.
Result<RegistrySettings> registry_settings(const OnlineOptions& options,
                                           const Environment& environment, const NpmConfig& user);

/// The registry the program was built for; empty: none.
std::string_view built_in_registry();

}  // namespace stackfit
