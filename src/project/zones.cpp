#include "project/zones.h"

#include <algorithm>

#include "core/text.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

// Zones by precedence; the first one that names a text claims it.
struct ZoneTable {
  std::vector<Zone> zones;
  NameMap<std::size_t> folders, names, stems;
  std::vector<std::pair<std::string, std::size_t>> beginnings, endings;
};

constexpr std::string_view kZoneNames[] = {"product", "test",     "example",
                                           "docs",    "vendored", "generated"};

Zone zone_named(std::string_view name) {
  auto at = std::find(std::begin(kZoneNames), std::end(kZoneNames), name);
  return at == std::end(kZoneNames) ? Zone::kProduct
                                    : static_cast<Zone>(at - std::begin(kZoneNames));
}

ZoneTable read_table() {
  ZoneTable table;
  for (const auto& row : data_rows("data/zones.toml", "zone")) {
    auto index = table.zones.size();
    table.zones.push_back(zone_named(row.text("zone")));
    for (const auto& name : row.list("folders")) table.folders.emplace(name, index);
    for (const auto& name : row.list("names")) table.names.emplace(name, index);
    for (const auto& name : row.list("stems")) table.stems.emplace(name, index);
    for (const auto& text : row.list("beginnings")) table.beginnings.emplace_back(text, index);
    for (const auto& text : row.list("endings")) table.endings.emplace_back(text, index);
  }
  return table;
}

// The zone that claims the name; zones.size(): none.
std::size_t claim(const ZoneTable& table, const NameMap<std::size_t>& names,
                  std::string_view name) {
  auto at = names.find(name);
  return at == names.end() ? table.zones.size() : at->second;
}

std::size_t claim_of_folder(const ZoneTable& table, std::string_view folder) {
  auto first = table.zones.size();
  for (auto part : split(folder, '/'))
    first = std::min(first, claim(table, table.folders, lower(part)));
  return first;
}

// Files are asked about folder by folder, and each several times over.
std::size_t claim_of_last_folder(const ZoneTable& table, std::string_view folder) {
  thread_local std::string last;
  thread_local std::size_t first = table.zones.size();
  if (last != folder) {
    first = claim_of_folder(table, folder);
    last = folder;
  }
  return first;
}

std::size_t claim_of_name(const ZoneTable& table, std::string_view name) {
  auto extension = extension_of(name);
  auto stem = extension.empty() ? name : name.substr(0, name.size() - extension.size() - 1);
  const auto lower_name = lower(name);
  auto lower_stem = std::string_view(lower_name).substr(0, stem.size());
  auto first =
      std::min(claim(table, table.names, lower_name), claim(table, table.stems, lower_stem));
  for (const auto& [text, zone] : table.beginnings)
    if (stem.starts_with(text)) first = std::min(first, zone);
  for (const auto& [text, zone] : table.endings)
    if (stem.ends_with(text)) first = std::min(first, zone);
  return first;
}

}  // namespace

Zone zone_of(std::string_view path) {
  static const ZoneTable kTable = read_table();
  auto first = std::min(claim_of_last_folder(kTable, folder_of(path)),
                        claim_of_name(kTable, base_name(path)));
  return first < kTable.zones.size() ? kTable.zones[first] : Zone::kProduct;
}

std::string_view name_of(Zone zone) {
  return kZoneNames[static_cast<int>(zone)];
}

}  // namespace stackfit
