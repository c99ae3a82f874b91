// poetry.lock. A package names what it requires, and what its extras would bring (`optional`); the
// project's own requirements stand in pyproject.toml alone.
#include <algorithm>

#include "core/text.h"
#include "facts/document.h"
#include "facts/lockfile.h"
#include "facts/python/locks.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

using Kind = DocumentNode::Kind;

// Up to 1.4 a package had one category, from 2.0 on it lists its groups.
bool is_for_development(const Document& document, DocumentId entry) {
  if (auto category = text_at(document, entry, "category"); !category.empty())
    return category == "dev";
  auto groups = scalars(document, child(document, entry, "groups"));
  return !groups.empty() && std::none_of(groups.begin(), groups.end(), [&](DocumentId id) {
    return document[id].value == "main";
  });
}

// A range, a table, or a list of tables of which each has its marker.
void read_edge(const Document& document, DocumentId edge, LockedPackage& package) {
  const DocumentNode& node = document[edge];
  DocumentId detail = node.kind == Kind::kList && node.after > edge + 1 ? edge + 1 : edge;
  bool plain = document[detail].kind == Kind::kScalar;
  auto range =
      plain ? std::string_view(document[detail].value) : text_at(document, detail, "version");
  bool optional = text_at(document, detail, "optional") == "true";
  package.dependencies.push_back({normalized_distribution(node.key), std::string(range),
                                  optional ? DependencyScope::kOptional : DependencyScope::kRuntime,
                                  node.line});
}

LockedPackage read_package(const Document& document, DocumentId entry) {
  LockedPackage package;
  package.name = normalized_distribution(text_at(document, entry, "name"));
  package.version = text_at(document, entry, "version");
  package.key = distribution_key(package.name, package.version);
  package.dev = is_for_development(document, entry);
  package.optional = text_at(document, entry, "optional") == "true";
  auto source = text_at(document, child(document, entry, "source"), "type");
  package.from_registry = source.empty() || source == "legacy";  // another index, then
  DocumentId name = child(document, entry, "name");
  package.line = document[name == 0 ? entry : name].line;
  if (DocumentId edges = child(document, entry, "dependencies"); edges != 0)
    for (DocumentId edge : children(document, edges)) read_edge(document, edge, package);
  return package;
}

}  // namespace

bool is_poetry_lock(std::string_view path) {
  return base_name(path) == "poetry.lock";
}

void read_poetry_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "poetry-lock";
  auto document = read_toml(input.bytes, kLockfileNodes);
  if (!document) return refuse_lockfile(input.bytes, document.error(), facts);
  lock.version = text_at(*document, find(*document, "metadata"), "lock-version");
  if (DocumentId list = find(*document, "package"); list != 0)
    for (DocumentId entry : children(*document, list))
      lock.packages.push_back(read_package(*document, entry));
  follow_distributions(lock);
}

}  // namespace stackfit
