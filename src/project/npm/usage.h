#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "project/javascript/resolver.h"
#include "project/npm/workspaces.h"

namespace stackfit::npm {

/// One import that names a package.
struct PackageImport {
  const FileRecord* file = nullptr;
  const Import* import = nullptr;
  bool foreign = false;  ///< resolved to a package that is no part of the project
};

/// What the files that belong to one package.json use.
struct WorkspaceUse {
  std::map<std::string, std::vector<PackageImport>, std::less<>> imports;  ///< by package
  std::unordered_set<std::uint64_t> literals;  ///< mentioned by texts in scripts
  std::unordered_set<std::uint64_t> texts;     ///< mentioned by any other file
  /// Mentioned by the settings of tools, each with the files that do so.
  std::map<std::uint64_t, std::vector<const FileRecord*>> settings;
  std::uint64_t scripts = 0;     ///< JavaScript and TypeScript files
  std::uint64_t code_lines = 0;  ///< of these, lines of product code
  bool complete = true;          ///< no script was lost or left out
};

/// Which packages the code and the settings of a project use, by the package.json they belong to:
/// the nearest one above the file that is part of the project.
class Usage {
 public:
  /// `skipped` are the files and folders that were left out.
  Usage(const std::vector<FileRecord>& records, const std::vector<Skipped>& skipped,
        const Workspaces& workspaces, const ModuleResolver& resolver);

  const Workspaces& workspaces() const { return workspaces_; }
  const ModuleResolver& resolver() const { return resolver_; }
  /// Of `workspaces().all[index]`, its own files only.
  const WorkspaceUse& of(std::size_t index) const { return uses_[index]; }
  /// Of files with no package.json above them: they may run with any.
  const WorkspaceUse& nobodys() const { return nobodys_; }
  /// Something below the workspace's folder, or in settings above it, names the package.
  bool is_used(std::size_t index, std::string_view package) const;
  /// The same for a word that is no package's name, such as a command.
  bool is_mentioned(std::size_t index, std::string_view word) const;
  /// A package that the workspace itself, or one above it, or one locked together with it asks for.
  bool is_declared(std::size_t index, std::string_view package) const;
  /// A file of the project that a module root of a bundler could hand out for `module`.
  bool may_be_local(std::string_view module) const;
  /// A setting of the workspace or above it that may give the name another meaning.
  bool may_be_alias(std::size_t index, std::string_view package) const;

 private:
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  std::size_t owner_of(std::string_view path) const;
  void add_script(const FileRecord& record, WorkspaceUse& use);
  void add_mentions(const FileRecord& record, WorkspaceUse& use);
  bool is_above(std::size_t upper, std::size_t lower) const;

  const Workspaces& workspaces_;
  const ModuleResolver& resolver_;
  NameMap<std::size_t> by_folder_;
  std::vector<WorkspaceUse> uses_;
  WorkspaceUse nobodys_;  ///< of files with no package.json above them
  std::multimap<std::string, std::string, std::less<>> modules_;  ///< paths by their last name
};

}  // namespace stackfit::npm
