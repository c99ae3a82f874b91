// A provisional plain-directory tree.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tree/tree.h"

namespace stackfit {
namespace {
class DirectoryTree final : public Tree {
 public:
  explicit DirectoryTree(std::string root) : root_(std::move(root)) {}
  Result<Listing> list() override {
    Listing listing;
    listing.name = std::filesystem::path(root_).filename();
    std::filesystem::recursive_directory_iterator at(root_), end;
    for (; at != end; ++at) {
      auto name = at->path().filename();
      if (at->is_directory() && (name == ".git" || name == "node_modules" || at->is_symlink())) {
        at.disable_recursion_pending();
        continue;
      }
      if (!at->is_regular_file() || at->is_symlink()) continue;
      listing.entries.push_back(
          {std::filesystem::relative(at->path(), root_), at->file_size(), false, false});
    }
    std::sort(listing.entries.begin(), listing.entries.end(),
              [](auto& a, auto& b) { return a.path < b.path; });
    return listing;
  }
  Result<std::string> read(const std::string& path, std::uint64_t) const override {
    std::ifstream in(root_ + "/" + path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }

 private:
  std::string root_;
};
}  // namespace

Result<std::unique_ptr<Tree>> open_tree(const Options& options) {
  std::unique_ptr<Tree> tree = std::make_unique<DirectoryTree>(options.root);
  return tree;
}

}  // namespace stackfit
