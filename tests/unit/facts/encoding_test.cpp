#include "facts/encoding.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <cstring>
#include <random>

#include "support/catch.h"

using namespace stackfit;

namespace {

/// Fills every field that a describe() lists with something random. Being an archive itself, it
/// knows fields that are added later.
class RandomFacts {
 public:
  explicit RandomFacts(unsigned seed) : random_(seed) {}
  template <class... T>
  void operator()(T&... values) {
    (fill(values), ...);
  }

 private:
  std::uint64_t number() {
    // All magnitudes are equally likely.
    return random_() >> (random_() % 64);
  }
  template <class T>
  void fill(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = random_() % 2 == 1;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(random_() % 2);
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(number());
    } else if constexpr (std::is_floating_point_v<T>) {
      value = static_cast<T>(number()) / 7;
    } else {
      describe(*this, value);
    }
  }
  void fill(std::string& text) {
    text.resize(random_() % 3 == 0 ? 0 : random_() % 40);
    for (char& byte : text) byte = static_cast<char>(random_());
  }
  template <class T>
  void fill(std::vector<T>& items) {
    items.resize(random_() % 4);
    for (auto& item : items) fill(item);
  }
  template <class T, std::size_t N>
  void fill(std::array<T, N>& items) {
    for (auto& item : items) fill(item);
  }
  template <class T>
  void fill(std::optional<T>& item) {
    if (random_() % 4 != 0) fill(item.emplace());
  }
  std::mt19937_64 random_;
};

FileFacts random_facts(unsigned seed) {
  FileFacts facts;
  RandomFacts fill(seed);
  fill(facts);
  return facts;
}

/// Converts to anything: counts how many initialisers an aggregate takes.
struct Anything {
  template <class T>
  operator T&() const&;
  template <class T>
  operator T&&() const&&;
};
template <class T, class... Fields>
constexpr std::size_t count_fields() {
  if constexpr (requires { T{Fields{}..., Anything{}}; })
    return count_fields<T, Fields..., Anything>();
  else
    return sizeof...(Fields);
}

/// Collects the structs whose describe() does not list all of their fields.
class FieldCheck {
 public:
  template <class... T>
  void operator()(T&... values) {
    listed_ = sizeof...(T);
    (check(values), ...);
  }
  std::vector<std::string> incomplete;

 private:
  template <class T>
  void check(T& value) {
    if constexpr (std::is_class_v<T>) {
      FieldCheck inner;
      describe(inner, value);
      if (inner.listed_ != count_fields<T>())
        incomplete.push_back(
            fmt::format("{}: {} of {} fields", typeid(T).name(), inner.listed_, count_fields<T>()));
      incomplete.insert(incomplete.end(), inner.incomplete.begin(), inner.incomplete.end());
    }
  }
  void check(std::string&) {}
  template <class T>
  void check(std::vector<T>&) {
    T item{};
    check(item);
  }
  template <class T, std::size_t N>
  void check(std::array<T, N>&) {}
  template <class T>
  void check(std::optional<T>&) {
    T item{};
    check(item);
  }
  std::size_t listed_ = 0;
};

constexpr std::size_t kHeaderBytes = 16;

/// Makes the checksum fit again, as a subverted worker would.
std::string with_checksum(std::string bytes) {
  if (bytes.size() < kHeaderBytes) return bytes;
  auto sum = XXH3_64bits(bytes.data() + kHeaderBytes, bytes.size() - kHeaderBytes);
  std::memcpy(bytes.data() + 8, &sum, sizeof sum);
  return bytes;
}

/// What decodes is in the one form that encode() gives it.
bool refused_or_canonical(const std::string& bytes) {
  auto facts = decode(bytes);
  return !facts || encode(*facts) == bytes;
}

}  // namespace

TEST_CASE("facts come back from their encoding as they went in") {
  std::size_t smallest = SIZE_MAX, largest = 0;
  for (unsigned seed = 0; seed < 500; ++seed) {
    auto facts = random_facts(seed);
    auto bytes = encode(facts);
    auto back = decode(bytes);
    REQUIRE(back);
    CHECK(encode(*back) == bytes);
    CHECK(back->source.has_value() == facts.source.has_value());
    CHECK(back->lost == facts.lost);
    if (facts.source && !facts.source->imports.empty()) {
      CHECK(back->source->imports.back().column == facts.source->imports.back().column);
      CHECK(back->source->imports.back().guarded == facts.source->imports.back().guarded);
    }
    smallest = std::min(smallest, bytes.size());
    largest = std::max(largest, bytes.size());
  }
  CHECK(largest > 10 * smallest);
}

