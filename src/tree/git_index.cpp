// The index as Documentation/gitformat-index.txt of git 2.39 lays it out. Opening it with libgit2
// costs eight times as much. Its checksum is not verified, as git does not either unless it is
// asked to: the bytes are untrusted with or without it.
#include "tree/git_index.h"

#include <algorithm>
#include <string>

namespace stackfit {
namespace {

constexpr std::size_t kFixedBytes = 62, kIdBytes = 20;
constexpr std::uint32_t kSignature = 0x44495243;  // "DIRC"
constexpr unsigned kExtended = 0x4000, kSkipWorktree = 0x4000;
constexpr std::uint32_t kTypeMask = 0170000, kFile = 0100000, kLink = 0120000, kSubmodule = 0160000;
constexpr int kMostVarintBytes = 4;

// After the first fault everything reads as zero.
class IndexReader {
 public:
  explicit IndexReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number(int size) {
    auto taken = take(static_cast<std::size_t>(size));
    std::uint64_t value = 0;
    for (unsigned char byte : taken) value = value << 8 | byte;
    return value;
  }
  std::uint32_t word() { return static_cast<std::uint32_t>(number(4)); }
  // As git's decode_varint: each further byte stands for at least 128 more.
  std::size_t varint() {
    auto byte = number(1);
    std::uint64_t value = byte & 0x7F;
    for (int more = 0; (byte & 0x80) != 0; ++more) {
      if (more == kMostVarintBytes) good_ = false;
      if (!good_) return 0;
      byte = number(1);
      value = (value + 1) << 7 | (byte & 0x7F);
    }
    return static_cast<std::size_t>(value);
  }
  std::string_view text() {
    auto end = bytes_.find('\0', at_);
    good_ = good_ && end != std::string_view::npos;
    auto taken = take(good_ ? end - at_ : 0);
    take(1);
    return taken;
  }
  std::string_view take(std::size_t size) {
    good_ = good_ && size <= bytes_.size() - at_;
    auto taken = bytes_.substr(at_, good_ ? size : 0);
    at_ += taken.size();
    return taken;
  }
  std::size_t at() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }
  bool good() const { return good_; }
  void fail() { good_ = false; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

std::string hex_of(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::int64_t read_time(IndexReader& reader) {
  std::int64_t seconds = reader.word(), rest = reader.word();
  return seconds * 1'000'000'000 + rest;
}

TrackedFile read_entry(IndexReader& reader, unsigned version, const std::string& last,
                       std::int64_t written) {
  auto start = reader.at();
  TrackedFile file;
  file.status_changed = read_time(reader);
  file.modified = read_time(reader);
  reader.take(8);  // device, inode
  auto mode = reader.word();
  reader.take(8);  // owner
  file.size = reader.word();
  file.blob = hex_of(reader.take(kIdBytes));
  auto flags = reader.number(2);
  auto more = (flags & kExtended) != 0 ? reader.number(2) : 0;
  if ((flags & kExtended) != 0 && version < 3) reader.fail();
  if (version == 4) {
    auto dropped = reader.varint();
    if (dropped > last.size()) reader.fail();
    if (reader.good()) file.path = last.substr(0, last.size() - dropped);
  }
  file.path += reader.text();
  // The path's own NUL is the first of one to eight.
  if (version != 4)
    while ((reader.at() - start) % 8 != 0 && reader.good()) reader.take(1);
  auto type = mode & kTypeMask;
  if (type != kFile && type != kLink && type != kSubmodule) reader.fail();
  file.executable = type == kFile && (mode & 0111) != 0;
  file.submodule = type == kSubmodule;
  file.link = type == kLink;
  file.checked_out = (more & kSkipWorktree) == 0;
  if (file.modified >= written) file.modified = file.status_changed = 0;
  return file;
}

// Extensions whose name begins with a capital may be passed over.
bool only_optional_extensions(IndexReader& reader) {
  while (reader.good() && reader.left() > kIdBytes) {
    auto name = reader.take(4);
    if (name.empty() || name[0] < 'A' || name[0] > 'Z') return false;
    reader.take(reader.word());
  }
  return reader.good() && reader.left() == kIdBytes;
}

// A path in conflict stands there up to three times.
void unite(std::vector<TrackedFile>& files) {
  auto before = [](const TrackedFile& a, const TrackedFile& b) { return a.path < b.path; };
  auto same = [](const TrackedFile& a, const TrackedFile& b) { return a.path == b.path; };
  if (!std::is_sorted(files.begin(), files.end(), before))
    std::stable_sort(files.begin(), files.end(), before);
  files.erase(std::unique(files.begin(), files.end(), same), files.end());
}

}  // namespace

std::optional<std::vector<TrackedFile>> parse_git_index(std::string_view bytes,
                                                        std::int64_t written) {
  IndexReader reader(bytes);
  bool ours = reader.word() == kSignature;
  auto version = reader.word();
  std::size_t count = reader.word();
  if (!ours || version < 2 || version > 4 || count > bytes.size() / (kFixedBytes + 1))
    return std::nullopt;
  std::vector<TrackedFile> files;
  files.reserve(count);
  const std::string nothing;
  for (std::size_t i = 0; i < count && reader.good(); ++i)
    files.push_back(
        read_entry(reader, version, files.empty() ? nothing : files.back().path, written));
  if (!reader.good() || !only_optional_extensions(reader)) return std::nullopt;
  unite(files);
  return files;
}

}  // namespace stackfit
