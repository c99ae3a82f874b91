#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "report/json_text.h"
#include "report/report.h"

// What the SARIF writer is put together from.

namespace stackfit {

/// A path as a relative URI reference (RFC 3986): every byte that is not unreserved or a slash is
/// percent-encoded, so that nothing in it can be taken for a scheme, a query or a line end.
std::string uri_of(std::string_view path);

/// Untrusted text as SARIF message text: displayed, with the brackets of embedded links escaped
/// (SARIF 2.1.0, 3.11.6).
std::string message_text(std::string_view untrusted);

/// `reportingDescriptor`s of every enabled rule, by id, within the limits of code scanning.
Json sarif_rules(const RuleSet& rules);
/// Where a rule stands among them.
std::optional<std::size_t> sarif_rule_index(const RuleSet& rules, std::string_view id);

/// `stackfit/`, or `stackfit/CATEGORY/`: tells the uploads of one commit apart.
std::string automation_id(std::string_view category);

}  // namespace stackfit
