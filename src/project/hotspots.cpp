#include "project/hotspots.h"

#include <algorithm>
#include <map>

namespace stackfit {
namespace {

constexpr std::int64_t kDay = 86'400;

std::map<std::string_view, std::uint64_t> findings_by_path(const ProjectFacts& project) {
  std::map<std::string_view, std::uint64_t> counts;
  for (const Finding& finding : project.findings) ++counts[finding.path];
  return counts;
}

Hotspot hotspot_of(const FileHistory& file, const FileFacts& facts, std::int64_t newest) {
  Hotspot spot;
  spot.path = file.path;
  spot.commits = file.commits;
  spot.code_lines = facts.source->metrics.code_lines;
  spot.score = static_cast<double>(spot.commits) * spot.code_lines;
  spot.authors = file.authors;
  spot.main_author = file.main_author;
  spot.main_share = static_cast<double>(file.main_commits) / file.commits;
  spot.last = file.last;
  spot.days = std::max<std::int64_t>(0, newest - file.last) / kDay;
  return spot;
}

}  // namespace

std::vector<Hotspot> find_hotspots(const History& history, const std::vector<FileRecord>& records,
                                   const ProjectFacts& project, std::size_t most) {
  auto findings = findings_by_path(project);
  std::int64_t newest = history.states.empty() ? 0 : history.states.front().time;
  std::vector<Hotspot> spots;
  auto file = history.files.begin();
  for (const FileRecord& record : records) {
    while (file != history.files.end() && file->path < record.entry.path) ++file;
    if (file == history.files.end()) break;
    if (file->path != record.entry.path || file->commits < 2 || !record.facts.source) continue;
    spots.push_back(hotspot_of(*file, record.facts, newest));
    spots.back().findings = findings[record.entry.path];
  }
  std::stable_sort(spots.begin(), spots.end(),
                   [](const Hotspot& a, const Hotspot& b) { return a.score > b.score; });
  if (spots.size() > most) spots.resize(most);
  double largest = spots.empty() ? 0 : spots.front().score;
  for (Hotspot& spot : spots) spot.score = largest > 0 ? spot.score / largest : 0;
  return spots;
}

}  // namespace stackfit
