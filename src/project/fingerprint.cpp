// A baseline that counts findings lets new debt in: fix one, add another, and nothing is noticed.
// One that remembers lines forgets everything when a line is added above. The scope a finding
// stands in is what stays: `Class.method` survives edits around it, and the message without its
// numbers (depths, counts, versions), or better the statement it stands on, says what is wrong
// there.
#include "project/fingerprint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"

namespace stackfit {
namespace {

std::string without_numbers(std::string_view message) {
  std::string text;
  std::copy_if(message.begin(), message.end(), std::back_inserter(text),
               [](char c) { return c < '0' || c > '9'; });
  return text;
}

// Separated by NUL, which neither a rule id nor a path can hold.
std::string identity_of(const Finding& finding) {
  std::string identity;
  for (std::string_view part : {std::string_view(finding.rule), std::string_view(finding.path),
                                std::string_view(finding.scope)}) {
    identity += part;
    identity += '\0';
  }
  if (finding.digest != 0) return identity + fmt::format("{:016x}", finding.digest);
  return identity + without_numbers(finding.message);
}

}  // namespace

void set_fingerprints(std::vector<Finding>& findings) {
  std::map<std::string, std::uint32_t> seen;
  for (Finding& finding : findings) {
    auto identity = hash_hex(identity_of(finding));
    auto ordinal = seen[identity]++;
    finding.fingerprint =
        ordinal == 0 ? identity : hash_hex(fmt::format("{} {}", identity, ordinal));
  }
}

}  // namespace stackfit
