#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facts/gather.h"

namespace stackfit {

/// Where a module name leads.
struct ResolvedModule {
  enum class Kind : std::uint8_t {
    kFile,     ///< a file of the project: `path`
    kPackage,  ///< a package that is not part of it: `package`
    kBuiltin,  ///< a module of Node itself: `package`
    kMissing,  ///< nothing: a file that is not there (generated, or a mistake)
  };
  Kind kind = Kind::kMissing;
  std::string path;
  std::string package;
};

/// A package of this project.
struct LocalPackage {
  std::string name;
  std::string folder;
  const ManifestFacts* manifest = nullptr;
  std::string manifest_path;
};

/// Resolves module names of JavaScript and TypeScript as Node, TypeScript and bundlers do, over the
/// files of the tree alone: relative names, extensions and index files; `imports` and `exports` of
/// package.json; `paths` and `baseUrl` of the nearest tsconfig.json or jsconfig.json; the packages
/// of the workspace by their names. A package's build output that is not there (dist/index.js) is
/// looked for in its sources.
class ModuleResolver {
 public:
  explicit ModuleResolver(const std::vector<FileRecord>& records);

  /// `name` as written in the file at `from`.
  ResolvedModule resolve(const std::string& from, std::string_view name) const;

  /// All packages of the tree that have a name, by it.
  const std::multimap<std::string, LocalPackage, std::less<>>& packages() const {
    return packages_;
  }
  bool has_file(std::string_view path) const { return files_.contains(path); }

 private:
  struct Alias {
    std::string pattern;  // with at most one `*`
    std::vector<std::string> targets;
  };
  struct Settings {  // of one tsconfig
    std::string base;
    bool has_base = false;
    std::vector<Alias> aliases;
  };

  void add_manifest(const FileRecord& record);
  void add_settings(const FileRecord& record);
  Settings settings_of(const std::string& path, int depth) const;
  std::string file_at(const std::string& path, bool typescript) const;
  std::string in_package(const LocalPackage& package, std::string_view rest, bool typescript) const;
  std::string target_of(const ManifestFacts& manifest, std::string_view member,
                        std::string_view subpath, const std::string& folder, bool typescript) const;
  std::string by_alias(const std::string& from, std::string_view name, bool typescript) const;
  std::string by_imports(const std::string& from, std::string_view name, bool typescript) const;

  NameSet files_;
  NameMap<const FileRecord*> manifests_;                           // package.json by folder
  std::map<std::string, const FileRecord*, std::less<>> configs_;  // tsconfigs by path
  NameMap<Settings> settings_;                                     // of the nearest, by folder
  std::multimap<std::string, LocalPackage, std::less<>> packages_;
};

/// Modules of Node itself (rules/data/node-builtins.toml), without `node:`.
bool is_node_builtin(std::string_view name);

}  // namespace stackfit
