#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "facts/rules/file_view.h"
#include "rules/rule_set.h"

namespace stackfit {

/// What a file analysis found at a node.
struct AnalysisHit {
  NodeId node = kNoNode;
  std::optional<Severity> severity;  ///< another than the rule's own
  double confidence = 1;
  std::map<std::string, std::string, std::less<>> slots;  ///< of the rule's message
  std::vector<Related> related;
};

/// An analysis of one file that says more than a query can; a rule's `kind` names it.
struct FileAnalysis {
  std::string_view name;
  void (*run)(const FileView& file, const Rule& rule, std::vector<AnalysisHit>& hits);
};

/// Null when there is none of that name.
const FileAnalysis* find_file_analysis(std::string_view name);

}  // namespace stackfit
