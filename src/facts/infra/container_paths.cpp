#include "facts/infra/container_paths.h"

#include "core/text.h"

namespace stackfit {

std::string in_repository(const std::vector<ContainerMount>& mounts, std::string_view path) {
  for (auto mount = mounts.rbegin(); mount != mounts.rend(); ++mount) {
    if (!path.starts_with(mount->target)) continue;
    auto rest = path.substr(mount->target.size());
    if (!rest.empty() && !rest.starts_with('/') && mount->target != "/") continue;
    return normal_path(join_path(mount->source, rest.substr(rest.starts_with('/'))));
  }
  return std::string(path);
}

std::string as_shell(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) {
    if (!line.empty()) line += ' ';
    bool plain =
        !word.empty() && word.find_first_of(" \t\n'\"\\$&|;<>()*?`#~") == std::string::npos;
    if (plain) {
      line += word;
      continue;
    }
    line += '\'';
    for (char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += '\'';
  }
  return line;
}

}  // namespace stackfit
