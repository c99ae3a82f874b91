// uv.lock. Workspace members are packages as well, whose source is a folder. What an extra of a
// package would bring is an edge only where somebody asks for that extra.
#include <algorithm>
#include <set>

#include "core/text.h"
#include "facts/document.h"
#include "facts/lockfile.h"
#include "facts/python/locks.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

using Extras = std::set<std::pair<std::string, std::string>>;  // package and extra

void read_edges(const Document& document, DocumentId list, DependencyScope scope,
                LockedPackage& package) {
  if (list == 0) return;
  for (DocumentId edge : children(document, list)) {
    auto version = text_at(document, edge, "version");
    package.dependencies.push_back({normalized_distribution(text_at(document, edge, "name")),
                                    version.empty() ? "" : "==" + std::string(version), scope,
                                    document[edge].line});
  }
}

// Tables of lists, one for each extra or group.
template <class Visit>
void each_group(const Document& document, DocumentId entry, std::string_view key, Visit visit) {
  DocumentId groups = child(document, entry, key);
  if (groups == 0) return;
  for (DocumentId group : children(document, groups)) visit(group);
}

void note_extras(const Document& document, DocumentId list, Extras& asked) {
  if (list == 0) return;
  for (DocumentId edge : children(document, list))
    for (DocumentId extra : scalars(document, child(document, edge, "extra")))
      asked.emplace(normalized_distribution(text_at(document, edge, "name")),
                    document[extra].value);
}

Extras asked_extras(const Document& document, const std::vector<DocumentId>& entries) {
  Extras asked;
  for (DocumentId entry : entries) {
    note_extras(document, child(document, entry, "dependencies"), asked);
    for (auto key : {"optional-dependencies", "dev-dependencies"})
      each_group(document, entry, key, [&](DocumentId id) { note_extras(document, id, asked); });
  }
  return asked;
}

// The folder of a workspace member; a folder beside the project is somebody else's.
bool is_member(std::string_view folder) {
  return !folder.empty() && !folder.starts_with("..") && !folder.starts_with('/');
}

void read_source(const Document& document, DocumentId entry, LockedPackage& package) {
  DocumentId source = child(document, entry, "source");
  package.from_registry = source == 0 || child(document, source, "registry") != 0;
  for (auto kind : {"editable", "virtual", "directory"}) {
    auto folder = text_at(document, source, kind);
    if (!is_member(folder)) continue;
    package.importer = true;
    package.key = folder == "." ? "" : normal_path(folder);
  }
}

LockedPackage read_package(const Document& document, DocumentId entry, const Extras& asked) {
  LockedPackage package;
  package.name = normalized_distribution(text_at(document, entry, "name"));
  package.version = text_at(document, entry, "version");
  package.key = distribution_key(package.name, package.version);
  DocumentId name = child(document, entry, "name");
  package.line = document[name == 0 ? entry : name].line;
  read_source(document, entry, package);
  read_edges(document, child(document, entry, "dependencies"), DependencyScope::kRuntime, package);
  each_group(document, entry, "optional-dependencies", [&](DocumentId group) {
    if (!package.importer && asked.count({package.name, document[group].key}) == 0) return;
    bool dev = package.importer && names_development(document[group].key);
    read_edges(document, group, dev ? DependencyScope::kDev : DependencyScope::kOptional, package);
  });
  each_group(document, entry, "dev-dependencies", [&](DocumentId group) {
    read_edges(document, group, DependencyScope::kDev, package);
  });
  return package;
}

}  // namespace

bool is_uv_lock(std::string_view path) {
  return base_name(path) == "uv.lock";
}

void read_uv_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "uv-lock";
  auto document = read_toml(input.bytes, kLockfileNodes);
  if (!document) return refuse_lockfile(input.bytes, document.error(), facts);
  lock.version = text_at(*document, 0, "version");
  DocumentId list = find(*document, "package");
  if (list == 0) list = find(*document, "distribution");  // its name before uv 0.4
  if (list == 0) return;
  auto entries = children(*document, list);
  auto asked = asked_extras(*document, entries);
  for (DocumentId entry : entries) lock.packages.push_back(read_package(*document, entry, asked));
  follow_distributions(lock);
}

}  // namespace stackfit
