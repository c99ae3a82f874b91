#pragma once
#include <string>
#include <vector>

#include "registry/packument.h"

namespace stackfit {

/// A version that somebody saw at the latest on that day: its publication is no later.
struct SeenVersion {
  std::string package, version;
  std::string date;  ///< ISO
};

/// Whether a registry's dates can be believed. Caches and mirrors commonly give the day on which
/// they first fetched a version, or none at all.
struct DateTrust {
  bool trusted = false;
  std::vector<std::string> unsure;  ///< packages whose own dates are not believed, sorted
  std::string why;                  ///< one sentence: what gives the registry away
};

/// The checks. Of one package: dates that are missing (D1), neither created nor modified (D2), out
/// of order within one line of versions (D3), in the future or before npm began (D5). Against what
/// is known: published later than seen (D4). Over all packages: everything published after it was
/// seen, or of late (D6). Three contradictions, or every fifth package, and no age of this registry
/// counts (D7). `today` is an ISO date.
DateTrust check_dates(const std::vector<const Packument*>& packuments,
                      const std::vector<SeenVersion>& sightings, const std::string& today);

/// The other half, about flags (D8): their absence means something only once a version that is
/// known to be flagged came back flagged. `known` are such versions.
bool hands_out_flags(const std::vector<const Packument*>& packuments,
                     const std::vector<SeenVersion>& known);

}  // namespace stackfit
