#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "judge/verdict.h"
#include "project/hotspots.h"

namespace stackfit {

struct Style;

/// A project at one commit.
struct TrendPoint {
  std::string commit;
  std::int64_t time = 0;  ///< seconds since 1970
  std::vector<std::string> tags;
  double score = 0;
  std::string grade;
  std::array<std::uint64_t, 3> findings = {};  ///< notes, warnings, errors that are listed
  AsyncStyle async_style;
  std::uint64_t packages = 0;                               ///< instances in the lockfiles
  std::map<std::string, std::uint64_t> packages_by_status;  ///< those that deserve a word
  std::uint64_t files = 0;                                  ///< analysed
};

/// How a project got to where it is.
struct TrendReport {
  std::string name;
  std::vector<TrendPoint> points;  ///< newest first
  std::vector<Hotspot> hotspots;
  std::uint32_t commits = 0;       ///< whose changes the hotspots count
  std::vector<std::string> notes;  ///< what could not be told, and why
};

/// The point of one state.
TrendPoint trend_point(const HistoryState& state, const ProjectFacts& project,
                       const Verdict& verdict);

/// Packages of a state that deserve a word.
std::uint64_t flagged_packages(const TrendPoint& point);

std::string write_trend_json(const TrendReport& report);
/// Oldest first, as a table.
std::string write_trend_text(const TrendReport& report, const Style& style);

}  // namespace stackfit