TEST_CASE("the encoding knows every field of every fact") {
  FieldCheck fields;
  FileFacts facts;
  fields(facts);
  CHECK(fields.incomplete == std::vector<std::string>{});
}

TEST_CASE("any single damaged byte of a record is noticed") {
  auto good = encode(random_facts(7));
  REQUIRE(good.size() > 500);
  for (std::size_t at = 0; at < good.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      auto bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      CHECK_FALSE(decode(bad));
    }
}

TEST_CASE("damage under a right checksum is refused or decodes to something valid") {
  std::size_t refused = 0, tried = 0;
  for (unsigned seed : {2, 7}) {
    auto good = encode(random_facts(seed));
    for (std::size_t at = kHeaderBytes; at < good.size(); ++at)
      for (int change : {1, 2, 0x20, 0x80, 0xFF}) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ change);
        bad = with_checksum(bad);
        refused += !decode(bad);
        ++tried;
        if (!refused_or_canonical(bad)) FAIL("byte " << at << " of seed " << seed);
      }
  }
  CHECK(refused > tried / 50);
}

TEST_CASE("a cut or lengthened record is refused, even with a right checksum") {
  auto good = encode(random_facts(7));
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(decode(std::string_view(good).substr(0, size)));
    CHECK_FALSE(decode(with_checksum(good.substr(0, size))));
  }
  CHECK_FALSE(decode(with_checksum(good + '\0')));
}

TEST_CASE("random bytes under a right header decode to nothing invalid") {
  std::mt19937_64 random(1);
  auto header = encode({}).substr(0, kHeaderBytes);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = header;
    bytes.resize(kHeaderBytes + random() % 120);
    // Small numbers are flags and counts that lead further in.
    for (std::size_t at = kHeaderBytes; at < bytes.size(); ++at)
      bytes[at] = static_cast<char>(random() % 4 == 0 ? random() : random() % 3);
    if (!refused_or_canonical(with_checksum(bytes))) FAIL("round " << round);
  }
}

TEST_CASE("numbers that do not fit their field are refused") {
  FileFacts facts;
  SourceFacts& source = facts.source.emplace();
  CandidateFinding& finding = source.findings.emplace_back();
  finding.severity = Severity::kError;
  CHECK(decode(encode(facts)));
  finding.severity = static_cast<Severity>(3);
  CHECK_FALSE(decode(encode(facts)));
  finding.severity = Severity::kNote;
  source.imports.emplace_back().kind = ImportKind::kPythonFrom;
  CHECK(decode(encode(facts)));
  source.imports.back().kind = static_cast<ImportKind>(200);
  CHECK_FALSE(decode(encode(facts)));
}

TEST_CASE("another version of the facts is refused") {
  auto bytes = encode(random_facts(3));
  bytes[4] = static_cast<char>(bytes[4] + 1);
  auto facts = decode(bytes);
  REQUIRE_FALSE(facts);
  CHECK(facts.error().message == "encoded facts refused: other version");
}

TEST_CASE("a count that the record cannot hold allocates nothing") {
  FileFacts facts;
  facts.skipped = "x";
  auto bytes = encode(facts);
  // source, manifest: absent; partial: a length of 2^62.
  bytes.replace(kHeaderBytes + 2, 1, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x3F");
  CHECK_FALSE(decode(with_checksum(bytes)));
}

TEST_CASE("facts are encoded compactly") {
  FileFacts facts;
  CHECK(encode(facts).size() == kHeaderBytes + 11);
  SourceFacts& source = facts.source.emplace();
  source.language = "javascript";
  for (std::uint32_t line = 1; line <= 10; ++line) {
    Import& import = source.imports.emplace_back();
    import.module = "./a-module";
    import.line = line;
    import.column = 12;
  }
  // The module's name, and about one byte for each of 12 fields.
  CHECK(encode(facts).size() < 100 + 10 * (10 + 14));
}
