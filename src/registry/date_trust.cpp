// A wrong age is worse than none: a caching mirror makes every package young or every package's
// newest version old. So dates are believed only after they have stood against each other and
// against what is known from elsewhere, and the verdict is on the registry, not on the package,
// because a mirror treats all alike.
#include "registry/date_trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "core/dates.h"
#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::size_t kFewestInLine = 5, kFewestForClusters = 10, kMostContradictions = 3;
constexpr double kInversions = 0.2, kContradicting = 0.2, kClustered = 0.5;
constexpr long kRecently = 30, kNpmBegan = 14488;  // 2009-09-01

struct Line {  // versions that share major and minor, by patch
  std::map<std::uint64_t, long> days;
};

// `1.2.3` → ("1.2", 3); prereleases are left out: they come when they like.
bool split_version(std::string_view version, std::string& line, std::uint64_t& patch) {
  auto dot = version.rfind('.');
  if (dot == std::string_view::npos || version.find('-') != std::string_view::npos) return false;
  auto digits = version.substr(dot + 1);
  auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), patch);
  line = version.substr(0, dot);
  return problem == std::errc() && end == digits.data() + digits.size();
}

// D3: back-ports invert dates across lines, never within one.
bool is_disordered(const Packument& packument) {
  std::map<std::string, Line> lines;
  std::string name;
  std::uint64_t patch = 0;
  for (const RegistryVersion& version : packument.versions)
    if (long day = days_of(version.published);
        day >= 0 && split_version(version.version, name, patch))
      lines[name].days[patch] = day;
  std::size_t pairs = 0, inverted = 0;
  for (const auto& [line, versions] : lines) {
    if (versions.days.size() < kFewestInLine) continue;
    for (auto at = std::next(versions.days.begin()); at != versions.days.end(); ++at) {
      ++pairs;
      inverted += at->second < std::prev(at)->second ? 1 : 0;
    }
  }
  return pairs > 0 && static_cast<double>(inverted) > kInversions * static_cast<double>(pairs);
}

enum class Doubt { kNone, kMissing, kNoFrame, kDisorder, kImpossible, kContradiction };

// D5 allows a day for clocks and time zones.
bool is_impossible(const Packument& packument, long today) {
  return std::any_of(packument.versions.begin(), packument.versions.end(),
                     [&](const RegistryVersion& version) {
                       long day = days_of(version.published);
                       return day >= 0 && (day > today + 1 || day < kNpmBegan);
                     });
}

bool has_dates(const Packument& packument) {
  return std::any_of(packument.versions.begin(), packument.versions.end(),
                     [](const RegistryVersion& v) { return days_of(v.published) >= 0; });
}

class Checker {
 public:
  Checker(const std::vector<SeenVersion>& sightings, const std::string& today)
      : today_(days_of(today)) {
    for (const SeenVersion& sighting : sightings) seen_[sighting.package].push_back(&sighting);
  }

  Doubt look_at(const Packument& packument) {
    if (!has_dates(packument)) return Doubt::kMissing;
    ++dated_;
    count_clusters(packument);
    if (auto* proof = contradiction(packument); proof != nullptr) {
      if (proof_.empty())
        proof_ = fmt::format("it says that {} {} appeared on {}, and it was in use by {}",
                             proof->package, proof->version,
                             packument.find(proof->version)->published.substr(0, 10), proof->date);
      return Doubt::kContradiction;
    }
    if (is_impossible(packument, today_)) return Doubt::kImpossible;
    if (packument.created.empty() && packument.modified.empty()) return Doubt::kNoFrame;
    return is_disordered(packument) ? Doubt::kDisorder : Doubt::kNone;
  }

  bool is_clustered() const {
    return dated_ >= kFewestForClusters &&
           (share(after_sighting_) > kClustered || share(recent_) > kClustered);
  }
  std::size_t dated() const { return dated_; }
  const std::string& proof() const { return proof_; }

 private:
  // D4
  const SeenVersion* contradiction(const Packument& packument) const {
    auto known = seen_.find(packument.name);
    if (known == seen_.end()) return nullptr;
    for (const SeenVersion* sighting : known->second)
      if (const auto* version = packument.find(sighting->version);
          version != nullptr && days_of(version->published) > days_of(sighting->date) + 1)
        return sighting;
    return nullptr;
  }

  // D6
  void count_clusters(const Packument& packument) {
    long oldest = -1, newest = -1;
    for (const RegistryVersion& version : packument.versions)
      if (long day = days_of(version.published); day >= 0) {
        oldest = oldest < 0 ? day : std::min(oldest, day);
        newest = std::max(newest, day);
      }
    if (newest > today_ - kRecently) ++recent_;
    auto known = seen_.find(packument.name);
    if (known == seen_.end()) return;
    long first = -1;
    for (const SeenVersion* sighting : known->second)
      if (long day = days_of(sighting->date); day >= 0)
        first = first < 0 ? day : std::min(first, day);
    if (first >= 0 && oldest > first + 1) ++after_sighting_;
  }

  double share(std::size_t count) const {
    return static_cast<double>(count) / static_cast<double>(dated_);
  }

  std::map<std::string, std::vector<const SeenVersion*>, std::less<>> seen_;
  long today_;
  std::size_t dated_ = 0, after_sighting_ = 0, recent_ = 0;
  std::string proof_;
};

}  // namespace

DateTrust check_dates(const std::vector<const Packument*>& packuments,
                      const std::vector<SeenVersion>& sightings, const std::string& today) {
  DateTrust trust;
  Checker checker(sightings, today);
  std::map<Doubt, std::size_t> counts;
  for (const Packument* packument : packuments) {
    Doubt doubt = checker.look_at(*packument);
    ++counts[doubt];
    if (doubt != Doubt::kNone) trust.unsure.push_back(packument->name);
  }
  std::sort(trust.unsure.begin(), trust.unsure.end());
  auto doubtful = packuments.size() - counts[Doubt::kNone] - counts[Doubt::kMissing];
  bool many = checker.dated() > 0 && static_cast<double>(doubtful) >=
                                         kContradicting * static_cast<double>(checker.dated());
  bool caught = counts[Doubt::kContradiction] >= kMostContradictions;
  trust.trusted = checker.dated() > 0 && !many && !caught && !checker.is_clustered();
  if (checker.dated() == 0 && !packuments.empty())
    trust.why = "it gives no dates";
  else if (!checker.proof().empty())
    trust.why = checker.proof();
  else if (counts[Doubt::kImpossible] > 0)
    trust.why = "some dates lie in the future, or before npm began";
  else if (checker.is_clustered())
    trust.why = "most packages would have appeared at one time";
  else if (counts[Doubt::kNoFrame] > 0)
    trust.why = "documents say neither when they were created nor when changed";
  else if (counts[Doubt::kDisorder] > 0)
    trust.why = "later versions would have appeared before earlier ones";
  return trust;
}

bool hands_out_flags(const std::vector<const Packument*>& packuments,
                     const std::vector<SeenVersion>& known) {
  for (const Packument* packument : packuments)
    for (const SeenVersion& one : known)
      if (one.package == packument->name)
        if (const auto* version = packument->find(one.version);
            version != nullptr && !version->deprecated.empty())
          return true;
  return false;
}

}  // namespace stackfit
