#include "cli/outputs.h"

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "cli/output_file.h"
#include "report/writers.h"

namespace stackfit {
namespace {

bool wants_source(const std::string& format) {
  const Writer* writer = find_writer(format);
  return writer != nullptr && writer->needs_source;
}

std::string absolute(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? path : buffer;
}

void note_cuts(const Report& report, const Console& console) {
  const auto& options = report.options;
  bool sarif = options.format == "sarif" ||
               std::any_of(options.outputs.begin(), options.outputs.end(),
                           [](const auto& output) { return output.format == "sarif"; });
  if (!sarif) return;
  if (auto cut = sarif_cut(report); !cut.empty()) print_note(console, cut);
}

Result<void> write_output(const OutputTarget& output, const Report& report, const RuleSet& rules,
                          const std::string& root) {
  const Writer& writer = *find_writer(output.format);
  Style style;
  style.root = root;
  if (!writer.appends) return write_file(output.path, writer.write(report, rules, style));
  style.bytes_before = size_of_file(output.path);
  return append_file(output.path, writer.write(report, rules, style));
}

}  // namespace

bool needs_source(const Options& options) {
  return wants_source(options.format) ||
         std::any_of(options.outputs.begin(), options.outputs.end(),
                     [](const auto& output) { return wants_source(output.format); });
}

Result<void> write_files(const Report& report, const RuleSet& rules, const Console& console) {
  auto root = absolute(report.options.root);
  for (const auto& output : report.options.outputs)
    if (auto written = write_output(output, report, rules, root); !written) return written.error();
  note_cuts(report, console);
  return {};
}

std::string standard_output(const Report& report, const RuleSet& rules, const Console& console) {
  if (report.options.format.empty()) return "";
  auto style = console.out;
  style.root = absolute(report.options.root);
  return find_writer(report.options.format)->write(report, rules, style);
}

Result<void> write_outputs(const Report& report, const RuleSet& rules, const Console& console) {
  if (auto written = write_files(report, rules, console); !written) return written.error();
  if (report.options.format.empty()) return {};
  return print(standard_output(report, rules, console));
}

}  // namespace stackfit
