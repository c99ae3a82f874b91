#pragma once
#include <cstdint>
#include <string>
#include <string_view>

// How git's data crosses the border of the process that read it: 32-bit little-endian numbers, and
// bytes behind their length.

namespace stackfit::wire {

inline void put_number(std::string& out, std::size_t number) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift);
}

inline void put_time(std::string& out, std::int64_t time) {
  auto bits = static_cast<std::uint64_t>(time);
  put_number(out, bits & 0xFFFFFFFF);
  put_number(out, bits >> 32);
}

inline void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

/// Reads what was put, trusting nothing: after the first fault everything reads as empty.
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
  std::int64_t time() {
    std::uint64_t low = number(), high = number();
    return static_cast<std::int64_t>(high << 32 | low);
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

}  // namespace stackfit::wire
