// The report for a person. What matters most stands first and the gate last, where the eye is when
// the program ends. Every line must earn its place: lists are capped (--verbose lifts the caps),
// lenses are shown only where they differ, a section without content is left out.
#include "report/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "report/layout.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr std::string_view kDot = " · ";

struct DisplayName {
  std::string_view id, name;
};
constexpr DisplayName kNames[] = {
    {"javascript", "JavaScript"}, {"typescript", "TypeScript"}, {"tsx", "TSX"},
    {"python", "Python"},         {"node", "Node.js"},
};

std::string name_shown(std::string_view id) {
  for (const auto& row : kNames)
    if (row.id == id) return std::string(row.name);
  return display(id);
}

// A question about some rules alone is not judged, and the report says what was asked.
bool says_all(const Report& report) {
  return !report.verdict.health.grade.empty();
}

std::string runtimes_of(const Report& report) {
  std::vector<std::string> parts;
  for (const auto& runtime : report.verdict.fit.runtimes)
    if (runtime.role != "none")
      parts.push_back(fmt::format("{} {}", name_shown(runtime.id), display(runtime.role)));
  return join(parts, kDot);
}

std::string languages_of(const FileInventory& files) {
  std::vector<std::pair<std::uint64_t, std::string>> counts;
  std::uint64_t sources = 0;
  for (const auto& [language, count] : files.by_language) {
    counts.push_back({count, name_shown(language)});
    sources += count;
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> parts;
  for (const auto& [count, name] : counts)
    parts.push_back(fmt::format("{} {}", grouped(count), name));
  if (files.analysed > sources)
    parts.push_back(fmt::format("{} manifest{}", grouped(files.analysed - sources),
                                files.analysed - sources == 1 ? "" : "s"));
  return join(parts, ", ");
}

// `vendored folder: x` and `vendored folder: y` are one kind of reason.
std::string kind_of(const Skipped& file) {
  return display(trim(std::string_view(file.reason).substr(0, file.reason.find(':'))));
}

std::string reasons_of(const std::vector<Skipped>& files) {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& file : files) ++counts[kind_of(file)];
  std::vector<std::pair<std::string, std::uint64_t>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  constexpr std::size_t kMost = 6;
  std::vector<std::string> parts;
  std::uint64_t others = 0;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (i < kMost || order.size() == kMost + 1)
      parts.push_back(fmt::format("{} {}", grouped(order[i].second), order[i].first));
    else
      others += order[i].second;
  if (others > 0) parts.push_back(fmt::format("{} for other reasons", grouped(others)));
  return join(parts, ", ");
}

std::string file_list(const std::vector<const Skipped*>& files, const Style& style) {
  const std::size_t most = style.verbose ? files.size() : 5;
  std::string text;
  for (std::size_t i = 0; i < files.size() && i < most; ++i)
    text +=
        hanging(style, fmt::format("  {}  ", shorten(display(files[i]->path), style.columns / 2)),
                display(files[i]->reason), Ink::kDim);
  if (files.size() > most)
    text += fmt::format("  and {} more: --verbose\n", grouped(files.size() - most));
  return text;
}

std::string gate_line(const Report& report, const Style& style) {
  if (!report.gate.passed) {
    std::string text;
    for (const auto& failure : report.gate.failed)
      text +=
          fmt::format("\n{} {}: {}, the limit is {}\n", ink(style, Ink::kRed, "GATE FAILED"),
                      display(failure.condition), display(failure.value), display(failure.limit));
    return text;
  }
  if (!report.options.fail_on) return "";
  bool new_only = report.options.new_only || report.baseline;
  return fmt::format("\n{} no {}finding is {} or worse\n", ink(style, Ink::kGreen, "GATE HELD"),
                     new_only ? "new " : "", name_of(*report.options.fail_on));
}

std::string percent(double share) {
  return fmt::format("{:.0f}%", share * 100);
}
std::string fine_percent(double share) {
  return fmt::format("{:.1f}%", share * 100);
}

// How deep the callbacks nest, and what that means.
std::string depths_of(const AsyncStyle& async) {
  auto text = fmt::format("{} of {} nest{} {} deep or deeper", fine_percent(async.deep),
                          counted(async.callbacks, "asynchronous callback"),
                          async.callbacks == 1 ? "s" : "", async.deep_from);
  if (async.very_deep > 0)
    text += fmt::format(", {} deeper than that", fine_percent(async.very_deep));
  text += fmt::format("; depth: median {}, 90% up to {}, 95% up to {}, deepest {}", async.median,
                      async.p90, async.p95, async.deepest);
  return async.band.empty() ? text : async.band + ": " + text;
}

