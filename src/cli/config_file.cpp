// Finding configuration files. They are untrusted: sizes are capped, links and special files are
// not opened.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "cli/config.h"
#include "core/text.h"
#include "facts/json_reader.h"
#include "tree/unique_fd.h"

namespace stackfit {
namespace {

constexpr std::string_view kOwnFile = "stackfit.toml", kPython = "pyproject.toml",
                           kNode = "package.json";

Error config_error(std::string message, std::string where, std::string hint = "") {
  return {ErrorKind::kConfig, std::move(message), std::move(where), std::move(hint)};
}

Result<std::string> read_file(const std::string& path, int flags) {
  UniqueFd file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags));
  auto failed = [&] {
    return config_error(fmt::format("cannot read the configuration: {}", std::strerror(errno)),
                        shown_path(path));
  };
  if (!file.valid()) return failed();
  struct stat found = {};
  if (fstat(file.get(), &found) != 0) return failed();
  if (!S_ISREG(found.st_mode))
    return config_error("cannot read the configuration: not a regular file", shown_path(path));
  std::string text;
  char block[1 << 14];
  for (;;) {
    auto got = read(file.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > kLargestConfig)
      return config_error(fmt::format("larger than {} bytes", kLargestConfig), shown_path(path));
  }
}

bool exists(const std::string& path) {
  struct stat found = {};
  return lstat(path.c_str(), &found) == 0;
}

bool is_regular(const std::string& path) {
  struct stat found = {};
  return lstat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

// A manifest that cannot be read or understood is the scanned project's trouble and shows in the
// report, unless it looks as if it configures stackfit.
Result<bool> configures_us(const ConfigFile& file) {
  auto name = base_name(file.path);
  auto mark = name == kPython ? "[tool.stackfit" : "\"stackfit\"";
  if (file.text.find(mark) == std::string::npos) return false;
  if (name == kPython) return true;
  auto tree = read_json(file.text);
  if (!tree.problem.empty())
    return config_error(tree.problem,
                        fmt::format("{}:{}", shown_path(file.path), tree.problem_line),
                        "--isolated ignores configuration files");
  return root_of(tree)["stackfit"].exists();
}

Result<std::vector<ConfigFile>> configs_in(const std::string& folder) {
  std::vector<ConfigFile> found;
  if (auto path = join_path(folder, kOwnFile); exists(path)) {
    auto text = read_file(path, O_NOFOLLOW);
    if (!text) return text.error();
    found.push_back({path, std::move(*text)});
  }
  for (auto name : {kPython, kNode}) {
    auto path = join_path(folder, name);
    if (!is_regular(path)) continue;
    auto text = read_file(path, O_NOFOLLOW);
    if (!text) continue;
    ConfigFile file{path, std::move(*text)};
    auto ours = configures_us(file);
    if (!ours) return ours.error();
    if (*ours) found.push_back(std::move(file));
  }
  return found;
}

std::string resolved(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? "" : buffer;
}

// The folder a file lies in, as something that can be opened.
std::string own_folder(const std::string& path) {
  auto folder = std::string(folder_of(path));
  if (!folder.empty()) return folder;
  return path.starts_with('/') ? "/" : ".";
}

// `root` and the folders above it up to the one that holds `.git`; `root` alone when none does.
std::vector<std::string> folders_to_search(const std::string& root) {
  std::string start = resolved(root);
  if (start.empty()) return {};
  std::vector<std::string> folders;
  for (std::string folder = start;; folder = folder_of(folder)) {
    folders.push_back(folder);
    if (exists(folder + "/.git")) return folders;
    if (folder.find('/') == std::string::npos || folder == "/") break;
    if (folder_of(folder).empty()) break;
  }
  folders.resize(1);
  return folders;
}

}  // namespace

Result<std::optional<ConfigFile>> find_config(const std::string& root) {
  for (const auto& folder : folders_to_search(root)) {
    auto found = configs_in(folder);
    if (!found) return found.error();
    if (found->size() > 1)
      return config_error(fmt::format("configured twice: {} and {}", base_name((*found)[0].path),
                                      base_name((*found)[1].path)),
                          shown_path(folder), "keep one of them");
    if (!found->empty()) return std::optional<ConfigFile>(std::move(found->front()));
  }
  return std::optional<ConfigFile>();
}

Result<ConfigFile> load_config(const std::string& path) {
  auto text = read_file(path, 0);
  if (!text) return text.error();
  auto folder = resolved(own_folder(path));
  return ConfigFile{join_path(folder == "/" ? "" : folder, base_name(path)), std::move(*text)};
}

std::string shown_path(const std::string& path) {
  char buffer[PATH_MAX];
  if (getcwd(buffer, sizeof buffer) == nullptr) return path;
  std::string below = std::string(buffer) + "/";
  return path.size() > below.size() && path.starts_with(below) ? path.substr(below.size()) : path;
}

std::string config_boundary(const std::string& path) {
  auto folders = folders_to_search(own_folder(path));
  return folders.empty() ? "" : folders.back();
}

}  // namespace stackfit
