#include <algorithm>
#include <map>

#include "core/text.h"
#include "tree/tree.h"

namespace stackfit {
namespace {

class MemoryTree final : public Tree {
 public:
  MemoryTree(std::vector<std::pair<std::string, std::string>> files, std::string name)
      : name_(std::move(name)),
        files_(std::make_move_iterator(files.begin()), std::make_move_iterator(files.end())) {}

  Result<Listing> list() override {
    Listing listing;
    listing.name = name_;
    for (const auto& [path, text] : files_)
      listing.entries.push_back({path, text.size(), text.starts_with("#!"), true});
    return listing;
  }

  Result<std::string> read(const std::string& path, std::uint64_t max_bytes) const override {
    auto file = files_.find(path);
    if (file == files_.end()) return Error{ErrorKind::kInput, "no such file", path, ""};
    if (file->second.size() > max_bytes) return Error{ErrorKind::kInput, "too large", path, ""};
    return file->second;
  }

 private:
  std::string name_;
  std::map<std::string, std::string> files_;
};

}  // namespace

std::unique_ptr<Tree> memory_tree(std::vector<std::pair<std::string, std::string>> files,
                                  std::string name) {
  return std::make_unique<MemoryTree>(std::move(files), std::move(name));
}

}  // namespace stackfit
