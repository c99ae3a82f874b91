#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// What the comments of the code suppress, and which of them were of use. A survey applies it to a
/// finding before it counts units, because a suppressed finding counts for nothing.
class SuppressionBook {
 public:
  SuppressionBook(const std::vector<FileRecord>& records, const RuleSet& rules,
                  const Options& options);

  /// Marks a finding that a comment of its file suppresses, with the comment's reason; of several
  /// the one that covers the fewest lines. True when it is suppressed. Applying again is harmless.
  bool apply(Finding& finding);

  /// The findings about the comments themselves: without rules, without a reason, unknown, expired,
  /// malformed, unpaired, and without use among what `project` found. Call it last.
  std::vector<Finding> complaints(const ProjectFacts& project) const;

 private:
  struct Entry {
    const Suppression* said = nullptr;
    const FileRecord* file = nullptr;
    bool used = false;
  };
  /// From `line` on, up to the next segment, this entry decides; -1: none.
  struct Segment {
    std::uint32_t line = 0;
    std::int64_t entry = -1;
  };
  using Key = std::pair<std::string, std::string>;  // path, rule

  bool holds(const Suppression& said) const;
  std::uint32_t lines_of(std::int64_t entry) const;
  std::int64_t find(const std::vector<Segment>& segments, std::uint32_t line) const;
  std::vector<Segment> segments_of(const std::vector<std::size_t>& entries) const;
  bool may_be_unused(const Entry& entry, const ProjectFacts& project) const;
  void complain(const Entry& entry, const ProjectFacts& project, std::vector<Finding>& all) const;

  const RuleSet& rules_;
  const Options& options_;
  std::vector<std::string> rule_ids_;
  std::vector<Entry> entries_;
  std::map<Key, std::vector<Segment>> segments_;
};

}  // namespace stackfit
