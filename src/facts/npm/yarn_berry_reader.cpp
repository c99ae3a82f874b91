// yarn.lock of yarn 2 and later: YAML. `resolution` is the exact locator (`name@npm:1.0.0`);
// members of the workspace are entries as well, with the `workspace:` protocol; `patch:` wraps the
// locator of the package that is patched.
#include "core/text.h"
#include "facts/document.h"
#include "facts/lockfile.h"
#include "facts/npm/lock_edges.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

constexpr std::string_view kWorkspace = "workspace:";

struct Locator {
  std::string_view name, reference;
};

Locator split_locator(std::string_view text) {
  auto at = text.find('@', 1);
  if (at == std::string_view::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

// `npm:1.0.0`, or a patch of one: `patch:name@npm%3A1.0.0#…`.
bool is_registry_reference(std::string_view reference) {
  if (reference.starts_with("npm:")) return true;
  auto inner = split_locator(reference.substr(0, reference.find('#'))).reference;
  return reference.starts_with("patch:") &&
         (inner.starts_with("npm%3A") || inner.starts_with("npm:"));
}

void read_group(const Document& document, DocumentId entry, std::string_view key,
                DependencyScope scope, LockedPackage& package) {
  auto group = child(document, entry, key);
  if (group == 0) return;
  for (auto edge : children(document, group))
    package.dependencies.push_back(
        {document[edge].key, document[edge].value, scope, document[edge].line});
}

void read_edges(const Document& document, DocumentId entry, LockedPackage& package) {
  read_group(document, entry, "dependencies", DependencyScope::kRuntime, package);
  read_group(document, entry, "peerDependencies", DependencyScope::kPeer, package);
  auto meta = child(document, entry, "dependenciesMeta");
  if (meta == 0) return;
  for (Declared& edge : package.dependencies)
    if (auto about = child(document, meta, edge.name);
        about != 0 && text_at(document, about, "optional") == "true")
      edge.scope = DependencyScope::kOptional;
}

void read_entry(const Document& document, DocumentId entry, ManifestFacts& lock) {
  LockedPackage package;
  std::string resolution(text_at(document, entry, "resolution"));
  Locator locator = split_locator(resolution);
  package.key = document[entry].key;
  package.name = locator.name;
  package.version = text_at(document, entry, "version");
  package.from_registry = is_registry_reference(locator.reference);
  package.platform_bound = child(document, entry, "conditions") != 0;
  package.line = document[entry].key_line;
  read_edges(document, entry, package);
  if (locator.reference.starts_with(kWorkspace)) {
    LockedPackage member = package;
    member.importer = true;
    member.key = locator.reference.substr(kWorkspace.size());
    if (member.key == ".") member.key.clear();
    lock.packages.push_back(std::move(member));
    package.dependencies.clear();
    package.link = true;
  }
  lock.packages.push_back(std::move(package));
}

}  // namespace

void read_yarn_berry(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = *facts.manifest;
  auto documents = read_yaml_stream(input.bytes, kLockfileNodes);
  if (!documents) return refuse_lockfile(input.bytes, documents.error(), facts);
  for (const Document& document : *documents)
    for (auto entry : children(document, 0)) {
      if (document[entry].key == "__metadata")
        lock.version = text_at(document, entry, "version");
      else if (document[entry].kind == DocumentNode::Kind::kMap)
        read_entry(document, entry, lock);
    }
  follow_descriptors(lock);
}

}  // namespace stackfit
