#include "facts/gather.h"

namespace stackfit {

std::vector<FileRecord> gather_facts(const Tree& tree, const std::vector<Entry>& entries,
                                     const AnalysisContext& context, const GatherOptions&) {
  std::vector<FileRecord> records;
  for (const Entry& entry : entries) {
    FileRecord& record = records.emplace_back();
    record.entry = entry;
    if (!is_interesting(entry.path)) continue;
    auto bytes = tree.read(entry.path, size_limit(entry.path, context.limits));
    if (!bytes) {
      record.lost = bytes.error().message;
      continue;
    }
    record.facts = analyse_file(context, entry, *bytes);
  }
  return records;
}

}  // namespace stackfit
