#include "project/javascript/module_graph.h"

#include <algorithm>

#include "project/zones.h"

namespace stackfit {
namespace {

bool is_module(const FileRecord& record) {
  if (!record.facts.source || record.facts.source->language == "python") return false;
  if (record.entry.path.ends_with(".d.ts")) return false;
  Zone zone = zone_of(record.entry.path);
  return zone != Zone::kVendored && zone != Zone::kGenerated;
}

// Whoever requires this module after that line gets the whole of it.
bool complete_before(const SourceFacts& source, const Import& import) {
  return import.kind == ImportKind::kRequire && source.exports_line > 0 &&
         source.exports_line < import.line;
}

}  // namespace

ModuleGraph javascript_graph(const std::vector<FileRecord>& records,
                             const ModuleResolver& resolver) {
  ModuleGraph graph;
  for (const auto& record : records)
    if (is_module(record)) graph.modules.push_back(record.entry.path);
  std::sort(graph.modules.begin(), graph.modules.end());
  graph.edges.resize(graph.modules.size());
  for (const auto& record : records) {
    if (!is_module(record)) continue;
    auto from = graph.find(record.entry.path);
    for (const Import& import : record.facts.source->imports) {
      if (import.type_only) continue;
      auto target = resolver.resolve(record.entry.path, import.module);
      if (target.kind != ResolvedModule::Kind::kFile) continue;
      auto to = graph.find(target.path);
      if (to == graph.modules.size() || to == from) continue;
      bool eager = !import.in_function && import.kind != ImportKind::kDynamic &&
                   !complete_before(*record.facts.source, import);
      add_edge(graph, from, {to, import.line, eager, eager && import.at_load});
    }
  }
  return graph;
}

}  // namespace stackfit
