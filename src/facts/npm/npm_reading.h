#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "facts/file_facts.h"
#include "facts/json_reader.h"
#include "facts/lockfile.h"

// What the readers of npm's many manifest and lockfile formats share.

namespace stackfit {

/// True when the document is an object. Otherwise says in `facts` why the file was not understood.
bool expect_object(const JsonTree& tree, FileFacts& facts);

/// A member of package.json that declares dependencies; lockfiles repeat them under the same names.
struct DependencyGroup {
  std::string_view key;
  DependencyScope scope;
};
inline constexpr DependencyGroup kDependencyGroups[] = {
    {"dependencies", DependencyScope::kRuntime},
    {"optionalDependencies", DependencyScope::kOptional},
    {"devDependencies", DependencyScope::kDev},
    {"peerDependencies", DependencyScope::kPeer},
};

/// What a dependency is asked for with: `^1.2.0`, `npm:other@1`, `git+https://…`, `file:../x`.
struct NpmSpec {
  enum class Kind : std::uint8_t { kRegistry, kAlias, kGit, kFile, kTarball, kWorkspace };
  Kind kind = Kind::kRegistry;
  std::string name;   ///< of an alias: the real package; else empty
  std::string range;  ///< of a registry package or alias: range or tag
};

/// Sorts a dependency's right-hand side by its source, as npm-package-arg does: a registry range or
/// tag is what is none of the others.
NpmSpec parse_npm_spec(std::string_view spec);

/// True when a tarball's address has the shape under which registries serve `name`
/// (`…/name/-/name-1.0.0.tgz`, `…/name/download/…`). Whatever its host: which registry it was says
/// nothing about trust.
bool is_registry_tarball(std::string_view address, std::string_view name);

/// Which scopes a lockfile takes from hosts that no package without a scope comes from: those have
/// a registry of their own.
class ScopeHosts {
 public:
  void add(std::string_view package, std::string_view address);
  /// Adds a setting `elsewhere` for each.
  void write(ManifestFacts& lock) const;

 private:
  std::set<std::string> plain_;
  std::map<std::string, std::set<std::string>> scoped_;
};

}  // namespace stackfit
