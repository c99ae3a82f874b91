#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Versions and ranges with the meaning npm gives them (npm's `semver` package, version 7, strict,
// prereleases only where the range names one). A test compares both on thousands of pairs.

namespace stackfit::npm {

/// `1.2.3-beta.1`. Build metadata takes no part in anything and is dropped.
struct Version {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::vector<std::string> prerelease;  ///< dot-separated identifiers; empty: a release
  friend bool operator==(const Version&, const Version&) = default;
};

/// Precedence by the semver specification, section 11.
std::strong_ordering operator<=>(const Version& a, const Version& b);

/// Nothing when the text is no version.
std::optional<Version> parse_version(std::string_view text);
std::string to_string(const Version& version);

enum class Operator : std::uint8_t { kEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

struct Comparator {
  Operator op = Operator::kEqual;
  Version version;
};

/// Alternatives, each a list of comparators that must all hold; an empty list admits everything.
struct Range {
  std::vector<std::vector<Comparator>> alternatives;
};

/// Nothing when the text is no range: a tag such as `latest`, an address, a misspelling.
std::optional<Range> parse_range(std::string_view text);

/// True when npm would install `version` for `range`: a prerelease only when the range names a
/// prerelease of the same three numbers.
bool admits(const Range& range, const Version& version);

/// True when `version` lies inside `range`, prereleases like any other version.
bool covers(const Range& range, const Version& version);

/// The version all admitted ones lie at or below; nothing when there is no such bound.
std::optional<Version> upper_bound(const Range& range);

}  // namespace stackfit::npm
