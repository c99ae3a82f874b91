// Files made in a repository that may be a stranger's: its folders are opened one by one, links are
// refused, and a name that is taken stays what it is. A file comes into being whole: it is written
// without a name's being seen and then linked, which fails where a rename would replace.
#include "cli/new_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/text.h"
#include "tree/unique_fd.h"

namespace stackfit {
namespace {

Error io_error(const std::string& path) {
  return {ErrorKind::kIo, fmt::format("cannot be written: {}", std::strerror(errno)), path, ""};
}

// The open folder of `path` below `top`, made if need be.
Result<UniqueFd> open_folder(const std::string& top, const std::string& path) {
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  UniqueFd folder(open(top.c_str(), kFlags));
  if (!folder.valid()) return io_error(top);
  if (folder_of(path).empty()) return folder;
  for (auto part : split(folder_of(path), '/')) {
    std::string name(part);
    if (mkdirat(folder.get(), name.c_str(), 0777) != 0 && errno != EEXIST) return io_error(path);
    UniqueFd inner(openat(folder.get(), name.c_str(), kFlags | O_NOFOLLOW));
    if (!inner.valid()) return io_error(path);
    folder = std::move(inner);
  }
  return folder;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    auto written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(file) == 0;
}

Result<void> make_file(const std::string& top, const NewFile& wanted) {
  auto folder = open_folder(top, wanted.path);
  if (!folder) return folder.error();
  auto name = std::string(base_name(wanted.path));
  auto draft = fmt::format(".{}.{}.part", name, getpid());
  int at = folder->get();
  UniqueFd file(
      openat(at, draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!file.valid()) return io_error(wanted.path);
  bool made =
      write_all(file.get(), wanted.text) && linkat(at, draft.c_str(), at, name.c_str(), 0) == 0;
  auto failed = io_error(wanted.path);
  unlinkat(at, draft.c_str(), 0);
  if (!made) return failed;
  return {};
}

}  // namespace

bool name_is_taken(const std::string& folder, const std::string& path) {
  struct stat found = {};
  return lstat(join_path(folder, path).c_str(), &found) == 0;
}

Result<void> make_files(const std::string& folder, const std::vector<NewFile>& files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto made = make_file(folder, files[i]);
    if (made) continue;
    for (std::size_t earlier = 0; earlier < i; ++earlier)
      unlink(join_path(folder, files[earlier].path).c_str());
    return made.error();
  }
  return {};
}

}  // namespace stackfit
