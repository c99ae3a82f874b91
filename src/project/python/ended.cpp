#include "project/python/ended.h"

#include <charconv>
#include <map>

#include "core/text.h"
#include "rules/rule_set.h"

namespace stackfit {
namespace {

enum Column { kName, kStatus, kKind, kLast, kReplacement, kEvidence, kColumns };

struct Ended {
  npm::Fact fact;
  std::string_view last;  // the highest version that is meant; empty: every one
};

const std::map<std::string_view, Ended>& ended_distributions() {
  static const auto kEnded = [] {
    std::map<std::string_view, Ended> ended;
    for (auto line : split(rule_data("data/pypi-facts.tsv"), '\n')) {
      auto row = split(line, '\t');
      if (line.starts_with("#") || row.size() != kColumns || row[kName] == "name") continue;
      Ended one;
      one.fact.name = row[kName];
      one.fact.status = row[kStatus];
      one.fact.kind = row[kKind];
      one.fact.package_level = one.fact.every_version = true;
      one.fact.evidence = row[kEvidence];
      one.last = row[kLast];
      if (!row[kReplacement].empty())
        for (auto name : split(row[kReplacement], ','))
          one.fact.replacement.emplace_back(trim(name));
      ended.emplace(row[kName], std::move(one));
    }
    return ended;
  }();
  return kEnded;
}

// The next number of a release, and its dot, are taken off; 0 when there is none.
std::uint64_t take_number(std::string_view& text) {
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.starts_with('.') && error == std::errc())
    text.remove_prefix(1);
  else
    text = {};
  return number;
}

std::uint64_t take_epoch(std::string_view& text) {
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  auto mark = text.find('!');
  if (mark == std::string_view::npos) return 0;
  auto epoch = text.substr(0, mark);
  text.remove_prefix(mark + 1);
  return take_number(epoch);
}

}  // namespace

int compare_releases(std::string_view left, std::string_view right) {
  auto a = take_epoch(left), b = take_epoch(right);
  while (a == b && (!left.empty() || !right.empty())) {
    a = take_number(left);
    b = take_number(right);
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

const npm::Fact* ended_distribution(std::string_view name, std::string_view version) {
  auto at = ended_distributions().find(name);
  if (at == ended_distributions().end()) return nullptr;
  const auto& [fact, last] = at->second;
  bool later = !last.empty() && !version.empty() && compare_releases(version, last) > 0;
  return later ? nullptr : &fact;
}

}  // namespace stackfit
