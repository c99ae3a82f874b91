// A baseline that counts lets new debt in: fix one, add another, and nothing is noticed. One that
// remembers lines forgets everything when a line is added above. So findings are recognised one by
// one, by what they are about and where that stands in the structure of the code, and whoever is
// not recognised is new.
#include "project/compare.h"

#include <functional>
#include <map>

#include "core/text.h"
#include "project/fingerprint.h"

namespace stackfit {
namespace {

// One way to say that two identities are the same thing.
using Likeness = std::function<Identity(const Identity&)>;

struct Pairing {
  const std::vector<Identity>& findings;
  const std::vector<Known>& known;
  Recognition result;

  // Pairs what is left and alike, in order.
  void pair(const Likeness& like, const std::function<bool(const Known&)>& eligible) {
    std::multimap<Identity, std::size_t> waiting;
    for (std::size_t i = 0; i < known.size(); ++i)
      if (!result.met[i] && eligible(known[i])) waiting.emplace(like(known[i].identity), i);
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (result.partner[i] != Recognition::kNobody) continue;
      auto at = waiting.lower_bound(like(findings[i]));
      if (at == waiting.end() || at->first != like(findings[i])) continue;
      result.partner[i] = at->second;
      result.met[at->second] = true;
      waiting.erase(at);
    }
  }
};

Identity without_scope(Identity one) {
  one.scope.clear();
  one.ordinal = 0;
  return one;
}
Identity without_path(Identity one) {
  one.path.clear();
  one.ordinal = 0;
  return one;
}

}  // namespace

std::vector<Identity> identities(const std::vector<Finding>& findings) {
  std::map<Identity, std::uint32_t> seen;
  std::vector<Identity> result;
  for (const auto& finding : findings) {
    Identity identity{finding.rule, display(finding.path), display(finding.scope),
                      identity_digest(finding), 0};
    identity.ordinal = seen[identity]++;
    result.push_back(std::move(identity));
  }
  return result;
}

Recognition recognise(const std::vector<Finding>& findings, const std::vector<Known>& known,
                      const std::set<std::string>& paths) {
  auto who = identities(findings);
  Pairing pairing{who, known, {}};
  pairing.result.partner.assign(findings.size(), Recognition::kNobody);
  pairing.result.met.assign(known.size(), false);
  auto anybody = [](const Known&) { return true; };
  auto moved_away = [&](const Known& one) { return !paths.contains(one.identity.path); };
  pairing.pair([](const Identity& one) { return one; }, anybody);
  pairing.pair(without_scope, anybody);
  pairing.pair(without_path, moved_away);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    auto& partner = pairing.result.partner[i];
    if (partner != Recognition::kNobody && findings[i].severity > known[partner].severity)
      partner = Recognition::kNobody;
  }
  return std::move(pairing.result);
}

std::set<std::string> shown_paths(const std::vector<Entry>& entries) {
  std::set<std::string> paths;
  for (const Entry& entry : entries) paths.insert(display(entry.path));
  return paths;
}

std::vector<Known> known_of(const std::vector<Finding>& findings) {
  auto who = identities(findings);
  std::vector<Known> known;
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (findings[i].status != FindingStatus::kSuppressed)
      known.push_back({std::move(who[i]), findings[i].severity});
  return known;
}

}  // namespace stackfit
