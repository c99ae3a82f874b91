#pragma once
#include <string>

#include "facts/manifest_facts.h"
#include "project/npm/judgement.h"

namespace stackfit::npm {

/// A package that needs a word, and how it came to be there.
struct Situation {
  const Judgement* verdict = nullptr;
  std::string_view name;                   ///< of the package
  std::string_view direct;                 ///< the direct dependency it comes with
  const LockedPackage* package = nullptr;  ///< null without a lockfile
  const LockedPackage* parent = nullptr;   ///< who asks for it; null for a direct dependency
  const Judgement* parent_verdict = nullptr;
};

struct Advice {
  std::string action;  ///< replace, upgrade, refresh, upgrade-parent, override, wait
  std::string text;    ///< what to do, in words
};

/// What can be done about it, and by whom: decided without a network from ranges and facts.
Advice advise(const Situation& situation);

/// `lodash or the platform's structuredClone`; empty without replacements.
std::string name_replacements(const std::vector<std::string>& replacement);

}  // namespace stackfit::npm
