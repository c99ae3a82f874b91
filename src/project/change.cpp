#include "project/change.h"

#include <algorithm>

#include "project/compare.h"

namespace stackfit {
namespace {

bool touches(const Finding& finding, const AddedLines& lines) {
  auto file = lines.find(finding.path);
  if (file == lines.end()) return false;
  return std::any_of(file->second.begin(), file->second.end(), [&](const LineRange& range) {
    return finding.span.line <= range.last && finding.span.end_line >= range.first;
  });
}

void mark(std::vector<Finding>& head, const Recognition& recognition) {
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i].status == FindingStatus::kNew && recognition.partner[i] != Recognition::kNobody)
      head[i].status = FindingStatus::kUnchanged;
}

std::vector<Finding> without_suppressed(std::vector<Finding> findings) {
  std::erase_if(findings, [](const Finding& finding) {
    return finding.status == FindingStatus::kSuppressed;
  });
  return findings;
}

}  // namespace

Comparison compare_states(std::vector<Finding>& head, const std::vector<Finding>& base,
                          const std::vector<Entry>& entries, const AddedLines* lines) {
  Comparison comparison;
  ChangeSummary& summary = comparison.summary;
  std::set<std::string> changed;
  for (const Entry& entry : entries)
    if (entry.changed) changed.insert(entry.path);
  summary.changed.assign(changed.begin(), changed.end());
  auto visible = without_suppressed(base);
  auto recognition = recognise(head, known_of(visible), shown_paths(entries));
  mark(head, recognition);
  for (std::size_t i = 0; i < visible.size(); ++i)
    if (!recognition.met[i]) comparison.fixed.push_back(std::move(visible[i]));
  std::erase_if(head, [&](const Finding& finding) {
    bool fresh = finding.status == FindingStatus::kNew;
    bool listed = lines ? touches(finding, *lines) : fresh || changed.contains(finding.path);
    summary.elsewhere += listed ? 0 : 1;
    return !listed;
  });
  for (const Finding& finding : head) {
    summary.fresh += finding.status == FindingStatus::kNew ? 1 : 0;
    summary.unchanged += finding.status == FindingStatus::kUnchanged ? 1 : 0;
  }
  return comparison;
}

}  // namespace stackfit
