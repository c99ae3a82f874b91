// The one format facts have outside a process's memory: between worker and supervisor, and in the
// cache. Layout: u32 magic, u32 version, u64 XXH3 of the body, body. Structs are written field by
// field in the order of their describe(); there are no tags, because the version names the layout.
#include "facts/encoding.h"

#include <xxhash.h>

#include <bit>
#include <cstring>
#include <type_traits>

namespace stackfit {

namespace {

constexpr std::uint32_t kMagic = 0x53464146;  // "FAFS"
constexpr std::size_t kHeaderBytes = 16;

class Writer {
 public:
  template <class... T>
  void operator()(T&... values) {
    (write(values), ...);
  }
  std::string body;

 private:
  void write_varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) body += static_cast<char>(value | 0x80);
    body += static_cast<char>(value);
  }
  template <class T>
  void write(T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      write_varint(static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_floating_point_v<T>) {
      auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(value));
      body.append(reinterpret_cast<const char*>(&bits), sizeof bits);
    } else {
      describe(*this, value);
    }
  }
  void write(std::string& text) {
    write_varint(text.size());
    body += text;
  }
  template <class T>
  void write(std::vector<T>& items) {
    write_varint(items.size());
    for (auto& item : items) write(item);
  }
  template <class T, std::size_t N>
  void write(std::array<T, N>& items) {
    for (auto& item : items) write(item);
  }
  template <class T>
  void write(std::optional<T>& item) {
    body += static_cast<char>(item.has_value());
    if (item) write(*item);
  }
};

// Never throws and never reads past the end: after the first fault every further read yields zero.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  template <class... T>
  void operator()(T&... values) {
    (read(values), ...);
  }
  bool finished() const { return good_ && rest_.empty(); }

 private:
  // Only the shortest form of a number is accepted, so that equal facts are equal bytes.
  std::uint64_t read_varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte >= 0x80) continue;
      bool too_long = byte == 0 && shift > 0, too_large = shift == 63 && byte > 1;
      if (too_long || too_large) break;
      return value;
    }
    good_ = false;
    return 0;
  }
  // A count of things that take at least one byte each cannot exceed the bytes that are left.
  std::size_t read_count() {
    auto count = read_varint();
    if (count > rest_.size()) good_ = false;
    return good_ ? static_cast<std::size_t>(count) : 0;
  }
  template <class T>
  void read(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      auto raw = read_varint();
      good_ = good_ && raw <= 1;
      value = raw == 1;
    } else if constexpr (std::is_enum_v<T>) {
      auto raw = read_varint();
      good_ = good_ && raw <= static_cast<std::uint64_t>(last_of(T{}));
      value = static_cast<T>(good_ ? raw : 0);
    } else if constexpr (std::is_integral_v<T>) {
      auto raw = read_varint();
      value = static_cast<T>(raw);
      good_ = good_ && static_cast<std::uint64_t>(value) == raw;
    } else if constexpr (std::is_floating_point_v<T>) {
      std::uint64_t bits = 0;
      good_ = good_ && rest_.size() >= sizeof bits;
      if (!good_) return;
      std::memcpy(&bits, rest_.data(), sizeof bits);
      rest_.remove_prefix(sizeof bits);
      value = static_cast<T>(std::bit_cast<double>(bits));
    } else {
      describe(*this, value);
    }
  }
  void read(std::string& text) {
    auto size = read_count();
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  template <class T>
  void read(std::vector<T>& items) {
    auto count = read_count();
    items.clear();
    for (std::size_t i = 0; i < count && good_; ++i) read(items.emplace_back());
  }
  template <class T, std::size_t N>
  void read(std::array<T, N>& items) {
    for (auto& item : items) read(item);
  }
  template <class T>
  void read(std::optional<T>& item) {
    bool present = false;
    read(present);
    if (present && good_) read(item.emplace());
  }

  static ImportKind last_of(ImportKind) { return ImportKind::kPythonFrom; }
  static Severity last_of(Severity) { return Severity::kError; }
  static SuppressionKind last_of(SuppressionKind) { return SuppressionKind::kEnd; }
  static SuppressionFault last_of(SuppressionFault) { return SuppressionFault::kUnpaired; }
  static DependencyScope last_of(DependencyScope) { return DependencyScope::kOptional; }
  static ReachPolicy last_of(ReachPolicy) { return ReachPolicy::kOnly; }
  static LoadEvent::Kind last_of(LoadEvent::Kind) { return LoadEvent::Kind::kUse; }
  static SearchPathEdit::Kind last_of(SearchPathEdit::Kind) {
    return SearchPathEdit::Kind::kUnknown;
  }

  std::string_view rest_;
  bool good_ = true;
};

struct Header {
  std::uint32_t magic = kMagic;
  std::uint32_t version = kFactsVersion;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(Header) == kHeaderBytes);

Error refused(std::string_view why) {
  return {ErrorKind::kInput, "encoded facts refused: " + std::string(why), "", ""};
}

}  // namespace

std::string encode(const FileFacts& facts) {
  Writer writer;
  // The archive is one description for both directions, so it takes the value by reference; writing
  // does not change it.
  writer(const_cast<FileFacts&>(facts));
  Header header;
  header.checksum = XXH3_64bits(writer.body.data(), writer.body.size());
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  return bytes += writer.body;
}

Result<FileFacts> decode(std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof header) return refused("too short");
  std::memcpy(&header, bytes.data(), sizeof header);
  bytes.remove_prefix(sizeof header);
  if (header.magic != kMagic || header.version != kFactsVersion) return refused("other version");
  if (header.checksum != XXH3_64bits(bytes.data(), bytes.size())) return refused("checksum");
  Reader reader(bytes);
  FileFacts facts;
  reader(facts);
  if (!reader.finished()) return refused("malformed body");
  return facts;
}

}  // namespace stackfit
