// Issues of Azure Pipelines: one logging command a line. Its agent knows errors and warnings alone
// and keeps ten of each kind a task, so the ten are chosen here and notes are only counted. Source
// paths are absolute: the agent maps them to the repository itself.
#include <fmt/format.h>

#include "core/text.h"
#include "core/utf8.h"
#include "report/encodings.h"
#include "report/open_findings.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr std::size_t kLongestMessage = 4000;

// As Microsoft's own task library escapes them (azure-pipelines-task-lib, taskcommand.ts).
constexpr Escape kData[] = {{'%', "%AZP25"}, {'\r', "%0D"}, {'\n', "%0A"}};
constexpr Escape kProperty[] = {
    {'%', "%AZP25"}, {'\r', "%0D"}, {'\n', "%0A"}, {']', "%5D"}, {';', "%3B"}};

std::string issue(const OpenFinding& open, const Style& style) {
  const Finding& finding = *open.finding;
  auto path = display(style.root.empty() ? finding.path : style.root + "/" + finding.path);
  auto column = open.excerpt == nullptr ? finding.span.column : open.excerpt->column;
  auto message = fmt::format("{}: {}", display(finding.rule), display(finding.message));
  return fmt::format(
      "##vso[task.logissue type={};sourcepath={};linenumber={};columnnumber={};code={};]{}\n",
      name_of(finding.severity), escape(path, kProperty), finding.span.line, column,
      escape(display(finding.rule), kProperty), escape(cut_utf8(message, kLongestMessage), kData));
}

}  // namespace

std::string write_azure(const Report& report, const RuleSet&, const Style& style) {
  auto picked = pick_annotations(report);
  std::string text;
  for (const auto& open : picked.shown)
    if (open.finding->severity == Severity::kNote)
      ++picked.left_out[0];
    else
      text += issue(open, style);
  auto left_out = counts_of(picked.left_out);
  if (!left_out.empty())
    text += fmt::format(
        "stackfit: not annotated here: {}; stackfit with --format concise lists them all\n",
        left_out);
  return text;
}

}  // namespace stackfit
