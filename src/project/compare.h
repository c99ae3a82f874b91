#pragma once
#include <set>
#include <string>
#include <vector>

#include "core/finding.h"
#include "tree/tree.h"

namespace stackfit {

/// Who a finding is: what stays when lines move. Two findings of one state never have the same.
/// Path and scope are as display() shows them, so that an identity can be written down anywhere.
struct Identity {
  std::string rule;
  std::string path;
  std::string scope;
  std::uint64_t digest = 0;   ///< of the normalised statement, or of the subject
  std::uint32_t ordinal = 0;  ///< among identical statements of one scope, from 0
  friend auto operator<=>(const Identity&, const Identity&) = default;
};

/// The identities of sorted findings, in their order.
std::vector<Identity> identities(const std::vector<Finding>& findings);

/// One finding of the other state.
struct Known {
  Identity identity;
  Severity severity = Severity::kNote;
};

/// Who is who.
struct Recognition {
  static constexpr std::size_t kNobody = SIZE_MAX;
  std::vector<std::size_t> partner;  ///< of each finding: index of the known one, or kNobody
  std::vector<bool> met;  ///< of each known one: it is still there, perhaps as a worse one
};

/// Recognises findings among known ones, each known one at most once, in this order: the same
/// identity; the same statement in a scope that was renamed; the same scope and statement in a file
/// that was renamed (its path is not among `paths`, displayed, which the tree holds now). A finding
/// that has become more severe is not the known one.
Recognition recognise(const std::vector<Finding>& findings, const std::vector<Known>& known,
                      const std::set<std::string>& paths);

/// The paths of a tree as identities hold them.
std::set<std::string> shown_paths(const std::vector<Entry>& entries);

/// The known ones of a state: its findings, suppressed ones left out.
std::vector<Known> known_of(const std::vector<Finding>& findings);

}  // namespace stackfit
