#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "core/result.h"

namespace stackfit {

/// One flag: everything the parser, --help and the error messages know about it.
struct Flag {
  std::string_view name;        ///< `--format`
  std::string_view short_name;  ///< `-f`, or empty
  /// `FORMAT`; empty: a switch without a value; `[=direct|all]`: one that may have a value, the
  /// first of these when it has none.
  std::string_view placeholder;
  bool repeatable = false;
  unsigned commands = 0;   ///< bits of the commands that know it (cli/commands.h)
  std::string_view group;  ///< heading in --help
  std::string_view help;   ///< one line
  /// Writes the value into the invocation; fails with kUsage when it makes no sense.
  Result<void> (*apply)(Invocation&, const std::string& value);
};

/// The table of flags, in the order --help shows them.
const std::vector<Flag>& flags();

/// `note`, `warning`, `error` or `never` (no gate at all).
Result<std::optional<Severity>> parse_fail_on(std::string_view text);

/// True for the name of a report format.
bool is_format(std::string_view name);
/// The error that says which formats there are.
Error unknown_format(std::string_view name);

}  // namespace stackfit
