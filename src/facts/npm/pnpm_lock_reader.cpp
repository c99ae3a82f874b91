// pnpm-lock.yaml. Three generations differ in how a package is keyed (`/name/1.0.0_peers`,
// `/name@1.0.0(peers)`, `name@1.0.0`) and in where its requirements stand (beside its facts, or
// since version 9 under `snapshots`, once for each set of peers). A requirement names the key of
// what satisfies it, in full or without the package's name, so trying the few spellings finds it
// in every generation. Newer pnpm writes two documents; the first holds its own tools.
#include <algorithm>
#include <span>
#include <unordered_map>

#include "core/text.h"
#include "facts/document.h"
#include "facts/lockfile.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

// Peers are resolved into the keys of packages, not listed beside them.
constexpr auto kGroups = std::span(kDependencyGroups).first<3>();

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Key {
  std::string_view name, version;
};

// Takes a key apart. `slashes`: the generation before version 6.
Key parse_key(std::string_view key, bool slashes) {
  key = key.substr(0, key.find('('));
  if (key.starts_with('/')) key.remove_prefix(1);
  std::size_t at = std::string_view::npos;
  if (slashes) {
    at = key.find('/', key.starts_with('@') ? key.find('/') + 1 : 0);
  } else {
    at = key.find('@', 1);
  }
  if (at == std::string_view::npos) return {key, ""};
  auto version = key.substr(at + 1);
  if (slashes) version = version.substr(0, version.find('_'));
  return {key.substr(0, at), version};
}

class PnpmReader {
 public:
  explicit PnpmReader(ManifestFacts& lock) : lock_(lock) {}

  void read(const Document& document) {
    if (auto version = text_at(document, 0, "lockfileVersion"); !version.empty())
      lock_.version = version;
    slashes_ = lock_.version.starts_with("5");
    read_importers(document);
    read_packages(document);
  }

  void follow() {
    std::unordered_map<std::string_view, std::uint32_t> index;
    for (std::uint32_t i = 0; i < lock_.packages.size(); ++i)
      if (!lock_.packages[i].importer) index.emplace(lock_.packages[i].key, i + 1);
    std::size_t next = 0;
    for (LockedPackage& package : lock_.packages)
      for (Declared& edge : package.dependencies) edge.locked = find(index, edge, targets_[next++]);
  }

 private:
  std::uint32_t find(const std::unordered_map<std::string_view, std::uint32_t>& index,
                     const Declared& edge, const std::string& target) const {
    const std::string spellings[] = {target, "/" + edge.name + "/" + target,
                                     "/" + edge.name + "@" + target, edge.name + "@" + target};
    for (const std::string& spelling : spellings)
      if (auto at = index.find(spelling); at != index.end()) return at->second;
    return 0;
  }

  // An importer's entry is the version itself, or a map of specifier and version.
  void read_direct(const Document& document, DocumentId edge, DocumentId specifiers,
                   DependencyScope scope, LockedPackage& importer) {
    const std::string& name = document[edge].key;
    std::string target = document[edge].value;
    std::string range(specifiers == 0 ? "" : text_at(document, specifiers, name));
    if (document[edge].kind == DocumentNode::Kind::kMap) {
      target = text_at(document, edge, "version");
      range = text_at(document, edge, "specifier");
    }
    if (target.starts_with("link:")) linked_.emplace_back(target, name);
    importer.dependencies.push_back({name, range, scope, document[edge].line});
    targets_.push_back(std::move(target));
  }

  void read_importer(const Document& document, DocumentId entry, std::string_view folder) {
    LockedPackage importer;
    importer.importer = true;
    importer.from_registry = false;
    importer.key = folder == "." ? "" : folder;
    importer.line = std::max(document[entry].key_line, 1u);
    auto specifiers = child(document, entry, "specifiers");
    for (const DependencyGroup& group : kGroups)
      if (auto edges = child(document, entry, group.key); edges != 0)
        for (auto edge : children(document, edges))
          read_direct(document, edge, specifiers, group.scope, importer);
    lock_.packages.push_back(std::move(importer));
    for (auto& [target, name] : linked_) add_link(target, name);
    linked_.clear();
  }

