#include "core/finding.h"

#include <algorithm>
#include <tuple>

namespace stackfit {

std::string_view name_of(Severity severity) {
  constexpr std::string_view kNames[] = {"note", "warning", "error"};
  return kNames[static_cast<int>(severity)];
}

std::string_view name_of(FindingStatus status) {
  constexpr std::string_view kNames[] = {"new", "unchanged", "suppressed"};
  return kNames[static_cast<int>(status)];
}

const DataValue* find_data(const FindingData& data, std::string_view key) {
  auto at = std::find_if(data.begin(), data.end(), [&](auto& entry) { return entry.first == key; });
  return at == data.end() ? nullptr : &at->second;
}

bool operator<(const Finding& a, const Finding& b) {
  return std::tie(a.path, a.span.line, a.span.column, a.rule, a.message) <
         std::tie(b.path, b.span.line, b.span.column, b.rule, b.message);
}

}  // namespace stackfit
