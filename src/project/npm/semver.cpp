// npm rewrites every range into plain comparators (`^1.2` is `>=1.2.0 <2.0.0-0`) and so does this
// file: a partial version (`1`, `1.2.x`, `*`) with an operator in front becomes at most two
// comparators. The upper ends carry the prerelease `0`, the lowest there is, so that `^1.2.3` does
// not let 2.0.0-alpha in.
#include "project/npm/semver.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace stackfit::npm {
namespace {

constexpr std::uint64_t kLargestNumber = (1ull << 53) - 1;  // what a JavaScript number counts to
constexpr std::size_t kLongestVersion = 256, kLongestRange = 4096;

bool is_numeric(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  if (!is_numeric(text) || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value > kLargestNumber) return std::nullopt;
  return value;
}

// Dot-separated identifiers of letters, digits and hyphens; numbers without leading zeros where
// `strict_numbers` asks for it (prereleases, not build metadata).
bool parse_identifiers(std::string_view text, bool strict_numbers, std::vector<std::string>& into) {
  for (std::string_view piece : split(text, '.')) {
    bool legal = !piece.empty() && std::all_of(piece.begin(), piece.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    });
    if (!legal) return false;
    if (strict_numbers && is_numeric(piece) && piece.size() > 1 && piece[0] == '0') return false;
    into.emplace_back(piece);
  }
  return true;
}

// A version of which the last numbers may be missing or `x`.
struct Partial {
  Version version;
  int known = 0;     // numbers given: 0 to 3
  bool gap = false;  // a number follows a missing one: `1.x.3`
};

bool is_wild(std::string_view text) {
  return text == "x" || text == "X" || text == "*";
}

// Splits `-beta+build` off; false when it is malformed.
bool take_suffix(std::string_view& text, std::vector<std::string>& prerelease) {
  std::vector<std::string> build;
  if (auto plus = text.find('+'); plus != std::string_view::npos) {
    if (!parse_identifiers(text.substr(plus + 1), false, build)) return false;
    text = text.substr(0, plus);
  }
  if (auto dash = text.find('-'); dash != std::string_view::npos) {
    if (!parse_identifiers(text.substr(dash + 1), true, prerelease)) return false;
    text = text.substr(0, dash);
  }
  return true;
}

std::optional<Partial> parse_partial(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("v= "), text.size()));
  Partial partial;
  if (text.empty()) return std::nullopt;
  bool suffixed = text.find_first_of("+-") != std::string_view::npos;
  if (!take_suffix(text, partial.version.prerelease)) return std::nullopt;
  auto pieces = split(text, '.');
  if (pieces.size() > 3 || (suffixed && pieces.size() < 3)) return std::nullopt;
  std::uint64_t* const numbers[] = {&partial.version.major, &partial.version.minor,
                                    &partial.version.patch};
  bool wild = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (is_wild(pieces[i])) {
      wild = true;
      continue;
    }
    auto number = parse_number(pieces[i]);
    if (!number) return std::nullopt;
    if (wild) {
      partial.gap = true;
      continue;
    }
    *numbers[i] = *number;
    ++partial.known;
  }
  if (partial.known < 3) partial.version.prerelease.clear();
  return partial;
}

using Comparators = std::vector<Comparator>;

// The lowest version of the next major (keep = 1), minor (2) or patch (3).
Version ceiling(const Version& version, int keep) {
  Version next{version.major, version.minor, version.patch, {"0"}};
  if (keep == 1) next = {version.major + 1, 0, 0, {"0"}};
  if (keep == 2) next = {version.major, version.minor + 1, 0, {"0"}};
  if (keep == 3) next = {version.major, version.minor, version.patch + 1, {"0"}};
  return next;
}

Comparators between(const Version& low, const Version& high) {
  return {{Operator::kGreaterEqual, low}, {Operator::kLess, high}};
}

Comparators nothing() {
  return {{Operator::kLess, Version{0, 0, 0, {"0"}}}};
}

Comparators caret(const Partial& p) {
  if (p.known == 0) return {};
  int keep = 1;  // the numbers up to the first that is not zero stay
  if (p.known > 1 && p.version.major == 0) keep = 2;
  if (p.known > 2 && p.version.major == 0 && p.version.minor == 0) keep = 3;
  return between(p.version, ceiling(p.version, keep));
}