std::string async_section(const AsyncStyle& async, const Style& style) {
  if (async.sites == 0) return "";
  auto sites = counted(async.sites, "asynchronous site");
  bool claimed = async.await + async.then + async.callback > 0;
  auto text =
      heading(style, "ASYNC STYLE",
              claimed ? fmt::format("await {}{}then {}{}callbacks {} of {}", percent(async.await),
                                    kDot, percent(async.then), kDot, percent(async.callback), sites)
                      : sites + ", too few for a profile");
  if (async.callbacks > 0) text += hanging(style, "  ", depths_of(async), Ink::kDim);
  if (async.mixed > 0)
    text += hanging(style, "  ",
                    fmt::format("{} of {} mix{} styles", grouped(async.mixed),
                                counted(async.functions, "asynchronous function"),
                                async.mixed == 1 ? "es" : ""),
                    Ink::kDim);
  return text;
}

std::string npm_line(const NpmReport& npm, const Style& style) {
  const auto dead = all_packages(npm);
  if (npm.packages == 0 && dead.empty()) return "";
  std::map<std::string, std::uint64_t> by_status;
  std::uint64_t direct = 0;
  for (const auto& dependency : dead) {
    ++by_status[display(dependency.status)];
    direct += dependency.direct ? 1 : 0;
  }
  std::vector<std::string> parts;
  if (npm.packages > 0) parts.push_back(counted(npm.packages, "locked package"));
  for (const auto& [status, count] : by_status)
    parts.push_back(fmt::format("{} {}", grouped(count), status));
  auto text = join(parts, kDot);
  if (!dead.empty()) text += fmt::format(" ({} direct)", grouped(direct));
  if (npm.flags_recorded == "none") text += ", the lockfile records no deprecation flags";
  text = heading(style, "DEPENDENCIES", text);
  for (const auto& note : npm.online.notes) text += hanging(style, "  ", note, Ink::kDim);
  return text;
}

}  // namespace

std::string head_section(const Report& report, const Style& style) {
  const ProjectFacts& project = report.project;
  auto revision = display(std::string_view(project.revision).substr(0, 7));
  auto name = shorten(display(project.name.empty() ? "this folder" : project.name), 32);
  if (!revision.empty()) name += " @" + revision;
  auto text = titled(style, 0, name, says_all(report) ? runtimes_of(report) : "");
  text += hanging(style, counted(project.files.analysed, "file") + " analysed: ",
                  languages_of(project.files), Ink::kDim);
  if (!project.files.skipped.empty())
    text += hanging(style, grouped(project.files.skipped.size()) + " left out: ",
                    reasons_of(project.files.skipped), Ink::kDim);
  return text;
}

std::string gaps_section(const Report& report, const Style& style) {
  std::vector<const Skipped*> lost, partial, left_out;
  for (const auto& file : report.project.files.skipped)
    (file.incomplete ? lost : left_out).push_back(&file);
  for (const auto& file : report.project.files.partial) partial.push_back(&file);
  std::string text;
  if (!lost.empty())
    text += heading(style, "NOT ANALYSED",
                    counted(lost.size(), "file") + ", so the report is incomplete") +
            file_list(lost, style);
  if (!partial.empty())
    text += heading(style, "ANALYSED IN PART", counted(partial.size(), "file")) +
            file_list(partial, style);
  if (style.verbose && !left_out.empty())
    text +=
        heading(style, "LEFT OUT", counted(left_out.size(), "file")) + file_list(left_out, style);
  return text;
}

std::string write_text(const Report& report, const RuleSet& rules, const Style& style) {
  if (!says_all(report))
    return head_section(report, style) + findings_section(report, rules, style) +
           gaps_section(report, style) + gate_line(report, style);
  return head_section(report, style) + change_section(report, style) +
         health_section(report, style) + what_if_section(report, style) +
         findings_section(report, rules, style) + async_section(report.project.async_style, style) +
         npm_line(report.project.npm, style) + fit_section(report, style) +
         history_section(report, style) + statistics_section(report, style) +
         gaps_section(report, style) + gate_line(report, style);
}

}  // namespace stackfit
