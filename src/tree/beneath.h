#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "tree/unique_fd.h"

namespace stackfit {

/// How a path below the root is resolved. Both follow no symbolic link and never leave the root.
enum class Resolve : std::uint8_t {
  kBest,          ///< openat2 where the kernel has and allows it
  kComponentwise  ///< one openat per component: works everywhere
};

/// `3.4 MiB`.
std::string show_size(std::uint64_t bytes);

/// Opens a folder for good: the descriptor later paths are resolved from. Follows links, because
/// the user named it. Invalid with errno set when it cannot be opened.
UniqueFd open_root(const std::string& path);

/// Opens what `path` names below `root` for reading, or as a folder. Never blocks on a pipe or a
/// device, never becomes a controlling terminal, is closed in programs that are started. Refuses
/// absolute paths and `..`. Invalid with errno set on failure (ELOOP or ENOTDIR for a link).
UniqueFd open_beneath(int root, std::string_view path, bool folder, Resolve how = Resolve::kBest);

/// The bytes of a regular file, read once as far as they go: a file that shrinks or grows meanwhile
/// is what was there to read. Fails when it is no regular file or holds more than `max_bytes`.
Result<std::string> read_beneath(int root, std::string_view path, std::uint64_t max_bytes);

enum class EntryType : std::uint8_t { kFile, kFolder, kLink, kPipe, kSocket, kDevice, kUnknown };

/// A name in a folder and what it is, as far as the folder itself says it.
struct FolderItem {
  std::string name;  ///< raw bytes
  EntryType type = EntryType::kUnknown;
};

/// The names in an open folder, sorted bytewise, without `.` and `..`; at most `max` of them.
/// `complete` becomes false when there are more, or when reading failed half-way.
std::vector<FolderItem> list_folder(const UniqueFd& folder, std::size_t max, bool& complete);

/// A time as nanoseconds since 1970.
constexpr std::int64_t nanoseconds(std::int64_t seconds, std::int64_t rest) {
  return seconds * 1'000'000'000 + rest;
}

/// What lies under a name in an open folder. kUnknown when it is gone.
struct FileStatus {
  EntryType type = EntryType::kUnknown;
  std::uint64_t size = 0;
  bool executable = false;
  std::uint64_t device = 0, inode = 0;
  std::int64_t modified = 0, status_changed = 0;  ///< nanoseconds since 1970
};
FileStatus status_of(int folder, const std::string& name);
/// Of the open folder itself.
FileStatus status_of(int fd);

}  // namespace stackfit
