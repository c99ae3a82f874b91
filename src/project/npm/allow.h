#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/npm/semver.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit::npm {

/// What a finding about a dependency is about.
struct AllowSubject {
  std::string_view name;         ///< of the package
  std::string_view shown;        ///< what the manifest calls it, when it is an alias
  std::string_view version;      ///< installed; empty: not known
  std::vector<std::string> via;  ///< packages between the project and it, the nearest first
  bool deprecated = false;       ///< by its author: what pnpm's list speaks of
};

/// The dependencies somebody decided to keep: `[[dependencies.allow]]` of the configuration, and
/// pnpm's own `allowedDeprecatedVersions` (package.json or pnpm-workspace.yaml).
class AllowBook {
 public:
  AllowBook(const std::vector<FileRecord>& records, const Options& options);

  /// Marks a finding that is allowed as suppressed, with the reason. True when it is.
  bool apply(Finding& finding, const AllowSubject& subject);

  /// The findings about allows: those past their date, and those that answered nothing although
  /// their rule was looked at. Call it when everything has been applied. `certain`: everything that
  /// could be allowed was seen.
  std::vector<Finding> complaints(const RuleSet& rules, const Options& options, bool certain) const;

 private:
  struct Entry {
    DependencyAllow said;
    std::optional<Range> versions;
    bool imported = false;
    bool expired = false;
    bool used = false;
  };
  static bool means(const Entry& entry, const Finding& finding, const AllowSubject& subject);
  void import_from(const FileRecord& record);

  std::vector<Entry> entries_;
};

}  // namespace stackfit::npm
