// pnpm-workspace.yaml: which folders are workspaces, the catalogs their ranges come from, and since
// pnpm 10 the settings that package.json held under "pnpm" (https://pnpm.io/settings).
#include <fmt/format.h>

#include "core/text.h"
#include "facts/document.h"
#include "facts/lockfile.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

class Reader {
 public:
  Reader(const Document& document, ManifestFacts& manifest)
      : document_(document), manifest_(manifest) {}

  void read() {
    for (auto id : scalars(document_, child(document_, 0, "packages")))
      if (!document_[id].value.empty()) manifest_.workspaces.push_back(document_[id].value);
    read_members(child(document_, 0, "catalog"), "catalog.default.");
    for (auto id : members(child(document_, 0, "catalogs")))
      read_members(id, fmt::format("catalog.{}.", document_[id].key));
    read_members(child(document_, 0, "overrides"), "pnpm.overrides.");
    read_members(child(document_, 0, "allowedDeprecatedVersions"), "allowed-deprecated.");
  }

 private:
  std::vector<DocumentId> members(DocumentId map) const {
    bool is_map = map != 0 && document_[map].kind == DocumentNode::Kind::kMap;
    return is_map ? children(document_, map) : std::vector<DocumentId>();
  }

  void read_members(DocumentId map, const std::string& prefix) {
    for (auto id : members(map))
      if (document_[id].kind == DocumentNode::Kind::kScalar)
        manifest_.settings.push_back(
            {prefix + document_[id].key, document_[id].value, document_[id].line});
  }

  const Document& document_;
  ManifestFacts& manifest_;
};

}  // namespace

void read_pnpm_workspace(const FileInput& input, FileFacts& facts) {
  facts.manifest.emplace().format = "pnpm-workspace";
  auto document = read_yaml(input.bytes);
  if (!document) return refuse_lockfile(input.bytes, document.error(), facts);
  Reader(*document, *facts.manifest).read();
}

}  // namespace stackfit
