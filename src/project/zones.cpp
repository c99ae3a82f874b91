#include "project/zones.h"

#include <algorithm>

#include "core/text.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

struct ZoneRow {
  Zone zone = Zone::kProduct;
  NameSet folders, names, stems;
  std::vector<std::string> beginnings, endings;
};

constexpr std::string_view kZoneNames[] = {"product", "test",     "example",
                                           "docs",    "vendored", "generated"};

Zone zone_named(std::string_view name) {
  auto at = std::find(std::begin(kZoneNames), std::end(kZoneNames), name);
  return at == std::end(kZoneNames) ? Zone::kProduct
                                    : static_cast<Zone>(at - std::begin(kZoneNames));
}

std::vector<ZoneRow> read_table() {
  std::vector<ZoneRow> rows;
  for (const auto& row : data_rows("data/zones.toml", "zone"))
    rows.push_back({zone_named(row.text("zone")), row.names("folders"), row.names("names"),
                    row.names("stems"), row.list("beginnings"), row.list("endings")});
  return rows;
}

bool claims_folder(const ZoneRow& row, std::string_view path) {
  auto parts = split(folder_of(path), '/');
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return row.folders.count(lower(part)) > 0; });
}

bool claims_name(const ZoneRow& row, std::string_view name) {
  auto extension = extension_of(name);
  auto stem = extension.empty() ? name : name.substr(0, name.size() - extension.size() - 1);
  auto begins = [&](const std::string& text) { return stem.starts_with(text); };
  auto ends = [&](const std::string& text) { return stem.ends_with(text); };
  return row.names.count(lower(name)) > 0 || row.stems.count(lower(stem)) > 0 ||
         std::any_of(row.beginnings.begin(), row.beginnings.end(), begins) ||
         std::any_of(row.endings.begin(), row.endings.end(), ends);
}

}  // namespace

Zone zone_of(std::string_view path) {
  static const std::vector<ZoneRow> kRows = read_table();
  for (const auto& row : kRows)
    if (claims_folder(row, path) || claims_name(row, base_name(path))) return row.zone;
  return Zone::kProduct;
}

std::string_view name_of(Zone zone) {
  return kZoneNames[static_cast<int>(zone)];
}

}  // namespace stackfit
