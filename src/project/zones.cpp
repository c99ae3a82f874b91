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

using Rows = std::vector<ZoneRow>;

// The first row that claims the folder, by any of its names; rows.size(): none.
std::size_t row_of_folder(const Rows& rows, std::string_view folder) {
  std::vector<std::string> parts;
  for (auto part : split(folder, '/')) parts.push_back(lower(part));
  auto claims = [&](const ZoneRow& row) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const std::string& part) { return row.folders.count(part) > 0; });
  };
  return static_cast<std::size_t>(std::find_if(rows.begin(), rows.end(), claims) - rows.begin());
}

// Files are asked about folder by folder, and each several times over.
std::size_t row_of_last_folder(const Rows& rows, std::string_view folder) {
  thread_local std::string last;
  thread_local std::size_t row = row_of_folder(rows, "");
  if (last != folder) {
    row = row_of_folder(rows, folder);
    last = folder;
  }
  return row;
}

bool claims_name(const ZoneRow& row, std::string_view stem, const std::string& lower_name,
                 const std::string& lower_stem) {
  auto begins = [&](const std::string& text) { return stem.starts_with(text); };
  auto ends = [&](const std::string& text) { return stem.ends_with(text); };
  return row.names.count(lower_name) > 0 || row.stems.count(lower_stem) > 0 ||
         std::any_of(row.beginnings.begin(), row.beginnings.end(), begins) ||
         std::any_of(row.endings.begin(), row.endings.end(), ends);
}

}  // namespace

Zone zone_of(std::string_view path) {
  static const Rows kRows = read_table();
  auto row = row_of_last_folder(kRows, folder_of(path));
  auto name = base_name(path), extension = extension_of(name);
  auto stem = extension.empty() ? name : name.substr(0, name.size() - extension.size() - 1);
  const auto lower_name = lower(name), lower_stem = lower(stem);
  for (std::size_t i = 0; i < row; ++i)
    if (claims_name(kRows[i], stem, lower_name, lower_stem)) return kRows[i].zone;
  return row < kRows.size() ? kRows[row].zone : Zone::kProduct;
}

std::string_view name_of(Zone zone) {
  return kZoneNames[static_cast<int>(zone)];
}

}  // namespace stackfit
