// `baseline create | prune | accept`: the file of findings a team has agreed to live with.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/baseline_file.h"
#include "cli/commands.h"
#include "cli/output_file.h"
#include "cli/prepare.h"
#include "core/nearest.h"
#include "core/text.h"
#include "tree/beneath.h"

namespace stackfit {
namespace {

Error usage(std::string message, std::string hint) {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

std::string target_of(const Options& options) {
  auto name = options.baseline.empty() ? std::string(kBaselineName) : options.baseline;
  return options.root == "." ? name : join_path(options.root, name);
}

bool exists(const Options& options) {
  UniqueFd root = open_root(options.root);
  auto name = options.baseline.empty() ? std::string(kBaselineName) : options.baseline;
  return root.valid() && open_beneath(root.get(), name, false).valid();
}

std::string counted_entries(std::size_t count) {
  return fmt::format("{} finding{}", count, count == 1 ? "" : "s");
}

Result<int> keep(const Options& options, std::vector<BaselineEntry> entries,
                 const std::string& told) {
  auto path = target_of(options);
  if (auto written = write_file(path, format_baseline(std::move(entries))); !written)
    return written.error();
  if (auto printed = print(fmt::format("{}: {}\n", display(path), told)); !printed)
    return printed.error();
  return kClean;
}

Result<int> create(const Prepared& prepared, const Invocation& invocation, Console& console) {
  if (exists(prepared.options))
    return Error{ErrorKind::kInput, "there is a baseline already", target_of(prepared.options),
                 "shrink it with baseline prune, extend it with baseline accept, or remove it"};
  auto with = prepared;
  with.options.use_baseline = false;
  auto report = make_report(with, console);
  if (!report) return report.error();
  auto entries = entries_of(report->project.findings, invocation.reason);
  auto told = counted_entries(entries.size()) + " accepted";
  return keep(prepared.options, std::move(entries), told);
}

Result<Report> compared_report(const Prepared& prepared, const Console& console) {
  if (exists(prepared.options)) return make_report(prepared, console);
  return Error{ErrorKind::kInput, "there is no baseline", target_of(prepared.options),
               "make it first: stackfit baseline create"};
}

Result<int> prune(const Prepared& prepared, const Invocation&, Console& console) {
  auto report = compared_report(prepared, console);
  if (!report) return report.error();
  auto& use = *report->baseline;
  auto told = fmt::format("{} fixed and forgotten, {} left", counted_entries(use.stale.size()),
                          use.kept.size());
  return keep(prepared.options, std::move(use.kept), told);
}

// Stale entries stay: forgetting is for prune.
Result<int> accept(const Prepared& prepared, const Invocation& invocation, Console& console) {
  if (trim(invocation.reason).empty())
    return usage("baseline accept wants a reason", "for example: --reason \"rewritten in May\"");
  auto report = compared_report(prepared, console);
  if (!report) return report.error();
  std::map<Identity, BaselineEntry> all;
  auto& use = *report->baseline;
  for (auto* entries : {&use.kept, &use.stale})
    for (auto& entry : *entries) all.insert_or_assign(entry.known.identity, entry);
  auto fresh = entries_of(report->project.findings, invocation.reason);
  for (auto& entry : fresh) all.insert_or_assign(entry.known.identity, entry);
  std::vector<BaselineEntry> entries;
  for (auto& [identity, entry] : all) entries.push_back(std::move(entry));
  return keep(prepared.options, std::move(entries),
              counted_entries(fresh.size()) + " more accepted");
}

struct Action {
  std::string_view name;
  Result<int> (*run)(const Prepared&, const Invocation&, Console&);
};
constexpr Action kActions[] = {{"create", create}, {"prune", prune}, {"accept", accept}};

}  // namespace

Result<int> run_baseline(const Invocation& invocation, Console& console) {
  const auto& wanted = invocation.arguments.front();
  auto action = std::find_if(std::begin(kActions), std::end(kActions),
                             [&](const Action& row) { return row.name == wanted; });
  if (action == std::end(kActions)) {
    auto hint = did_you_mean(wanted, {"create", "prune", "accept"});
    return usage(fmt::format("\"baseline {}\" is unknown", display(wanted)),
                 hint.empty() ? "create, prune or accept" : hint);
  }
  auto prepared = prepare(invocation);
  if (!prepared) return prepared.error();
  return action->run(*prepared, invocation, console);
}

}  // namespace stackfit