Comparators tilde(const Partial& p) {
  if (p.known == 0) return {};
  return between(p.version, ceiling(p.version, std::min(p.known, 2)));
}

Comparators compared(Operator op, const Partial& p) {
  if (p.known == 3) return {{op, p.version}};
  bool strict = op == Operator::kLess || op == Operator::kGreater;
  if (p.known == 0) return strict ? nothing() : Comparators{};
  Version low = p.version, next = ceiling(p.version, p.known);
  switch (op) {
    case Operator::kLess:
      low.prerelease = {"0"};
      return {{Operator::kLess, low}};
    case Operator::kLessEqual:
      return {{Operator::kLess, next}};
    case Operator::kGreater:
      next.prerelease.clear();
      return {{Operator::kGreaterEqual, next}};
    case Operator::kGreaterEqual:
      return {{Operator::kGreaterEqual, low}};
    case Operator::kEqual:
      break;
  }
  return between(low, next);
}

Comparators hyphenated(const Partial& from, const Partial& to) {
  Comparators both;
  if (from.known > 0) both.push_back({Operator::kGreaterEqual, from.version});
  if (to.known == 3) both.push_back({Operator::kLessEqual, to.version});
  if (to.known == 1 || to.known == 2)
    both.push_back({Operator::kLess, ceiling(to.version, to.known)});
  return both;
}

// Longest first, so that `>=` is not read as `>`.
struct Spelling {
  std::string_view text;
  Operator op;
  Comparators (*expand)(const Partial&);
};
constexpr Spelling kSpellings[] = {
    {"~>", Operator::kEqual, tilde},       {">=", Operator::kGreaterEqual, nullptr},
    {"<=", Operator::kLessEqual, nullptr}, {"~", Operator::kEqual, tilde},
    {"^", Operator::kEqual, caret},        {">", Operator::kGreater, nullptr},
    {"<", Operator::kLess, nullptr},       {"=", Operator::kEqual, nullptr},
    {"", Operator::kEqual, nullptr},
};

// Reads one comparator from the front of `text`; false when there is none.
bool take_comparator(std::string_view& text, Comparators& into) {
  const auto* spelling =
      std::find_if(std::begin(kSpellings), std::end(kSpellings),
                   [&](const Spelling& candidate) { return text.starts_with(candidate.text); });
  text.remove_prefix(spelling->text.size());
  text = trim(text);
  auto end = std::min(text.find(' '), text.size());
  auto partial = parse_partial(text.substr(0, end));
  // npm takes `^1.x.3` for `^1.x` and refuses a bare `1.x.3`.
  if (!partial || (partial->gap && spelling->expand == nullptr)) return false;
  text = trim(text.substr(end));
  auto comparators =
      spelling->expand ? spelling->expand(*partial) : compared(spelling->op, *partial);
  into.insert(into.end(), comparators.begin(), comparators.end());
  return true;
}

// The end of a range behind the largest number is no version.
bool overflows(const Comparator& comparator) {
  const Version& version = comparator.version;
  return std::max({version.major, version.minor, version.patch}) > kLargestNumber;
}

std::optional<Comparators> parse_alternative(std::string_view text) {
  text = trim(text);
  if (auto dash = text.find(" - "); dash != std::string_view::npos) {
    auto from = parse_partial(trim(text.substr(0, dash)));
    auto to = parse_partial(trim(text.substr(dash + 3)));
    if (!from || !to) return std::nullopt;
    return hyphenated(*from, *to);
  }
  Comparators all;
  while (!text.empty())
    if (!take_comparator(text, all)) return std::nullopt;
  if (std::any_of(all.begin(), all.end(), overflows)) return std::nullopt;
  // npm counts `>=0.0.0` as "anything".
  std::erase_if(all, [](const Comparator& comparator) {
    return comparator.op == Operator::kGreaterEqual && comparator.version == Version{};
  });
  return all;
}

