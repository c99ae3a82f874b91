#include <fmt/format.h>

#include "core/text.h"
#include "report/layout.h"
#include "report/text.h"

namespace stackfit {
namespace {

std::string table(std::string_view title, const std::vector<Tally>& tallies, const Style& style) {
  const std::size_t most = style.verbose ? tallies.size() : 10;
  auto text = fmt::format("\n  {} {:>7} {:>8} {:>7}\n", pad(title, style.columns / 2), "errors",
                          "warnings", "notes");
  for (std::size_t i = 0; i < tallies.size() && i < most; ++i) {
    const auto& [name, count] = tallies[i];
    auto shown = shorten(display(name), style.columns / 2);
    text += fmt::format("  {} {:>7} {:>8} {:>7}\n", pad(shown, style.columns / 2),
                        grouped(count[2]), grouped(count[1]), grouped(count[0]));
  }
  if (tallies.size() > most)
    text += fmt::format("  and {} more: --verbose\n", grouped(tallies.size() - most));
  return text;
}

}  // namespace

std::string statistics_section(const Report& report, const Style& style) {
  if (!report.statistics) return "";
  const Statistics& statistics = *report.statistics;
  if (statistics.by_rule.empty()) return heading(style, "STATISTICS", "no findings to count");
  auto text = heading(style, "STATISTICS");
  text += table("rule", statistics.by_rule, style);
  text += table("folder", statistics.by_directory, style);
  if (!statistics.owners_file.empty())
    text += table("owner, by " + statistics.owners_file, statistics.by_owner, style);
  return text;
}

}  // namespace stackfit
