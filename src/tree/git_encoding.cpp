// GitData between processes: `L`, then lengths as 32-bit little-endian numbers and the bytes they
// count; or `E` and the phrase that says what went wrong.
#include <algorithm>

#include "core/text.h"
#include "tree/git_change.h"
#include "tree/git_data.h"

namespace stackfit {
namespace {

constexpr char kListing = 'L', kError = 'E', kChange = 'C', kFailure = 'F';
constexpr unsigned char kExecutable = 1, kSubmodule = 2, kCheckedOut = 4, kLink = 8;

void put_number(std::string& out, std::size_t number) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift);
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

// After the first fault everything reads as empty.
class Source {
 public:
  explicit Source(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number() {
    auto bytes = take(4);
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
      value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
  }
  std::string_view text() { return take(number()); }
  unsigned char byte() {
    auto bytes = take(1);
    return bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]);
  }
  bool good() const { return good_; }
  bool finished() const { return good_ && rest_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    good_ = good_ && size <= rest_.size();
    auto taken = rest_.substr(0, good_ ? size : 0);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view rest_;
  bool good_ = true;
};

bool is_tree_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  auto parts = split(path, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
}

bool is_object_id(std::string_view id) {
  return (id.size() == 40 || id.size() == 64) &&
         id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
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
  return file;
}

Error malformed() {
  return {ErrorKind::kInput, "git's data could not be understood", "", ""};
}

void put_data(std::string& out, const GitData& data) {
  put_text(out, data.head);
  put_text(out, data.excludes);
  put_number(out, data.files.size());
  for (const TrackedFile& file : data.files) {
    put_text(out, file.path);
    put_text(out, file.blob);
    out +=
        static_cast<char>((file.executable ? kExecutable : 0) | (file.submodule ? kSubmodule : 0) |
                          (file.checked_out ? kCheckedOut : 0) | (file.link ? kLink : 0));
    put_number(out, file.size);
  }
}

// Blob ids may be missing where a comparison could not tell them.
Result<GitData> read_data(Source& source, bool ids_may_miss) {
  GitData data;
  data.head = source.text();
  data.excludes = source.text();
  auto count = source.number();
  if (!data.head.empty() && !is_object_id(data.head)) return malformed();
  for (std::uint32_t i = 0; i < count && source.good(); ++i) {
    TrackedFile file = read_file(source);
    bool in_order = data.files.empty() || data.files.back().path < file.path;
    bool known = is_object_id(file.blob) || (ids_may_miss && file.blob.empty());
    if (!in_order || !is_tree_path(file.path) || !known) return malformed();
    data.files.push_back(std::move(file));
  }
  return data;
}

}  // namespace

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
  if (kind == kFailure) {
    Error error{ErrorKind::kInput, display(source.text(), 400), "", ""};
    error.hint = display(source.text(), 400);
    return error;
  }
  auto head = read_data(source, true);
  if (!head || kind != kChange) return malformed();
  auto base = read_data(source, false);
  if (!base || !source.finished()) return malformed();
  return GitChange{std::move(*head), std::move(*base)};
}

}  // namespace stackfit