bool holds(const Comparator& comparator, const Version& version) {
  auto order = version <=> comparator.version;
  switch (comparator.op) {
    case Operator::kEqual:
      return order == 0;
    case Operator::kLess:
      return order < 0;
    case Operator::kLessEqual:
      return order <= 0;
    case Operator::kGreater:
      return order > 0;
    case Operator::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

bool all_hold(const Comparators& comparators, const Version& version) {
  return std::all_of(comparators.begin(), comparators.end(),
                     [&](const Comparator& comparator) { return holds(comparator, version); });
}

bool names_prerelease_of(const Comparators& comparators, const Version& version) {
  return std::any_of(comparators.begin(), comparators.end(), [&](const Comparator& comparator) {
    const Version& named = comparator.version;
    return !named.prerelease.empty() && named.major == version.major &&
           named.minor == version.minor && named.patch == version.patch;
  });
}

std::strong_ordering compare_identifiers(const std::string& a, const std::string& b) {
  bool a_number = is_numeric(a), b_number = is_numeric(b);
  if (a_number != b_number)
    return a_number ? std::strong_ordering::less : std::strong_ordering::greater;
  // Without leading zeros the longer number is the larger one.
  if (a_number && a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

}  // namespace

std::strong_ordering operator<=>(const Version& a, const Version& b) {
  if (auto order = a.major <=> b.major; order != 0) return order;
  if (auto order = a.minor <=> b.minor; order != 0) return order;
  if (auto order = a.patch <=> b.patch; order != 0) return order;
  if (a.prerelease.empty() || b.prerelease.empty())
    return a.prerelease.empty() <=> b.prerelease.empty();
  auto shared = std::min(a.prerelease.size(), b.prerelease.size());
  for (std::size_t i = 0; i < shared; ++i)
    if (auto order = compare_identifiers(a.prerelease[i], b.prerelease[i]); order != 0)
      return order;
  return a.prerelease.size() <=> b.prerelease.size();
}

std::optional<Version> parse_version(std::string_view text) {
  text = trim(text);
  if (text.size() > kLongestVersion) return std::nullopt;
  if (text.starts_with('v')) text.remove_prefix(1);
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  auto partial = parse_partial(text);
  if (!partial || partial->known < 3) return std::nullopt;
  return partial->version;
}

std::string to_string(const Version& version) {
  auto text = std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
              std::to_string(version.patch);
  return version.prerelease.empty() ? text : text + "-" + join(version.prerelease, ".");
}

std::optional<Range> parse_range(std::string_view text) {
  if (text.size() > kLongestRange) return std::nullopt;
  std::string plain(text);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  std::string_view rest = plain;
  Range range;
  for (std::size_t bar = 0; bar != std::string_view::npos;) {
    bar = rest.find("||");
    auto alternative = parse_alternative(rest.substr(0, bar));
    if (!alternative) return std::nullopt;
    // "Anything" swallows the other alternatives, and their prereleases with them.
    if (alternative->empty()) return Range{{{}}};
    range.alternatives.push_back(std::move(*alternative));
    if (bar != std::string_view::npos) rest.remove_prefix(bar + 2);
  }
  return range;
}

bool admits(const Range& range, const Version& version) {
  return std::any_of(
      range.alternatives.begin(), range.alternatives.end(), [&](const Comparators& comparators) {
        return all_hold(comparators, version) &&
               (version.prerelease.empty() || names_prerelease_of(comparators, version));
      });
}

bool covers(const Range& range, const Version& version) {
  return std::any_of(
      range.alternatives.begin(), range.alternatives.end(),
      [&](const Comparators& comparators) { return all_hold(comparators, version); });
}

std::optional<Version> upper_bound(const Range& range) {
  std::optional<Version> highest;
  for (const Comparators& comparators : range.alternatives) {
    std::optional<Version> bound;
    for (const Comparator& comparator : comparators) {
      bool limits = comparator.op != Operator::kGreater && comparator.op != Operator::kGreaterEqual;
      if (limits && (!bound || comparator.version < *bound)) bound = comparator.version;
    }
    if (!bound) return std::nullopt;
    if (!highest || *highest < *bound) highest = bound;
  }
  return highest;
}

}  // namespace stackfit::npm
