// An editor or a formatter's hook has text that is in no file yet. It is analysed as if it were the
// named file: what can be said of one file alone is said, what needs the project (whether a module
// is shadowed, what a lockfile resolves) is not.
#include "cli/standard_input.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "core/text.h"

namespace stackfit {
namespace {

Error usage(std::string message, std::string hint = "") {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

// Editors know absolute paths.
std::string below(const std::string& root, const std::string& name) {
  char buffer[PATH_MAX];
  if (realpath(root.c_str(), buffer) == nullptr) return name;
  auto folder = std::string(buffer) + "/";
  return name.starts_with(folder) ? name.substr(folder.size()) : name;
}

}  // namespace

Result<void> settle_standard_input(const Invocation& invocation, Options& options) {
  bool dash = invocation.arguments == std::vector<std::string>{"-"};
  if (!dash && options.stdin_filename.empty()) return {};
  if (options.stdin_filename.empty())
    return usage("\"-\" wants --stdin-filename", "stackfit check - --stdin-filename src/app.js");
  if (!dash)
    return usage("--stdin-filename wants \"-\" instead of a path",
                 "stackfit check - --stdin-filename src/app.js");
  if (options.change.wanted())
    return usage("standard input has no other state to compare it with",
                 "leave out --staged or --since");
  auto name = normal_path(below(options.root, options.stdin_filename));
  if (name.empty() || name == "." || name.starts_with("/") || name.starts_with("../") ||
      name == ".." || name.find('\0') != std::string::npos)
    return usage(fmt::format("\"{}\" is not below the current folder", options.stdin_filename));
  options.stdin_filename = name;
  return {};
}

Result<std::unique_ptr<Tree>> read_standard_input(const Options& options) {
  const auto& limits = options.limits;
  auto most = std::max({limits.source_bytes, limits.manifest_bytes, limits.lockfile_bytes}) + 1;
  std::string text;
  std::string block(1 << 16, '\0');
  while (text.size() < most) {
    auto count = read(STDIN_FILENO, block.data(), block.size());
    if (count == 0) break;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return Error{ErrorKind::kIo, fmt::format("cannot read: {}", std::strerror(errno)),
                   "standard input", ""};
    text.append(block, 0, static_cast<std::size_t>(count));
  }
  return memory_tree({{options.stdin_filename, std::move(text)}},
                     std::string(base_name(options.stdin_filename)));
}

}  // namespace stackfit
