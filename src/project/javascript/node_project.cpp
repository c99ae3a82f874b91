#include "project/javascript/node_project.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "project/zones.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostRelated = 5;

}  // namespace

bool is_own_script(const FileRecord& record) {
  if (!record.facts.source || record.facts.source->language == "python") return false;
  Zone zone = zone_of(record.entry.path);
  return zone == Zone::kProduct || zone == Zone::kTest;
}

NodeProject node_project(const std::vector<FileRecord>& records, const ModuleResolver& resolver) {
  NodeProject project{records, resolver, npm::find_workspaces(records), {}};
  for (const auto& record : records) {
    if (!is_own_script(record)) continue;
    for (const Import& import : record.facts.source->imports)
      project.imports.push_back(
          {&record, &import, resolver.resolve(record.entry.path, import.module)});
  }
  return project;
}

Finding node_conflict(std::string_view id, std::string path, std::uint32_t line,
                      std::string_view name, Severity severity, std::string message) {
  Finding finding;
  finding.rule = "module-name-conflict";
  finding.severity = severity;
  finding.path = std::move(path);
  line = std::max(line, 1u);
  finding.span = {line, 1, line, 1};
  finding.scope = "<module>";
  finding.digest = hash_of(fmt::format("{}\n{}", id, name));
  finding.message = std::move(message);
  finding.data = {{"class", std::string(id)}, {"name", std::string(name)}};
  return finding;
}

void relate(Finding& finding, const UsedImport& use) {
  if (finding.related.size() < kMostRelated)
    finding.related.push_back({use.file->entry.path, use.import->line,
                               fmt::format("imports \"{}\"", display(use.import->module))});
}

}  // namespace stackfit
