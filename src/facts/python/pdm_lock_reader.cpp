// pdm.lock. Requirements are written as PEP 508 says. A package that is wanted with extras has a
// second row of the same name and version, which asks for the first: both become one.
#include <algorithm>
#include <unordered_map>

#include "core/text.h"
#include "facts/document.h"
#include "facts/lockfile.h"
#include "facts/python/locks.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

// `groups` since pdm 2.8, `sections` before 2.0; nothing in between.
bool is_for_development(const Document& document, DocumentId entry) {
  DocumentId list = child(document, entry, "groups");
  if (list == 0) list = child(document, entry, "sections");
  auto groups = scalars(document, list);
  return !groups.empty() && std::none_of(groups.begin(), groups.end(), [&](DocumentId id) {
    return document[id].value == "default";
  });
}

void read_edges(const Document& document, DocumentId entry, LockedPackage& package) {
  for (DocumentId id : scalars(document, child(document, entry, "dependencies"))) {
    auto edge = parse_requirement(document[id].value, DependencyScope::kRuntime, document[id].line);
    if (!edge) continue;
    edge->name = normalized_distribution(edge->name);
    if (edge->name != package.name) package.dependencies.push_back(std::move(*edge));
  }
}

LockedPackage read_package(const Document& document, DocumentId entry) {
  LockedPackage package;
  package.name = normalized_distribution(text_at(document, entry, "name"));
  package.version = text_at(document, entry, "version");
  package.key = distribution_key(package.name, package.version);
  package.dev = is_for_development(document, entry);
  for (auto elsewhere : {"git", "hg", "svn", "bzr", "path", "url"})
    if (child(document, entry, elsewhere) != 0) package.from_registry = false;
  DocumentId name = child(document, entry, "name");
  package.line = document[name == 0 ? entry : name].line;
  return package;
}

}  // namespace

bool is_pdm_lock(std::string_view path) {
  return base_name(path) == "pdm.lock";
}

void read_pdm_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "pdm-lock";
  auto document = read_toml(input.bytes, kLockfileNodes);
  if (!document) return refuse_lockfile(input.bytes, document.error(), facts);
  lock.version = text_at(*document, find(*document, "metadata"), "lock_version");
  DocumentId list = find(*document, "package");
  if (list == 0) return;
  std::unordered_map<std::string, std::size_t> rows;
  for (DocumentId entry : children(*document, list)) {
    auto package = read_package(*document, entry);
    auto [at, first] = rows.emplace(package.key, lock.packages.size());
    if (first) lock.packages.push_back(std::move(package));
    read_edges(*document, entry, lock.packages[at->second]);
  }
  follow_distributions(lock);
}

}  // namespace stackfit
