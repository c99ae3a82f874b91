#include "project/baseline.h"

#include <algorithm>

namespace stackfit {

BaselineUse apply_baseline(std::vector<Finding>& findings,
                           const std::vector<BaselineEntry>& entries,
                           const std::set<std::string>& paths,
                           const std::function<bool(const Identity&)>& asked) {
  std::vector<BaselineEntry> in_question;
  std::copy_if(entries.begin(), entries.end(), std::back_inserter(in_question),
               [&](const BaselineEntry& entry) { return asked(entry.known.identity); });
  std::vector<Known> known;
  for (const auto& entry : in_question) known.push_back(entry.known);
  auto recognition = recognise(findings, known, paths);
  auto who = identities(findings);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    auto partner = recognition.partner[i];
    if (partner == Recognition::kNobody) continue;
    in_question[partner].known.identity = who[i];
    if (findings[i].status == FindingStatus::kSuppressed) continue;
    findings[i].status = FindingStatus::kUnchanged;
    findings[i].baselined = true;
    findings[i].reason = in_question[partner].reason;
  }
  BaselineUse use;
  use.entries = entries.size();
  std::copy_if(entries.begin(), entries.end(), std::back_inserter(use.kept),
               [&](const BaselineEntry& entry) { return !asked(entry.known.identity); });
  for (std::size_t i = 0; i < in_question.size(); ++i)
    (recognition.met[i] ? use.kept : use.stale).push_back(in_question[i]);
  use.accepted = use.kept.size();
  std::sort(use.stale.begin(), use.stale.end());
  return use;
}

std::vector<BaselineEntry> entries_of(const std::vector<Finding>& findings,
                                      const std::string& reason) {
  auto who = identities(findings);
  std::vector<BaselineEntry> entries;
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (findings[i].status != FindingStatus::kSuppressed && !findings[i].baselined)
      entries.push_back({{who[i], findings[i].severity}, reason});
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace stackfit
