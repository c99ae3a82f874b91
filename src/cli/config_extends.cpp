// `extends`. A configuration may belong to a stranger's pull request, so what it names is opened
// beneath the root of its repository, component by component and through no link; only files called
// *.toml or package.json are read at all, which keeps git's own files, with the tokens a checkout
// leaves in them, out of every error message.
#include <fmt/format.h>

#include <algorithm>

#include "cli/config.h"
#include "core/text.h"
#include "tree/beneath.h"

namespace stackfit {
namespace {

constexpr std::size_t kDeepest = 8, kMostFiles = 32;

class Reader {
 public:
  explicit Reader(std::string boundary)
      : boundary_(std::move(boundary)), root_(open_root(boundary_)) {}

  // Recursion as deep as kDeepest.
  Result<void> read(const ConfigFile& file) {
    auto entries = read_config(file);
    if (!entries) return entries.error();
    open_.push_back(file.path);
    for (const auto& entry : *entries) {
      if (entry.key != std::vector<std::string>{"extends"}) continue;
      for (const auto& name : entry.values)
        if (auto extended = extend(file, name, entry.where); !extended) return extended.error();
    }
    open_.pop_back();
    done_.files.push_back(shown_path(file.path));
    for (auto& entry : *entries)
      if (entry.key != std::vector<std::string>{"extends"})
        done_.entries.push_back(std::move(entry));
    return {};
  }

  Configuration take() { return std::move(done_); }

 private:
  static Error refused(std::string message, const std::string& where, std::string hint) {
    return {ErrorKind::kConfig, std::move(message), where, std::move(hint)};
  }

  Result<void> extend(const ConfigFile& file, const std::string& name, const std::string& where) {
    auto path = path_of(file, name, where);
    if (!path) return path.error();
    auto full = join_path(boundary_, *path);
    if (std::find(open_.begin(), open_.end(), full) != open_.end())
      return refused(fmt::format("\"{}\" extends itself", name), where, "remove one of the two");
    if (open_.size() == kDeepest || ++files_ > kMostFiles)
      return refused(
          fmt::format("extends more than {} files deep or {} in all", kDeepest, kMostFiles), where,
          "join some of them");
    auto text = read_beneath(root_.get(), *path, kLargestConfig);
    if (!text)
      return refused(
          fmt::format("cannot read \"{}\", which it extends: {}", name, text.error().message),
          where, "extends names a file of this repository; links are not followed");
    return read({full, std::move(*text)});
  }

  // Relative to the boundary.
  Result<std::string> path_of(const ConfigFile& file, const std::string& name,
                              const std::string& where) const {
    constexpr std::string_view kHint = "extends takes paths of files in this repository";
    if (name.find("://") != std::string::npos)
      return refused(fmt::format("\"{}\" is an address: configurations are never fetched", name),
                     where, std::string(kHint));
    auto folder = folder_of(file.path);
    auto inner = folder.size() > boundary_.size() ? folder.substr(boundary_.size() + 1) : "";
    auto path = normal_path(join_path(inner, name));
    if (name.empty() || name.starts_with('/') || name.starts_with('~') || path.starts_with(".."))
      return refused(fmt::format("\"{}\" leaves the repository", name), where, std::string(kHint));
    if (!path.ends_with(".toml") && base_name(path) != "package.json")
      return refused(fmt::format("\"{}\" is no configuration", name), where,
                     "extends takes *.toml files and package.json");
    return path;
  }

  std::string boundary_;
  UniqueFd root_;
  Configuration done_;
  std::vector<std::string> open_;  // from the first file to the one being read
  std::size_t files_ = 1;
};

}  // namespace

Result<Configuration> read_with_extended(const ConfigFile& file) {
  Reader reader(config_boundary(file.path));
  if (auto read = reader.read(file); !read) return read.error();
  return reader.take();
}

}  // namespace stackfit
