#pragma once
#include <string>

#include "core/result.h"
#include "tree/unique_fd.h"

namespace stackfit {

/// The database file of a store's folder, and the agreement on who may replace it: everybody who
/// has the database open holds a shared lock on a file beside it, and only who holds that lock
/// alone may move the database away. (Without it, two databases would share one journal's name.)
class StoreFile {
 public:
  /// Makes the folder when it is missing (readable for its owner alone), and takes the shared lock.
  /// Fails with kIo. `read_only` makes nothing and takes the lock only where there is one.
  static Result<StoreFile> open(const std::string& folder, bool read_only);

  const std::string& path() const { return path_; }
  std::string damaged_path() const { return path_ + ".damaged"; }
  /// Moves the database away, in place of an older one that was moved. False when others use it.
  bool set_aside() const;

 private:
  std::string path_;
  UniqueFd lock_;
};

}  // namespace stackfit
