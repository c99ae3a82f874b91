#include "cli/run.h"

#include <fmt/format.h>

#include "cli/audit.h"
#include "core/text.h"
#include "rules/excludes.h"

namespace stackfit {

int run(int argc, char** argv) {
  Options options;
  if (argc > 1) options.root = argv[1];
  auto tree = open_tree(options, load_excludes());
  auto rules = load_rules({});
  if (!tree || !rules) return 2;
  auto report = audit(**tree, *rules, options, {});
  if (!report) return 2;
  for (const auto& finding : report->project.findings)
    fmt::print("{}:{} {} {}: {}\n", display(finding.path), finding.span.line,
               name_of(finding.severity), finding.rule, display(finding.message));
  fmt::print("{} files\n", report->project.files.analysed);
  return 0;
}

}  // namespace stackfit
