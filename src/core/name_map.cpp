#include "core/name_map.h"

#include <sys/random.h>
#include <xxhash.h>

#include <cstdint>

namespace stackfit {
namespace {

// Without entropy the hash is a plain one: slower on hostile names, never wrong.
std::uint64_t draw_seed() {
  std::uint64_t seed = 0;
  return getrandom(&seed, sizeof seed, GRND_NONBLOCK) == sizeof seed ? seed : 0;
}

}  // namespace

std::size_t hash_of_text(std::string_view text) {
  static const std::uint64_t kSeed = draw_seed();
  return XXH3_64bits_withSeed(text.data(), text.size(), kSeed);
}

}  // namespace stackfit
