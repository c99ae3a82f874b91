#include "project/npm/facts.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "rules/rule_set.h"

namespace stackfit::npm {
namespace {

// Columns of npm-facts.tsv.
enum Column {
  kName,
  kStatus,
  kScope,
  kKind,
  kVersions,
  kAffected,
  kClean,
  kReplacement,
  kSince,
  kSinceKind,
  kRepositories,
  kEvidence,
  kColumns
};

Fact read_fact(const std::vector<std::string_view>& row) {
  Fact fact;
  fact.name = row[kName];
  fact.status = row[kStatus];
  fact.kind = row[kKind];
  fact.package_level = row[kScope] == "package";
  fact.every_version = row[kVersions] == "*";
  for (auto text : split(row[kVersions], ' '))
    if (auto version = parse_version(text)) fact.versions.push_back(*version);
  std::sort(fact.versions.begin(), fact.versions.end());
  if (!row[kAffected].empty()) fact.affected = parse_range(row[kAffected]);
  auto dots = row[kClean].find(" .. ");
  fact.clean = parse_version(row[kClean].substr(0, dots));
  fact.cleanest =
      dots == std::string_view::npos ? fact.clean : parse_version(row[kClean].substr(dots + 4));
  if (!row[kReplacement].empty())
    for (auto name : split(row[kReplacement], ',')) fact.replacement.emplace_back(trim(name));
  fact.since = row[kSince];
  auto count = row[kRepositories];
  std::from_chars(count.data(), count.data() + count.size(), fact.repositories);
  fact.evidence = row[kEvidence];
  return fact;
}

FactBook read_book() {
  FactBook book;
  constexpr std::string_view kDate = "# facts_date ";
  for (auto line : split(rule_data("data/npm-facts.tsv"), '\n')) {
    if (line.starts_with(kDate)) book.date = line.substr(kDate.size());
    auto row = split(line, '\t');
    if (row.size() != kColumns || row[kName] == "name") continue;
    book.facts.emplace(row[kName], read_fact(row));
  }
  for (auto line : split(rule_data("data/npm-finished.tsv"), '\n')) {
    auto row = split(line, '\t');
    if (row.size() < 2) continue;
    if (auto version = parse_version(row[1])) book.finished.emplace(row[0], *version);
    if (row.size() > 2) book.sightings.emplace(row[0], std::pair(row[1], row[2]));
  }
  return book;
}

}  // namespace

const FactBook& fact_book() {
  static const FactBook kBook = read_book();
  return kBook;
}

Match match(const Fact& fact, const Version& version) {
  if (fact.every_version) return Match::kRange;
  if (std::binary_search(fact.versions.begin(), fact.versions.end(), version)) return Match::kExact;
  if (fact.affected && covers(*fact.affected, version)) return Match::kRange;
  bool below = !fact.versions.empty() && version <= fact.versions.back();
  return fact.package_level && below ? Match::kRange : Match::kNone;
}

}  // namespace stackfit::npm
