#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "registry/date_trust.h"
#include "registry/npm_settings.h"
#include "registry/packument.h"
#include "registry/transfer.h"

namespace stackfit {

class Store;

/// What is asked about one package.
struct Question {
  std::string name;
  /// Decides, from the short document, whether the dates of the long one are needed. May be empty.
  std::function<bool(const Packument&)> wants_dates;
};

struct PackageAnswer {
  bool found = false;
  bool missing = false;  ///< the registry says that there is no such package
  Packument packument;
  std::string problem;  ///< why nothing is known, one clause
};

/// What a registry said, and how far it can be believed.
struct RegistryAnswers {
  std::string registry;  ///< its address
  std::map<std::string, PackageAnswer, std::less<>> packages;
  std::string asked_on;  ///< ISO date of the oldest answer
  DateTrust dates;
  bool flags_seen = false;  ///< it handed out a flag that is known to be right
  std::vector<std::string> notes;

  /// The document about a package; null when there is none.
  const Packument* find(std::string_view name) const;
  /// True when the dates of this package count.
  bool trusts_dates_of(std::string_view name) const;
};

struct AskOptions {
  TransferLimits limits;
  Store* cache = nullptr;  ///< null: none
  std::int64_t now = 0;    ///< seconds since 1970
  std::string today;       ///< the same as an ISO date
  std::vector<SeenVersion> sightings, known_flags;
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// Asks for every package: the short document first, the long one where its dates are needed and
/// the short one does not rule an old age out or in. What the cache holds is fresh for a day and
/// checked by its tag afterwards. Nothing fails: what cannot be had has a `problem`.
RegistryAnswers ask_registry(const RegistrySettings& settings,
                             const std::vector<Question>& questions, const AskOptions& options);

}  // namespace stackfit
