// Evidence in order of strength. The lockfile's own flag is the author's word for that very
// version. Without it the bundled facts speak, and only for versions they know or that the notice
// covers: a package whose later version carries no flag may have come back to life. Silence means
// nothing: npm records a flag when it first resolves a version and never looks again.
#include "project/npm/judgement.h"

#include <algorithm>

#include "project/npm/deprecation_text.h"
#include "registry/ask.h"

namespace stackfit::npm {
namespace {

const Fact* fact_of(std::string_view name) {
  const auto& facts = fact_book().facts;
  auto at = facts.find(name);
  return at == facts.end() ? nullptr : &at->second;
}

// Months of an ISO date since year 0; 0 when it is none.
int months_of(std::string_view date) {
  auto digits = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (char c : date.substr(std::min(from, date.size()), count))
      value = value * 10 + (c >= '0' && c <= '9' ? c - '0' : 0);
    return value;
  };
  return date.size() < 7 ? 0 : digits(0, 4) * 12 + digits(5, 2);
}

bool facts_are_old(std::string_view as_of) {
  constexpr int kMonths = 18;
  return months_of(as_of) > months_of(fact_book().date) + kMonths;
}

void offer_upgrade(const Fact& fact, const std::optional<Version>& version, Judgement& verdict) {
  if (!fact.clean || (version && !(*version < *fact.clean))) return;
  verdict.clean = fact.clean;
  verdict.cleanest = fact.cleanest;
}

// The notice decides what the facts do not say; a row about this version knows its kind better
// than patterns do.
void use_notice(const std::string& name, const std::string& words, const JudgeContext& context,
                Judgement& verdict) {
  Notice notice = read_notice(words, name, context.is_package);
  bool told = verdict.bad() && verdict.fact != nullptr && !verdict.fact->every_version &&
              verdict.kind != "unspecified";
  if (!told) {
    verdict.kind = notice.kind;
    verdict.package_level = notice.package_level;
  }
  if (verdict.replacement.empty()) verdict.replacement = notice.replacement;
  verdict.status = "deprecated";
  verdict.confidence = context.confidence.flag;
  if (words != "true") verdict.words = author_words(words);
}

// The registry's word counts as the lockfile's: for a version it knows. A package whose newest
// version is flagged ended as a whole; one that npm took away keeps its name with a placeholder.
void use_registry(const std::string& name, std::string_view version, const JudgeContext& context,
                  Judgement& verdict) {
  constexpr std::string_view kPlaceholder = "0.0.1-security";
  const Packument* document = context.answers == nullptr ? nullptr : context.answers->find(name);
  if (document == nullptr) return;
  const RegistryVersion* latest = document->find(document->latest);
  const RegistryVersion* own = version.empty() ? latest : document->find(version);
  if (document->latest == kPlaceholder) {
    verdict.status = "deprecated";
    verdict.kind = "removed";
    verdict.package_level = verdict.online = true;
    verdict.confidence = context.confidence.flag;
    return;
  }
  if (own == nullptr || own->deprecated.empty() || verdict.flagged) return;
  use_notice(name, own->deprecated, context, verdict);
  verdict.online = true;
  verdict.package_level = latest != nullptr && !latest->deprecated.empty();
}

bool is_finished(std::string_view name, const std::optional<Version>& version) {
  const auto& finished = fact_book().finished;
  auto at = finished.find(name);
  return at != finished.end() && (!version || *version <= at->second);
}

// Whether everything the range can install is flagged, as far as the fact knows.
bool speaks_of(const Fact& fact, const Range& range) {
  bool admits_flagged = std::any_of(fact.versions.begin(), fact.versions.end(),
                                    [&](const Version& version) { return admits(range, version); });
  auto bound = upper_bound(range);
  bool below = bound && !fact.versions.empty() && *bound <= fact.versions.back();
  if (fact.package_level) return admits_flagged || below || fact.every_version;
  return admits_flagged && bound && fact.clean && *bound <= *fact.clean;
}

}  // namespace

void use_fact(const Fact& fact, Match match, const JudgeContext& context, Judgement& verdict) {
  verdict.fact = &fact;
  verdict.status = fact.status;
  verdict.kind = fact.kind;
  if (fact.status == "archived") verdict.status = "abandoned";
  if (fact.status == "superseded") {
    verdict.status = "deprecated";
    verdict.kind = "superseded";
  }
  verdict.package_level = fact.package_level;
  verdict.replacement = fact.replacement;
  verdict.confidence = match == Match::kExact ? context.confidence.exact : context.confidence.range;
  if (fact.repositories == 1)
    verdict.confidence = std::min(verdict.confidence, context.confidence.once);
  if (facts_are_old(context.as_of)) verdict.confidence *= context.confidence.aged;
}

Judgement judge(const LockedPackage& package, const JudgeContext& context) {
  Judgement verdict;
  if (!package.from_registry || package.name.empty()) return verdict;
  auto version = parse_version(package.version);
  const Fact* fact = fact_of(package.name);
  if (fact != nullptr && version) {
    if (Match found = match(*fact, *version); found != Match::kNone)
      use_fact(*fact, found, context, verdict);
  }
  if (!package.deprecated.empty()) {
    use_notice(package.name, package.deprecated, context, verdict);
    verdict.flagged = true;
  }
  use_registry(package.name, package.version, context, verdict);
  if (fact != nullptr && verdict.bad()) offer_upgrade(*fact, version, verdict);
  verdict.finished = !verdict.bad() && is_finished(package.name, version);
  return verdict;
}

Judgement judge_range(std::string_view name, std::string_view text, const JudgeContext& context) {
  Judgement verdict;
  const Fact* fact = fact_of(name);
  auto range = parse_range(text);
  if (!range) range = parse_range("*");  // a tag: whatever is newest
  if (fact != nullptr && speaks_of(*fact, *range)) {
    use_fact(*fact, Match::kRange, context, verdict);
    verdict.confidence *= context.confidence.without_lock;
    offer_upgrade(*fact, std::nullopt, verdict);
  }
  use_registry(std::string(name), "", context, verdict);
  verdict.finished = !verdict.bad() && is_finished(name, std::nullopt);
  return verdict;
}

}  // namespace stackfit::npm
