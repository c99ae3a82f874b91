// GitHub recognises an alert by one fingerprint alone, `primaryLocationLineHash`. Its upload action
// computes it from the checked-out sources when it is missing (github/codeql-action,
// src/fingerprints.ts); uploads through the API get none and then show every alert twice. This is
// the same function, so that both ways agree.
//
// Each line is known by the 100 UTF-16 units from its start on: a polynomial hash rolls over the
// text with blanks and tabs left out and all line ends written as LF, and is read when a line start
// leaves the window. 65535 ends the text, zeros fill the last windows. Equal hashes are numbered.
#include "project/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <unordered_map>

#include "core/utf8.h"

namespace stackfit {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::uint64_t kFactor = 37;
constexpr std::uint32_t kEndOfFile = 65535;

constexpr std::uint64_t factor_of_oldest() {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < kWindow; ++i) power *= kFactor;
  return power;
}

class LineHasher {
 public:
  explicit LineHasher(const std::set<std::uint32_t>& wanted) : wanted_(wanted) {}

  // One UTF-16 unit of the text, or its end.
  void take(std::uint32_t unit) {
    bool second_of_pair = after_cr_ && unit == '\n';
    if (unit == ' ' || unit == '\t' || second_of_pair) {
      after_cr_ = false;
      return;
    }
    after_cr_ = unit == '\r';
    if (after_cr_) unit = '\n';
    emit();
    if (at_line_start_) starts_[index_] = ++line_;
    at_line_start_ = unit == '\n';
    roll(unit);
  }

  std::map<std::uint32_t, std::string> finish() {
    take(kEndOfFile);
    for (std::size_t i = 0; i < kWindow; ++i) {
      emit();
      roll(0);
    }
    return std::move(hashes_);
  }

 private:
  void roll(std::uint32_t unit) {
    constexpr std::uint64_t kOldest = factor_of_oldest();
    hash_ = hash_ * kFactor + unit - kOldest * window_[index_];
    window_[index_] = unit;
    index_ = (index_ + 1) % kWindow;
  }

  // The oldest unit of the window, about to leave it, may be the first of a line.
  void emit() {
    auto line = starts_[index_];
    if (line == 0) return;
    starts_[index_] = 0;
    auto occurrence = ++counts_[hash_];
    if (wanted_.count(line) != 0) hashes_[line] = fmt::format("{:x}:{}", hash_, occurrence);
  }

  const std::set<std::uint32_t>& wanted_;
  std::array<std::uint32_t, kWindow> window_ = {};
  std::array<std::uint32_t, kWindow> starts_ = {};  // the line a unit is the first of, or 0
  std::uint64_t hash_ = 0;
  std::size_t index_ = 0;
  std::uint32_t line_ = 0;
  bool at_line_start_ = true, after_cr_ = false;
  std::unordered_map<std::uint64_t, std::uint32_t> counts_;
  std::map<std::uint32_t, std::string> hashes_;
};

}  // namespace

std::map<std::uint32_t, std::string> line_hashes(std::string_view bytes,
                                                 const std::set<std::uint32_t>& wanted) {
  LineHasher hasher(wanted);
  while (!bytes.empty()) {
    auto [code, length, valid] = decode_utf8(bytes);
    bytes.remove_prefix(length);
    if (code > 0xFFFF) {
      hasher.take(0xD800 + ((code - 0x10000) >> 10));
      hasher.take(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      hasher.take(code);
    }
  }
  return hasher.finish();
}

}  // namespace stackfit
