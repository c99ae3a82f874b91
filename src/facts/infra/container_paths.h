#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// What a container's file system shows of the repository: `COPY . /app`, a mounted volume.
struct ContainerMount {
  std::string source;  ///< relative to the build context
  std::string target;  ///< absolute, in the container
};

/// Where a container path lies relative to the build context, by the latest mount that holds it.
/// What no mount shows is returned as it is: absolute.
std::string in_repository(const std::vector<ContainerMount>& mounts, std::string_view path);

/// The words of an exec-form command as one line of shell, quoted where needed.
std::string as_shell(const std::vector<std::string>& words);

}  // namespace stackfit
