// Finding and reading configuration files. Their text is untrusted: sizes are capped, links and
// special files are not opened, and parsing is left to the depth-capped readers of facts/.
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
#include "facts/document.h"
#include "facts/json_reader.h"

namespace stackfit {
namespace {

constexpr std::string_view kOwnFile = "stackfit.toml", kPython = "pyproject.toml",
                           kNode = "package.json";
constexpr std::size_t kLargest = 1 << 20;

Error config_error(std::string message, std::string where, std::string hint = "") {
  return {ErrorKind::kConfig, std::move(message), std::move(where), std::move(hint)};
}

// A descriptor that closes itself.
struct Opened {
  int descriptor;
  explicit Opened(int opened) : descriptor(opened) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (descriptor >= 0) close(descriptor);
  }
};

Result<std::string> read_file(const std::string& path, int flags) {
  Opened file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags));
  auto failed = [&] {
    return config_error(fmt::format("cannot read the configuration: {}", std::strerror(errno)),
                        path);
  };
  if (file.descriptor < 0) return failed();
  struct stat found = {};
  if (fstat(file.descriptor, &found) != 0) return failed();
  if (!S_ISREG(found.st_mode))
    return config_error("cannot read the configuration: not a regular file", path);
  std::string text;
  char block[1 << 14];
  for (;;) {
    auto got = read(file.descriptor, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > kLargest)
      return config_error(fmt::format("larger than {} bytes", kLargest), path);
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
    return config_error(tree.problem, fmt::format("{}:{}", file.path, tree.problem_line),
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

// `root` and the folders above it up to the one that holds `.git`; `root` alone when none does.
std::vector<std::string> folders_to_search(const std::string& root) {
  char resolved[PATH_MAX];
  if (realpath(root.c_str(), resolved) == nullptr) return {};
  std::vector<std::string> folders;
  for (std::string folder = resolved;; folder = folder_of(folder)) {
    folders.push_back(folder);
    if (exists(folder + "/.git")) return folders;
    if (folder.find('/') == std::string::npos || folder == "/") break;
    if (folder_of(folder).empty()) break;
  }
  folders.resize(1);
  return folders;
}

Result<std::vector<ConfigEntry>> entries_of(const Document& document, DocumentId top,
                                            const std::string& path) {
  std::vector<ConfigEntry> entries;
  std::vector<std::pair<DocumentId, std::vector<std::string>>> open = {{top, {}}};
  while (!open.empty()) {
    auto [map, keys] = std::move(open.back());
    open.pop_back();
    for (auto id : children(document, map)) {
      const DocumentNode& node = document[id];
      auto key = keys;
      key.push_back(node.key);
      if (node.kind == DocumentNode::Kind::kMap) {
        open.push_back({id, std::move(key)});
        continue;
      }
      ConfigEntry entry{std::move(key),
                        {},
                        node.kind == DocumentNode::Kind::kList,
                        fmt::format("{}:{}", path, node.line)};
      for (auto scalar : scalars(document, id)) entry.values.push_back(document[scalar].value);
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

Result<std::vector<ConfigEntry>> read_toml_config(const ConfigFile& file) {
  auto document = read_toml(file.text);
  if (!document) {
    auto error = document.error();
    auto line = error.where.empty() ? "" : ":" + error.where;
    return config_error(error.message, file.path + line, "--isolated ignores configuration files");
  }
  if (base_name(file.path) != kPython) return entries_of(*document, 0, file.path);
  auto section = find(*document, "tool.stackfit");
  if (section == 0) return std::vector<ConfigEntry>();
  return entries_of(*document, section, file.path);
}

Result<std::vector<ConfigEntry>> read_json_config(const ConfigFile& file) {
  auto tree = read_json(file.text);
  if (!tree.problem.empty())
    return config_error(tree.problem, fmt::format("{}:{}", file.path, tree.problem_line));
  std::vector<ConfigEntry> entries;
  std::vector<std::pair<JsonValue, std::vector<std::string>>> open = {
      {root_of(tree)["stackfit"], {}}};
  while (!open.empty()) {
    auto [object, keys] = std::move(open.back());
    open.pop_back();
    for (auto member : object) {
      auto key = keys;
      key.emplace_back(member.key());
      if (member.is(JsonKind::kObject)) {
        open.push_back({member, std::move(key)});
        continue;
      }
      bool is_list = member.is(JsonKind::kArray);
      ConfigEntry entry{
          std::move(key), {}, is_list, fmt::format("{}:{}", file.path, member.line())};
      if (!is_list)
        entry.values.emplace_back(member.text());
      else
        for (auto element : member) entry.values.emplace_back(element.text());
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

}  // namespace

Result<std::optional<ConfigFile>> find_config(const std::string& root) {
  for (const auto& folder : folders_to_search(root)) {
    auto found = configs_in(folder);
    if (!found) return found.error();
    if (found->size() > 1)
      return config_error(fmt::format("configured twice: {} and {}", base_name((*found)[0].path),
                                      base_name((*found)[1].path)),
                          folder, "keep one of them");
    if (!found->empty()) return std::optional<ConfigFile>(std::move(found->front()));
  }
  return std::optional<ConfigFile>();
}

Result<ConfigFile> load_config(const std::string& path) {
  auto text = read_file(path, 0);
  if (!text) return text.error();
  return ConfigFile{path, std::move(*text)};
}

Result<std::vector<ConfigEntry>> read_config(const ConfigFile& file) {
  return extension_of(file.path) == "json" ? read_json_config(file) : read_toml_config(file);
}

Result<ConfigEntry> parse_setting(const std::string& setting) {
  auto equals = setting.find('=');
  if (equals == std::string::npos || equals == 0)
    return Error{ErrorKind::kUsage, fmt::format("--set wants KEY=VALUE, not \"{}\"", setting), "",
                 "for example: --set rules.callback-nesting.severity=error"};
  ConfigEntry entry;
  for (auto part : split(std::string_view(setting).substr(0, equals), '.'))
    entry.key.emplace_back(trim(part));
  entry.where = "--set " + setting;
  auto value = trim(std::string_view(setting).substr(equals + 1));
  auto document = read_toml(fmt::format("value = {}", value));
  auto id = document ? child(*document, 0, "value") : 0;
  if (id == 0 || (*document)[id].kind == DocumentNode::Kind::kMap) {
    entry.values.emplace_back(value);
    return entry;
  }
  entry.is_list = (*document)[id].kind == DocumentNode::Kind::kList;
  for (auto scalar : scalars(*document, id)) entry.values.push_back((*document)[scalar].value);
  // A date or the like has no text of its own in the document.
  if (!entry.is_list && entry.values.size() == 1 && entry.values[0].empty())
    entry.values[0] = std::string(value);
  return entry;
}

}  // namespace stackfit
