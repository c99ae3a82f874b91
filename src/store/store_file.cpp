#include "store/store_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/text.h"

namespace stackfit {
namespace {

// The number is that of the tables' layout: a stackfit with another one has another file.
constexpr const char* kName = "/stackfit-1.db";
constexpr int kTries = 100;
constexpr useconds_t kPause = 10'000;

Error unusable(const std::string& what, const std::string& path) {
  return {ErrorKind::kIo, what + ": " + std::strerror(errno), path, ""};
}

// As `mkdir -p`.
bool make_folders(const std::string& path) {
  for (auto slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    bool last = slash == std::string::npos;
    if (mkdir(path.substr(0, slash).c_str(), 0700) != 0 && errno != EEXIST && last) return false;
    if (last) return true;
  }
}

// Whoever holds the lock alone does so for as long as renaming a file takes.
bool lock_shared(int lock) {
  for (int tries = 0; tries < kTries; ++tries) {
    if (flock(lock, LOCK_SH | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) return false;
    usleep(kPause);
  }
  return false;
}

}  // namespace

Result<StoreFile> StoreFile::open(const std::string& folder, bool read_only) {
  StoreFile file;
  file.path_ = folder + kName;
  if (!read_only && !make_folders(folder)) return unusable("the cache cannot be made", folder);
  std::string lock = folder + "/lock";
  int access = read_only ? O_RDONLY : O_RDWR | O_CREAT;
  file.lock_.reset(::open(lock.c_str(), access | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.lock_.valid() && read_only) return file;
  if (!file.lock_.valid() || !lock_shared(file.lock_.get()))
    return unusable("the cache cannot be used", lock);
  return file;
}

bool StoreFile::set_aside() const {
  if (!lock_.valid() || flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) return false;
  bool moved = std::rename(path_.c_str(), damaged_path().c_str()) == 0 || errno == ENOENT;
  unlink((path_ + "-journal").c_str());
  return lock_shared(lock_.get()) && moved;
}

}  // namespace stackfit
