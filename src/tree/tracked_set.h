#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tree/git_data.h"

namespace stackfit {

/// The files git tracks, asked by path, and which of them a walk has met.
class TrackedSet {
 public:
  /// Takes files sorted by path.
  explicit TrackedSet(std::vector<TrackedFile> files = {});

  /// The file of that path, now met; null when git does not track it.
  const TrackedFile* meet(const std::string& path);
  /// True when git tracks something below the folder.
  bool any_below(const std::string& folder) const;
  /// Those not met, in order.
  std::vector<const TrackedFile*> unmet() const;

 private:
  std::vector<TrackedFile>::const_iterator find_from(std::string_view path) const;

  std::vector<TrackedFile> files_;
  std::vector<bool> met_;
};

}  // namespace stackfit
