#pragma once
#include <memory>
#include <string_view>

#include "core/options.h"
#include "facts/file_facts.h"
#include "rules/rule_set.h"
#include "tree/tree.h"

namespace stackfit {

class FileRules;

/// What every file is analysed with. Built once, before workers are forked, and shared read-only.
struct AnalysisContext {
  const RuleSet* rules = nullptr;
  Parity parity = Parity::kNative;
  bool parity_constructors = false;
  Limits limits;
  bool default_excludes = true;           ///< leave out what shows that a program wrote it
  const FileRules* file_rules = nullptr;  ///< rules that look at single files; null: none
};

/// True when some reader wants this file: it is part of what is analysed.
bool is_interesting(std::string_view path);

/// True for these, and for small files that may name packages (facts/mentions.h).
bool is_worth_reading(const Entry& entry);

/// What of a path the facts of a file depend on: two files with the same bytes and the same kind
/// have the same facts. For sources that is the extension, and whether they lie where compiled code
/// does; what is read for its name (manifests) is of a kind of its own.
std::string kind_of_path(std::string_view path);

/// The largest size worth reading for this path (`Limits` by kind of file).
std::uint64_t size_limit(std::string_view path, const Limits& limits);

/// Builds every table that analyse_file would build on first use for files like these, so that
/// forked workers share them instead of each paying again out of its first file's time.
void warm_up(const AnalysisContext& context, const std::vector<Entry>& entries);

/// Learns from one file: a pure function of path, bytes and context. Never fails: what cannot be
/// understood is said in `skipped` and `partial`.
FileFacts analyse_file(const AnalysisContext& context, const Entry& entry, std::string_view bytes);

}  // namespace stackfit
