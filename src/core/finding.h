#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stackfit {

/// SARIF's levels: high = error, medium = warning, low = note.
enum class Severity : std::uint8_t { kNote, kWarning, kError };

/// `note`, `warning` or `error`.
std::string_view name_of(Severity severity);

/// A stretch of source text. Lines and columns count from 1; columns in UTF-8 bytes; the end is
/// exclusive.
struct Span {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t end_line = 1;
  std::uint32_t end_column = 1;
  friend bool operator==(const Span&, const Span&) = default;
};

/// Another place that belongs to a finding. An empty path means the finding's own file.
struct Related {
  std::string path;
  std::uint32_t line = 0;
  std::string message;
};

/// Rule-specific facts of a finding, in the order a report shows them.
using DataValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;
using FindingData = std::vector<std::pair<std::string, DataValue>>;

enum class FindingStatus : std::uint8_t { kNew, kUnchanged, kSuppressed };

/// `new`, `unchanged` or `suppressed`.
std::string_view name_of(FindingStatus status);

/// One thing the report says about the code, with its place and its evidence.
struct Finding {
  std::string rule;
  Severity severity = Severity::kNote;
  std::string path;  ///< relative to the scanned root, `/` between components, raw bytes
  Span span;
  std::string message;
  double confidence = 1;  ///< 0–1
  std::string scope;      ///< `Class.method`, or `<module>`
  FindingStatus status = FindingStatus::kNew;
  bool baselined = false;  ///< unchanged because a baseline lists it
  std::string reason;      ///< why it was suppressed or accepted, in its author's words
  /// Hash of what the finding is about: the normalised statement (head of it, no blanks, no
  /// comments), or rule and subject for what concerns the project. Free of lines, depths, counts.
  std::uint64_t digest = 0;
  std::string fingerprint;  ///< stable while the code around it moves; set by `project/`
  std::vector<Related> related;
  std::vector<std::uint32_t> anchors;  ///< further lines of its file where a suppression may stand
  FindingData data;
};

/// Looks up one entry of `data`; null when it is not there.
const DataValue* find_data(const FindingData& data, std::string_view key);

/// Path, then place, then rule: the order of every list of findings.
bool operator<(const Finding& a, const Finding& b);

/// A file or folder that was not analysed, and why. `reason` starts with a lower-case phrase that
/// groups alike cases (`too large: 3.4 MB, limit 1 MiB`).
struct Skipped {
  std::string path;
  std::string reason;
  /// True when it should have been analysed (crash, limit, unreadable): the report is then not
  /// `complete`. False for ignored, vendored, generated, minified and the like.
  bool incomplete = false;
};

}  // namespace stackfit
