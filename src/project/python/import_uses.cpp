#include "project/python/import_uses.h"

#include "project/zones.h"

namespace stackfit {

bool is_left_out(std::string_view path) {
  Zone zone = zone_of(path);
  return zone == Zone::kVendored || zone == Zone::kGenerated;
}

bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.starts_with(folder) && path.substr(folder.size()).starts_with('/'));
}

ImportUses absolute_uses(const PythonProject& project) {
  ImportUses uses;
  for (const FileRecord& record : project.records) {
    if (project.index.source(record.entry.path) == nullptr || is_left_out(record.entry.path))
      continue;
    for (const Import& import : record.facts.source->imports) {
      bool runs = import.dots == 0 && !import.type_only && !import.conditional &&
                  import.kind != ImportKind::kDynamic;
      if (runs)
        uses[import.module.substr(0, import.module.find('.'))].push_back({&record, &import});
    }
  }
  return uses;
}

}  // namespace stackfit
