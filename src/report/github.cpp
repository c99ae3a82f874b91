// Annotations of GitHub Actions: one workflow command a line. The runner keeps ten of each kind a
// step (its ExecutionContext.cs) and drops the rest without a word, so the ten are chosen here and
// a notice tells the rest. It cuts a message after 4,096 characters. The log shows the message
// alone, so the place stands in it, too.
#include <fmt/format.h>

#include "core/text.h"
#include "core/utf8.h"
#include "report/encodings.h"
#include "report/open_findings.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr std::size_t kLongestMessage = 4000;

std::string_view command_of(Severity severity) {
  constexpr std::string_view kCommands[] = {"notice", "warning", "error"};
  return kCommands[static_cast<int>(severity)];
}

// The runner unescapes these and nothing else (its ActionCommand.cs).
constexpr Escape kData[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}};
constexpr Escape kProperty[] = {
    {'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}};

// Columns only where the source was there to count characters in.
std::string place_of(const OpenFinding& open) {
  const Finding& finding = *open.finding;
  auto place =
      fmt::format("file={},line={}", escape(display(finding.path), kProperty), finding.span.line);
  if (open.excerpt == nullptr) return place;
  place += fmt::format(",endLine={},col={}", finding.span.line, open.excerpt->column);
  if (open.excerpt->end_column > open.excerpt->column)
    place += fmt::format(",endColumn={}", open.excerpt->end_column);
  return place;
}

std::string annotation(const OpenFinding& open) {
  const Finding& finding = *open.finding;
  auto message = fmt::format("{}:{}:{}: {}: {}", display(finding.path), finding.span.line,
                             finding.span.column, display(finding.rule), display(finding.message));
  return fmt::format("::{} {},title=stackfit {}::{}\n", command_of(finding.severity),
                     place_of(open), escape(display(finding.rule), kProperty),
                     escape(cut_utf8(message, kLongestMessage), kData));
}

}  // namespace

std::string write_github(const Report& report, const RuleSet&, const Style&) {
  auto picked = pick_annotations(report);
  std::string text;
  for (const auto& open : picked.shown) text += annotation(open);
  auto left_out = counts_of(picked.left_out);
  if (!left_out.empty())
    text += fmt::format(
        "::notice title=stackfit::not annotated here: {}; the job summary, or stackfit with "
        "--format concise, lists them all\n",
        left_out);
  return text;
}

}  // namespace stackfit
