#include "tree/tracked_set.h"

#include <algorithm>

namespace stackfit {

TrackedSet::TrackedSet(std::vector<TrackedFile> files)
    : files_(std::move(files)), met_(files_.size()) {}

std::vector<TrackedFile>::const_iterator TrackedSet::find_from(std::string_view path) const {
  return std::lower_bound(files_.begin(), files_.end(), path,
                          [](const TrackedFile& f, std::string_view p) { return f.path < p; });
}

const TrackedFile* TrackedSet::meet(const std::string& path) {
  auto at = find_from(path);
  if (at == files_.end() || at->path != path) return nullptr;
  met_[static_cast<std::size_t>(at - files_.begin())] = true;
  return &*at;
}

bool TrackedSet::any_below(const std::string& folder) const {
  auto prefix = folder + "/";
  auto at = find_from(prefix);
  return at != files_.end() && at->path.starts_with(prefix);
}

std::vector<const TrackedFile*> TrackedSet::unmet() const {
  std::vector<const TrackedFile*> rest;
  for (std::size_t i = 0; i < files_.size(); ++i)
    if (!met_[i]) rest.push_back(&files_[i]);
  return rest;
}

}  // namespace stackfit
