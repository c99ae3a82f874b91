#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/text.h"
#include "report/html.h"

// The rows of the HTML report's data that there are many of.

namespace stackfit {

/// Each element of a range, converted.
template <class Range, class Convert>
Json array_of(const Range& range, const Convert& convert) {
  Json array = Json::array();
  for (const auto& element : range) array.push_back(convert(element));
  return array;
}

/// Each text, displayed.
inline Json shown(const std::vector<std::string>& texts) {
  return array_of(texts, [](const std::string& text) { return display(text); });
}

/// Strings named by their place in a list.
class PageNames {
 public:
  std::size_t operator()(const std::string& name) {
    auto [at, added] = places_.emplace(name, list_.size());
    if (added) list_.push_back(display(name));
    return at->second;
  }
  Json list() const { return list_; }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<std::string> list_;
};

/// One row for each finding, the most severe first, as many as a page can hold.
Json finding_rows(const Report& report, PageNames& rules, PageNames& paths);

/// The states and the hotspots of the history, oldest state first.
Json history_rows(const TrendReport& history, PageNames& paths);

/// What to do about a package (NpmDependency::action), in words.
std::string what_to_do(const std::string& action);

/// Circles of imports, as the findings about them put them down.
Json cycle_rows(const std::vector<Finding>& findings);

}  // namespace stackfit