  // A linked folder is nobody's package: a row of its own keeps it from being taken for one.
  void add_link(const std::string& target, const std::string& name) {
    LockedPackage link;
    link.key = target;
    link.name = name;
    link.link = true;
    link.from_registry = false;
    lock_.packages.push_back(std::move(link));
  }

  void read_importers(const Document& document) {
    auto importers = child(document, 0, "importers");
    if (importers == 0) return read_importer(document, 0, ".");
    for (auto entry : children(document, importers))
      read_importer(document, entry, document[entry].key);
  }

  void read_packages(const Document& document) {
    auto packages = child(document, 0, "packages");
    auto snapshots = child(document, 0, "snapshots");
    std::unordered_map<std::string_view, DocumentId> facts;
    if (packages != 0)
      for (auto entry : children(document, packages)) facts.emplace(document[entry].key, entry);
    if (snapshots == 0) {
      if (packages != 0)
        for (auto entry : children(document, packages)) read_package(document, entry, entry);
      return;
    }
    for (auto entry : children(document, snapshots)) {
      std::string_view key = document[entry].key;
      auto at = facts.find(key.substr(0, key.find('(')));
      read_package(document, at == facts.end() ? entry : at->second, entry);
    }
  }

  void read_package(const Document& document, DocumentId facts, DocumentId edges) {
    LockedPackage package;
    package.key = document[edges].key;
    Key key = parse_key(package.key, slashes_);
    auto name = text_at(document, facts, "name"), version = text_at(document, facts, "version");
    package.name = name.empty() ? key.name : name;
    package.version = version.empty() ? key.version : version;
    package.from_registry = is_from_registry(document, facts, key, package.name);
    package.deprecated = deprecation_of(document, facts);
    package.dev = text_at(document, facts, "dev") == "true";
    package.optional = text_at(document, edges, "optional") == "true";
    for (std::string_view platform : {"os", "cpu", "libc"})
      package.platform_bound = package.platform_bound || child(document, facts, platform) != 0;
    package.line = document[facts].key_line;
    for (const DependencyGroup& group : kGroups)
      if (auto list = child(document, edges, group.key); list != 0)
        for (auto edge : children(document, list)) {
          // pnpm keeps what a package got, not what it asked for.
          package.dependencies.push_back(
              {document[edge].key, "", group.scope, document[edge].line});
          targets_.push_back(document[edge].value);
        }
    lock_.packages.push_back(std::move(package));
  }

  static std::string deprecation_of(const Document& document, DocumentId facts) {
    auto text = text_at(document, facts, "deprecated");
    return text == "false" ? "" : std::string(text);
  }

  bool is_from_registry(const Document& document, DocumentId facts, const Key& key,
                        std::string_view name) const {
    if (key.version.empty() || !is_digit(key.version.front())) return false;
    if (slashes_ && !document[facts].key.starts_with("/")) return false;
    auto resolution = child(document, facts, "resolution");
    if (resolution == 0) return true;
    for (std::string_view other : {"type", "repo", "commit", "directory"})
      if (child(document, resolution, other) != 0) return false;
    auto tarball = text_at(document, resolution, "tarball");
    return tarball.empty() || is_registry_tarball(tarball, name);
  }

  ManifestFacts& lock_;
  bool slashes_ = false;
  std::vector<std::string> targets_;  // of every edge, in the order of packages and edges
  std::vector<std::pair<std::string, std::string>> linked_;
};

}  // namespace

void read_pnpm_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "pnpm-lock";
  auto documents = read_yaml_stream(input.bytes, kLockfileNodes);
  if (!documents) return refuse_lockfile(input.bytes, documents.error(), facts);
  PnpmReader reader(lock);
  for (const Document& document : *documents) reader.read(document);
  reader.follow();
  lock.has_deprecation_flags =
      std::any_of(lock.packages.begin(), lock.packages.end(),
                  [](const LockedPackage& package) { return !package.deprecated.empty(); });
}

}  // namespace stackfit
