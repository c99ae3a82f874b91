#include "cli/cache_folder.h"

#include <climits>
#include <cstdlib>

namespace stackfit {
namespace {

// Relative paths mean nothing here (XDG Base Directory Specification 0.8).
std::string absolute_variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && value[0] == '/' ? value : "";
}

std::string users_folder() {
  if (auto xdg = absolute_variable("XDG_CACHE_HOME"); !xdg.empty()) return xdg;
  auto home = absolute_variable("HOME");
  return home.empty() ? "" : home + "/.cache";
}

bool lies_below(const std::string& path, const std::string& root) {
  char buffer[PATH_MAX];
  if (realpath(root.c_str(), buffer) == nullptr) return false;
  std::string above = buffer;
  std::string resolved = realpath(path.c_str(), buffer) != nullptr ? buffer : path;
  return (resolved + "/").starts_with(above.ends_with('/') ? above : above + "/");
}

}  // namespace

std::string cache_folder(const Invocation& invocation) {
  if (invocation.no_cache) return "";
  if (!invocation.cache.empty()) return invocation.cache;
  if (const char* given = std::getenv("STACKFIT_CACHE")) return given;
  auto folder = users_folder();
  return folder.empty() || lies_below(folder, invocation.options.root) ? "" : folder + "/stackfit";
}

}  // namespace stackfit
