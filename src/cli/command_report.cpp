// `report`: work on reports made before, without the repository. `convert` makes of a JSON report
// what the run that wrote it would have written; `diff` tells two of them apart.
#include <fmt/format.h>

#include <fstream>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/output_file.h"
#include "cli/outputs.h"
#include "cli/rules_for.h"
#include "core/nearest.h"
#include "report/difference.h"
#include "report/json.h"

namespace stackfit {
namespace {

constexpr std::size_t kLargestReport = std::size_t{512} << 20;

Error usage(std::string message, std::string hint) {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

Result<Report> load_report(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  std::string block(1 << 20, '\0');
  while (file && bytes.size() <= kLargestReport) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    bytes.append(block, 0, static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof() && bytes.size() <= kLargestReport)
    return Error{ErrorKind::kIo, "cannot read the report", path, ""};
  if (bytes.size() > kLargestReport)
    return Error{ErrorKind::kInput, fmt::format("larger than {} bytes", kLargestReport), path, ""};
  return read_report(bytes, path);
}

// What the run of the report was asked stays; how to print is asked now.
Result<void> take_outputs(const Options& asked, Options& options) {
  options.outputs = asked.outputs;
  options.format = asked.format;
  options.sarif_suppressions = asked.sarif_suppressions;
  options.sarif_category = asked.sarif_category;
  if (options.format.empty() && options.outputs.empty()) options.format = "text";
  if (!options.format.empty() && !is_format(options.format)) return unknown_format(options.format);
  for (const auto& output : options.outputs)
    if (auto target = check_target(output.path); !target) return target.error();
  return {};
}

Result<int> convert(const Invocation& invocation, Console& console) {
  auto report = load_report(invocation.arguments[1]);
  if (!report) return report.error();
  if (auto taken = take_outputs(invocation.options, report->options); !taken) return taken.error();
  auto rules = rules_for(invocation);
  if (!rules) return rules.error();
  if (rules->digest != report->rules_digest)
    print_note(console,
               "other rules made this report; pages and names of rules are of this "
               "program and its --rules");
  if (auto written = write_outputs(*report, *rules, console); !written) return written.error();
  return kClean;
}

Result<int> diff(const Invocation& invocation, Console& console) {
  const auto& format = invocation.options.format;
  if (!invocation.options.outputs.empty())
    return usage("\"report diff\" writes to standard output", "use --format and redirect it");
  if (!format.empty() && format != "text" && format != "markdown" && format != "json")
    return usage(fmt::format("\"report diff\" prints text, markdown or json, not \"{}\"", format),
                 "");
  auto before = load_report(invocation.arguments[1]);
  if (!before) return before.error();
  auto after = load_report(invocation.arguments[2]);
  if (!after) return after.error();
  auto difference = difference_of(*before, *after);
  auto printed = print(format == "json"       ? write_difference_json(difference)
                       : format == "markdown" ? write_difference_markdown(difference)
                                              : write_difference_text(difference, console.out));
  if (!printed) return printed.error();
  return kClean;
}

}  // namespace

Result<int> run_report(const Invocation& invocation, Console& console) {
  const auto& what = invocation.arguments.front();
  auto count = invocation.arguments.size();
  if (what == "convert" && count == 2) return convert(invocation, console);
  if (what == "diff" && count == 3) return diff(invocation, console);
  return usage(what == "convert" || what == "diff"
                   ? fmt::format("\"report {}\" wants {}", what,
                                 what == "convert" ? "one report" : "two reports")
                   : fmt::format("there is no \"report {}\"", what),
               "stackfit report convert REPORT.json --output html=report.html, or stackfit report "
               "diff A.json B.json");
}

}  // namespace stackfit
