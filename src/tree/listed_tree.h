#pragma once
#include <memory>

#include "tree/tree.h"

namespace stackfit {

/// A tree whose files are listed already, so that who lists it again gets the same and pays
/// nothing; once.
class ListedTree final : public Tree {
 public:
  ListedTree(std::unique_ptr<Tree> tree, Listing listing)
      : tree_(std::move(tree)), listing_(std::move(listing)), fresh_(true) {}

  Result<Listing> list() override {
    if (!fresh_) return tree_->list();
    fresh_ = false;
    return std::move(listing_);
  }
  Result<std::string> read(const std::string& path, std::uint64_t max_bytes) const override {
    return tree_->read(path, max_bytes);
  }
  Result<std::string> read_entry(const Entry& entry, std::uint64_t max_bytes) const override {
    return tree_->read_entry(entry, max_bytes);
  }

 private:
  std::unique_ptr<Tree> tree_;
  Listing listing_;
  bool fresh_;
};

}  // namespace stackfit
