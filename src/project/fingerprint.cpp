#include "project/fingerprint.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "project/compare.h"

namespace stackfit {

std::uint64_t identity_digest(const Finding& finding) {
  if (finding.digest != 0) return finding.digest;
  std::string text;
  std::copy_if(finding.message.begin(), finding.message.end(), std::back_inserter(text),
               [](char c) { return c < '0' || c > '9'; });
  return hash_of(text);
}

// Parts are separated by NUL, which neither a rule id nor a path can hold.
void set_fingerprints(std::vector<Finding>& findings) {
  auto who = identities(findings);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    std::string text;
    for (std::string_view part : {std::string_view(who[i].rule), std::string_view(who[i].path),
                                  std::string_view(who[i].scope)}) {
      text += part;
      text += '\0';
    }
    findings[i].fingerprint =
        hash_hex(text + fmt::format("{:016x} {}", who[i].digest, who[i].ordinal));
  }
}

}  // namespace stackfit
