#include "project/npm/implicit.h"

#include <algorithm>
#include <map>

#include "rules/data_table.h"

namespace stackfit::npm {
namespace {

constexpr std::string_view kData = "data/npm-implicit.toml";

struct Names {
  NameSet names;
  std::vector<std::string> beginnings, endings, within;

  explicit Names(const DataRow& row)
      : names(row.names("names")),
        beginnings(row.list("beginnings")),
        endings(row.list("endings")),
        within(row.list("within")) {}

  bool hold(std::string_view name) const {
    return names.count(name) > 0 ||
           std::any_of(beginnings.begin(), beginnings.end(),
                       [&](const auto& text) { return name.starts_with(text); }) ||
           std::any_of(endings.begin(), endings.end(),
                       [&](const auto& text) { return name.ends_with(text); });
  }
};

std::vector<Names> names_of(std::string_view table) {
  std::vector<Names> all;
  for (const DataRow& row : data_rows(kData, table)) all.emplace_back(row);
  return all;
}

}  // namespace

bool is_provided(const Usage& usage, std::size_t index, std::string_view module) {
  static const auto kProvided = names_of("provided");
  return std::any_of(kProvided.begin(), kProvided.end(), [&](const Names& row) {
    if (!row.hold(module)) return false;
    return row.within.empty() ||
           std::any_of(row.within.begin(), row.within.end(),
                       [&](const auto& host) { return usage.is_declared(index, host); });
  });
}

bool is_companion(std::string_view package) {
  static const auto kCompanions = names_of("companion");
  return std::any_of(kCompanions.begin(), kCompanions.end(),
                     [&](const Names& row) { return row.hold(package); });
}

std::vector<std::string> commands_of(std::string_view package) {
  static const auto kCommands = [] {
    std::map<std::string, std::vector<std::string>, std::less<>> commands;
    for (const DataRow& row : data_rows(kData, "command"))
      commands.emplace(row.text("package"), row.list("commands"));
    return commands;
  }();
  auto row = kCommands.find(package);
  std::vector<std::string> commands;
  if (row != kCommands.end()) commands = row->second;
  if (auto slash = package.find('/'); slash != std::string_view::npos)
    commands.emplace_back(package.substr(slash + 1));
  return commands;
}

}  // namespace stackfit::npm
