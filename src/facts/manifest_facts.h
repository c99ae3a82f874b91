#pragma once
#include <cstdint>
#include <string>
#include <vector>

// What one manifest, lockfile or infrastructure file declares. Values are copied as written;
// judging them is the business of project/.

namespace stackfit {

/// Where a dependency is declared to be needed.
enum class DependencyScope : std::uint8_t { kRuntime, kDev, kPeer, kOptional };

/// One declared dependency.
struct Declared {
  std::string name;   ///< key in the manifest; a Python distribution as written
  std::string range;  ///< `^1.2.0`, `>=3`, `npm:other@1`, `file:../x`
  DependencyScope scope = DependencyScope::kRuntime;
  std::uint32_t line = 0;
  /// In a lockfile: 1 + index in `ManifestFacts::packages` of what satisfies it; 0: not recorded.
  std::uint32_t locked = 0;
};
template <class Archive>
void describe(Archive& archive, Declared& d) {
  archive(d.name, d.range, d.scope, d.line, d.locked);
}

/// One package instance of a lockfile.
struct LockedPackage {
  std::string key;   ///< `node_modules/a/node_modules/b`, `b@1.2.3(peer)`
  std::string name;  ///< registry name (an alias resolved)
  std::string version;
  std::string deprecated;  ///< the author's words as recorded; empty: no flag
  bool dev = false, optional = false, peer = false, bundled = false;
  bool link = false;          ///< workspace member or linked folder
  bool importer = false;      ///< the project itself or a workspace member; `key` is its folder
  bool from_registry = true;  ///< false for git, file, tarball and link sources
  bool platform_bound = false;
  std::vector<Declared> dependencies;
  std::uint32_t line = 0;
};
template <class Archive>
void describe(Archive& archive, LockedPackage& p) {
  archive(p.key, p.name, p.version, p.deprecated, p.dev, p.optional, p.peer, p.bundled, p.link,
          p.importer, p.from_registry, p.platform_bound, p.dependencies, p.line);
}

/// A command found in a manifest, Dockerfile, Procfile, CI file …
struct Command {
  std::string text;
  std::string name;    ///< script name, `CMD`, `RUN`, job name
  std::string folder;  ///< working folder relative to the root, as far as it is known
  std::uint32_t line = 0;
};
template <class Archive>
void describe(Archive& archive, Command& c) {
  archive(c.text, c.name, c.folder, c.line);
}

/// Another `key = value` worth keeping: `engines.node`, `requires-python`, `docker.from`,
/// `packages.where`, `env.PYTHONPATH`.
struct Setting {
  std::string key;
  std::string value;
  std::uint32_t line = 0;
};
template <class Archive>
void describe(Archive& archive, Setting& s) {
  archive(s.key, s.value, s.line);
}

/// Everything learnt from one such file. `format` is the id of the reader that made it.
struct ManifestFacts {
  std::string
      format;  ///< `package-json`, `package-lock`, `requirements`, `pyproject`, `dockerfile` …
  std::string version;  ///< of the format: lockfileVersion …
  std::string package;  ///< the name it declares for itself
  std::string package_version;
  bool is_private = false;
  bool has_deprecation_flags = false;  ///< the format can carry them and at least one is there
  std::vector<Declared> dependencies;
  std::vector<LockedPackage> packages;
  std::vector<std::string> workspaces;
  std::vector<Command> commands;
  std::vector<Setting> settings;
  std::string problem;  ///< why it could not be read: one sentence; empty: it was read
  std::uint32_t problem_line = 0;
};
template <class Archive>
void describe(Archive& archive, ManifestFacts& m) {
  archive(m.format, m.version, m.package, m.package_version, m.is_private, m.has_deprecation_flags,
          m.dependencies, m.packages, m.workspaces, m.commands, m.settings, m.problem,
          m.problem_line);
}

}  // namespace stackfit
