#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace stackfit {

/// What the bytes under a key are; the same key means something else in each.
enum class Space : std::uint8_t {
  kFacts,     ///< encoded FileFacts, by content
  kRegistry,  ///< what package registries answered
  kPastRuns,  ///< results of past runs
};
inline constexpr std::size_t kSpaces = 3;
std::string_view name_of(Space space);

struct StoreLimits {
  std::uint64_t bytes = 1ull << 30;  ///< all values together; more of them push out the oldest
  bool read_only = false;            ///< nothing is written, not even that something was used
  std::int64_t hour = -1;            ///< since 1970, when things are used; negative: by the clock
};

struct StoreStats {
  struct Counts {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;  ///< of values
  };
  std::array<Counts, kSpaces> spaces;
  std::uint64_t file_bytes = 0;
  std::string path;  ///< of the database
};

/// Bytes under keys in a folder of the user's: a cache, so everything in it can be made again.
///
/// Any number of processes may use one folder at once, and be killed at any time. A value comes
/// back as it was put, or not at all: each carries a checksum over its key and itself. A database
/// that is damaged, or not one of ours, is set aside (`stackfit-1.db.damaged`) and begun anew. What
/// was used longest ago is dropped when the values outgrow the limit.
///
/// One store belongs to one thread of one process: close it before fork(), or leave it alone in the
/// child.
class Store {
 public:
  using Found = std::function<void(std::size_t index, std::string_view value)>;
  using Items = std::vector<std::pair<std::string, std::string>>;

  /// Opens the store in `folder`, making both when they are missing. Fails with kIo when there is
  /// nothing to work with: the folder cannot be made or written, the disk is full, somebody else
  /// holds the database for more than two seconds. The caller does without.
  static Result<Store> open(const std::string& folder, const StoreLimits& limits = {});
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// The value, or nothing when there is none or it cannot be read.
  std::optional<std::string> get(Space space, const std::string& key);
  /// The same for many keys at once, which is far cheaper: `found` is called for each that has a
  /// value, in order; its bytes are valid during the call.
  void get_all(Space space, const std::vector<std::string>& keys, const Found& found);

  /// Puts a value, replacing an older one. Fails with kIo when it cannot be written: a caller that
  /// only caches may ignore that.
  Result<void> put(Space space, const std::string& key, std::string_view value);
  /// Puts many at once: all of them, or none when it fails.
  Result<void> put_all(Space space, const Items& items);

  StoreStats stats();
  /// Drops everything, and gives the space back.
  Result<void> clear();

 private:
  struct Parts;
  explicit Store(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace stackfit
