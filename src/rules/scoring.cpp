#include "rules/scoring.h"

#include <toml++/toml.h>

namespace stackfit {
namespace {

Scoring read_scoring(const toml::table& table) {
  Scoring scoring;
  scoring.version = table["version"].value_or(std::string());
  scoring.prior = table["prior"].value_or(scoring.prior);
  scoring.sure = table["sure"].value_or(scoring.sure);
  for (auto severity : {Severity::kNote, Severity::kWarning, Severity::kError})
    scoring.severity_weight[static_cast<int>(severity)] =
        table["severity"][name_of(severity)].value_or(0.0);
  if (const auto* categories = table["category"].as_array())
    for (const auto& row : *categories)
      if (const auto* category = row.as_table())
        scoring.categories.push_back(
            {(*category)["id"].value_or(std::string()), (*category)["most"].value_or(0.0)});
  if (const auto* grades = table["grade"].as_array())
    for (const auto& row : *grades)
      if (const auto* grade = row.as_table())
        scoring.grades.push_back(
            {(*grade)["letter"].value_or(std::string()), (*grade)["from"].value_or(0.0)});
  return scoring;
}

}  // namespace

Result<Scoring> parse_scoring(std::string_view text) {
  constexpr std::string_view kWhere = "rules/data/scoring.toml";
  try {
    Scoring scoring = read_scoring(toml::parse(text));
    if (scoring.version.empty() || scoring.categories.empty() || scoring.grades.empty() ||
        scoring.grades.back().from > 0)
      return Error{ErrorKind::kConfig,
                   "version, category or grade is missing, or no grade is from 0",
                   std::string(kWhere), ""};
    return scoring;
  } catch (const toml::parse_error& error) {
    return Error{ErrorKind::kConfig, std::string(error.description()), std::string(kWhere), ""};
  }
}

}  // namespace stackfit
