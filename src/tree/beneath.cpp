// The only code that opens files of the scanned tree. Names there may be links to anywhere, pipes
// that block, devices with side effects, and may change between two looks: so every path is
// resolved from the descriptor of the root without following links, opened without blocking, and
// judged by the descriptor that was got, not by its name.
#include "tree/beneath.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr int kReadFlags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW;
constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
// One system call takes a path below PATH_MAX; a tree may be deeper than that.
constexpr std::size_t kMaxPiece = 4000;

bool is_plain(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return false;
  auto parts = split(path, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
}

template <class Call>
int retry(Call call) {
  int result;
  do result = call();
  while (result < 0 && errno == EINTR);
  return result;
}

int open_at(int folder, std::string_view name, int flags) {
  std::string text(name);
  return retry([&] { return ::openat(folder, text.c_str(), flags); });
}

int open_at2(int folder, std::string_view path, int flags) {
  std::string text(path);
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return retry([&] {
    return static_cast<int>(::syscall(SYS_openat2, folder, text.c_str(), &how, sizeof how));
  });
}

// openat2 is missing before Linux 5.6 and forbidden in some containers.
bool openat2_works(int root) {
  static const bool works = [root] {
    UniqueFd probe(open_at2(root, ".", kFolderFlags));
    return probe.valid() || (errno != ENOSYS && errno != EPERM && errno != EINVAL);
  }();
  return works;
}

// The first part of `path` that one call resolves.
std::string_view first_piece(std::string_view path, Resolve how) {
  if (how == Resolve::kComponentwise) return path.substr(0, path.find('/'));
  if (path.size() <= kMaxPiece) return path;
  return path.substr(0, path.rfind('/', kMaxPiece));
}

EntryType type_of_mode(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return EntryType::kFile;
    case S_IFDIR:
      return EntryType::kFolder;
    case S_IFLNK:
      return EntryType::kLink;
    case S_IFIFO:
      return EntryType::kPipe;
    case S_IFSOCK:
      return EntryType::kSocket;
    case S_IFCHR:
    case S_IFBLK:
      return EntryType::kDevice;
    default:
      return EntryType::kUnknown;
  }
}

EntryType type_of_item(unsigned char type) {
  return type == DT_UNKNOWN ? EntryType::kUnknown : type_of_mode(DTTOIF(type));
}

FileStatus status_from(const struct stat& info) {
  return {type_of_mode(info.st_mode),
          static_cast<std::uint64_t>(info.st_size),
          (info.st_mode & S_IXUSR) != 0,
          info.st_dev,
          info.st_ino,
          nanoseconds(info.st_mtim.tv_sec, info.st_mtim.tv_nsec),
          nanoseconds(info.st_ctim.tv_sec, info.st_ctim.tv_nsec)};
}

Error read_error(std::string message, std::string_view path) {
  return {ErrorKind::kInput, std::move(message), std::string(path), ""};
}

}  // namespace

std::string show_size(std::uint64_t bytes) {
  if (bytes < 1 << 10) return fmt::format("{} bytes", bytes);
  if (bytes < 1 << 20) return fmt::format("{:.1f} KiB", static_cast<double>(bytes) / (1 << 10));
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
}

UniqueFd open_root(const std::string& path) {
  UniqueFd low(retry([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  // Above the standard streams, which child processes replace.
  return low.valid() ? UniqueFd(::fcntl(low.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1))
                     : UniqueFd();
}

UniqueFd open_beneath(int root, std::string_view path, bool folder, Resolve how) {
  if (path.empty() && folder) return UniqueFd(open_at(root, ".", kFolderFlags));
  if (!is_plain(path)) {
    errno = EINVAL;
    return UniqueFd();
  }
  if (!openat2_works(root)) how = Resolve::kComponentwise;
  auto open_piece = how == Resolve::kBest ? open_at2 : open_at;
  UniqueFd current;
  while (true) {
    auto piece = first_piece(path, how);
    int from = current.valid() ? current.get() : root;
    bool last = piece.size() == path.size();
    UniqueFd next(open_piece(from, piece, last && !folder ? kReadFlags : kFolderFlags));
    if (last || !next.valid()) return next;
    current = std::move(next);
    path.remove_prefix(piece.size() + 1);
  }
}

Result<std::string> read_beneath(int root, std::string_view path, std::uint64_t max_bytes) {
  UniqueFd file = open_beneath(root, path, false);
  if (!file.valid()) return read_error(fmt::format("unreadable: {}", std::strerror(errno)), path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return read_error("no longer a regular file", path);
  auto size = static_cast<std::uint64_t>(info.st_size);
  auto too_large = [&](std::uint64_t found) {
    return read_error(
        fmt::format("too large: {}, limit {}", show_size(found), show_size(max_bytes)), path);
  };
  if (size > max_bytes) return too_large(size);
  std::string bytes;
  // One byte more than it claims, so that the end is seen without a second look at a full buffer.
  for (std::size_t wanted = size + 1;; wanted = std::max<std::size_t>(bytes.size() / 2, 4096)) {
    std::size_t used = bytes.size();
    bytes.resize(used + wanted);
    auto got = ::read(file.get(), bytes.data() + used, wanted);
    int problem = errno;
    bytes.resize(used + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && problem == EINTR) continue;
    if (got < 0) return read_error(fmt::format("unreadable: {}", std::strerror(problem)), path);
    if (got == 0) return bytes;
    if (bytes.size() > max_bytes) return too_large(bytes.size());
  }
}

std::vector<FolderItem> list_folder(const UniqueFd& folder, std::size_t max, bool& complete) {
  std::vector<FolderItem> items;
  complete = false;
  int copy = ::fcntl(folder.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (copy < 0) return items;
  std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy), ::closedir);
  if (!stream) {
    ::close(copy);
    return items;
  }
  while (true) {
    errno = 0;
    const dirent* item = ::readdir(stream.get());
    if (!item) {
      complete = errno == 0;
      break;
    }
    std::string_view name = item->d_name;
    if (name == "." || name == "..") continue;
    if (items.size() == max) break;
    items.push_back({std::string(name), type_of_item(item->d_type)});
  }
  std::sort(items.begin(), items.end(),
            [](const FolderItem& a, const FolderItem& b) { return a.name < b.name; });
  return items;
}

FileStatus status_of(int folder, const std::string& name) {
  struct stat info {};
  if (::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) return {};
  return status_from(info);
}

FileStatus status_of(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return {};
  return status_from(info);
}

}  // namespace stackfit
