// `audit` and `check`: the same run, judged by different gates (check fails on errors by default).
#include <fmt/format.h>

#include <thread>

#include "cli/audit.h"
#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "core/nearest.h"
#include "rules/excludes.h"

namespace stackfit {
namespace {

Error usage(std::string message, std::string hint = "") {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

// What can be refused is refused before the work.
Result<void> check_request(const Options& options) {
  if (!is_format(options.format)) return unknown_format(options.format);
  for (const auto& output : options.outputs)
    if (auto target = check_target(output.path); !target) return target.error();
  return {};
}

Result<void> check_rule_names(const Options& options, const RuleSet& rules) {
  std::vector<std::string> known;
  for (const Rule& rule : rules.rules) known.push_back(rule.id);
  for (const auto& name : options.only) {
    if (find_rule(rules, name) != nullptr) continue;
    auto hint = did_you_mean(name, known);
    return usage(fmt::format("there is no rule \"{}\"", name),
                 hint.empty() ? "stackfit rules lists them" : hint);
  }
  return {};
}

// Parity with another tool's rule is a question about that rule alone.
Result<void> narrow_to_parity(Options& options) {
  constexpr std::string_view kRule = "callback-nesting";
  if (options.parity == Parity::kNative) return {};
  for (const auto& name : options.only)
    if (name != kRule) return usage(fmt::format("--parity reports {} alone", kRule));
  options.only = {std::string(kRule)};
  return {};
}

Result<Report> make_report(const Invocation& invocation, const RuleSet& rules, Console& console) {
  Options options = invocation.options;
  if (auto narrowed = narrow_to_parity(options); !narrowed) return narrowed.error();
  if (auto checked = check_rule_names(options, rules); !checked) return checked.error();
  auto tree = open_tree(options, load_excludes());
  if (!tree) return tree.error();
  Progress progress(console);
  GatherOptions how;
  how.jobs = options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  how.progress = [&](std::size_t done, std::size_t all) { progress.update(done, all); };
  return audit(**tree, rules, options, how);
}

Result<void> write_outputs(const Report& report, const RuleSet& rules, const Console& console) {
  for (const auto& [format, path] : report.options.outputs) {
    auto text = find_writer(format)->write(report, rules, Style{});
    if (auto written = write_file(path, text); !written) return written.error();
  }
  return print(find_writer(report.options.format)->write(report, rules, console.out));
}

int exit_status(const Report& report, const Invocation& invocation, const Console& console) {
  if (report.options.strict && !report.complete) {
    print_note(console, "the report is incomplete, and --strict was given");
    return kFailed;
  }
  return report.gate.passed || invocation.exit_zero ? kClean : kGateFailed;
}

}  // namespace

Result<int> run_audit(const Invocation& invocation, Console& console) {
  if (auto checked = check_request(invocation.options); !checked) return checked.error();
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  auto report = make_report(invocation, *rules, console);
  if (!report) return report.error();
  if (auto written = write_outputs(*report, *rules, console); !written) return written.error();
  return exit_status(*report, invocation, console);
}

Result<int> run_check(const Invocation& invocation, Console& console) {
  return run_audit(invocation, console);
}

}  // namespace stackfit
