#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "facts/rules/file_tables.h"
#include "facts/rules/file_view.h"
#include "facts/source_needs.h"
#include "rules/rule_set.h"

namespace stackfit {

struct AnalysisContext;

/// True for a rule that judges one source file at a time: a query, or a file analysis.
bool judges_files(const Rule& rule);

/// The rules that look at one source file at a time, ready to run: queries compiled for each
/// grammar, and analyses by name. Made once for a run and shared by its workers, read-only.
class FileRules {
 public:
  /// Compiles the rules that judge files; none of them unless `needs` is everything. `rules` must
  /// outlive the result. Fails with kConfig and
  /// `page:line` on a query that means nothing, a predicate or capture that does not exist, and the
  /// like.
  static Result<FileRules> prepare(const RuleSet& rules,
                                   SourceNeeds needs = SourceNeeds::kEverything);
  FileRules(FileRules&&) noexcept;
  FileRules& operator=(FileRules&&) noexcept;
  ~FileRules();

  /// Adds to `facts` what the rules for this language find, at most 200 findings each. The grammar
  /// of the tree may be another than the file's own language (JavaScript parsed as TSX). Returns
  /// false when a limit ended the search early.
  bool run(std::string_view language, const FileView& file, SourceFacts& facts) const;
  /// The data tables with what rule folders add.
  const FileTables& tables() const { return tables_; }
  const CallbackKinds& kinds() const { return *kinds_; }
  /// What is asked of sources.
  SourceNeeds needs() const { return needs_; }

 private:
  struct Plan;
  FileRules();
  std::vector<std::unique_ptr<Plan>> plans_;
  FileTables tables_;
  SourceNeeds needs_ = SourceNeeds::kEverything;
  std::unique_ptr<const CallbackKinds> kinds_;
};

/// What a context asks of sources: what its rules were prepared for, or everything.
SourceNeeds needs_of(const AnalysisContext& context);

}  // namespace stackfit
