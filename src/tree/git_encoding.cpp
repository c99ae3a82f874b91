// GitData between processes: `L`, then lengths as 32-bit little-endian numbers and the bytes they
// count; or `E` and the phrase that says what went wrong.
#include "tree/git_encoding.h"

#include <algorithm>

#include "core/text.h"
#include "tree/git_change.h"

namespace stackfit {
namespace {

using wire::kFailure, wire::malformed, wire::put_number, wire::put_text, wire::put_time,
    wire::read_failure, wire::Source;

constexpr char kListing = 'L', kError = 'E', kChange = 'C';
constexpr unsigned char kExecutable = 1, kSubmodule = 2, kCheckedOut = 4, kLink = 8;

bool is_tree_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  auto parts = split(path, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
}

void put_file(std::string& out, const TrackedFile& file) {
  put_text(out, file.path);
  put_text(out, file.blob);
  out += static_cast<char>((file.executable ? kExecutable : 0) | (file.submodule ? kSubmodule : 0) |
                           (file.checked_out ? kCheckedOut : 0) | (file.link ? kLink : 0));
  put_number(out, file.size);
  put_time(out, file.modified);
  put_time(out, file.status_changed);
}

TrackedFile read_file(Source& source) {
  TrackedFile file;
  file.path = source.text();
  file.blob = source.text();
  auto flags = source.byte();
  file.executable = (flags & kExecutable) != 0;
  file.submodule = (flags & kSubmodule) != 0;
  file.checked_out = (flags & kCheckedOut) != 0;
  file.link = (flags & kLink) != 0;
  file.size = source.number();
  file.modified = source.time();
  file.status_changed = source.time();
  return file;
}

void put_data(std::string& out, const GitData& data) {
  put_text(out, data.head);
  put_text(out, data.excludes);
  wire::put_files(out, data.files);
}

// Blob ids may be missing where a comparison could not tell them.
Result<GitData> read_data(Source& source, bool ids_may_miss) {
  GitData data;
  data.head = source.text();
  data.excludes = source.text();
  if (!data.head.empty() && !wire::is_object_id(data.head)) return malformed();
  auto files = wire::read_files(source, ids_may_miss);
  if (!files) return files.error();
  data.files = std::move(*files);
  return data;
}

}  // namespace

namespace wire {

bool is_object_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Error malformed() {
  return {ErrorKind::kInput, "git's data could not be understood", "", ""};
}

Error read_failure(Source& source) {
  Error error{ErrorKind::kInput, display(source.text(), 400), "", ""};
  error.hint = display(source.text(), 400);
  return error;
}

void put_files(std::string& out, const std::vector<TrackedFile>& files) {
  put_number(out, files.size());
  for (const TrackedFile& file : files) put_file(out, file);
}

Result<std::vector<TrackedFile>> read_files(Source& source, bool ids_may_miss) {
  std::vector<TrackedFile> files;
  auto count = source.number();
  for (std::uint32_t i = 0; i < count && source.good(); ++i) {
    TrackedFile file = read_file(source);
    bool in_order = files.empty() || files.back().path < file.path;
    bool known = is_object_id(file.blob) || (ids_may_miss && file.blob.empty());
    if (!in_order || !is_tree_path(file.path) || !known) return malformed();
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace wire

std::string encode_git_data(const GitData& data) {
  std::string out(1, kListing);
  put_data(out, data);
  return out;
}

std::string encode_git_error(std::string_view phrase) {
  return kError + std::string(phrase);
}

Result<GitData> decode_git_data(std::string_view bytes) {
  Source source(bytes);
  auto kind = static_cast<char>(source.byte());
  if (kind == kError) return Error{ErrorKind::kInput, display(bytes.substr(1), 400), "", ""};
  if (kind == kFailure) return read_failure(source);
  auto data = read_data(source, false);
  if (!data || kind != kListing || !source.finished()) return malformed();
  return data;
}

std::string encode_git_change(const GitChange& change) {
  std::string out(1, kChange);
  put_data(out, change.head);
  put_data(out, change.base);
  return out;
}

std::string encode_git_failure(const Error& error) {
  std::string out(1, kFailure);
  put_text(out, error.message);
  put_text(out, error.hint);
  return out;
}

Result<GitChange> decode_git_change(std::string_view bytes) {
  Source source(bytes);
  auto kind = static_cast<char>(source.byte());
  if (kind == kFailure) return read_failure(source);
  auto head = read_data(source, true);
  if (!head || kind != kChange) return malformed();
  auto base = read_data(source, false);
  if (!base || !source.finished()) return malformed();
  return GitChange{std::move(*head), std::move(*base)};
}

}  // namespace stackfit
