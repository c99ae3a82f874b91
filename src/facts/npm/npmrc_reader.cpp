// .npmrc and .yarnrc.yml of the scanned tree. They decide nothing: no address, secret or proxy in
// them is ever used. Only the scopes that they take from a registry of their own are kept (settings
// `elsewhere`), because the names of such packages are nobody else's business.
#include "core/text.h"
#include "facts/document.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

void add_scope(std::string_view scope, std::uint32_t line, ManifestFacts& manifest) {
  std::string name(scope);
  if (!name.starts_with("@")) name = "@" + name;
  manifest.settings.push_back({"elsewhere", name, line});
}

void read_lines(std::string_view bytes, ManifestFacts& manifest) {
  constexpr std::string_view kRegistry = ":registry";
  std::uint32_t number = 0;
  for (auto line : split(bytes, '\n')) {
    ++number;
    auto key = trim(line.substr(0, line.find('=')));
    if (key.starts_with("@") && key.ends_with(kRegistry))
      add_scope(key.substr(0, key.size() - kRegistry.size()), number, manifest);
  }
}

void read_scopes(std::string_view bytes, ManifestFacts& manifest) {
  auto document = read_yaml(bytes);
  if (!document) return;
  DocumentId scopes = child(*document, 0, "npmScopes");
  if (scopes == 0) return;
  for (DocumentId scope : children(*document, scopes))
    if (!text_at(*document, scope, "npmRegistryServer").empty())
      add_scope((*document)[scope].key, (*document)[scope].line, manifest);
}

}  // namespace

bool is_npm_settings(std::string_view path) {
  auto name = base_name(path);
  return name == ".npmrc" || name == ".yarnrc.yml";
}

void read_npm_settings(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "npm-settings";
  if (base_name(input.entry.path) == ".npmrc")
    read_lines(input.bytes, manifest);
  else
    read_scopes(input.bytes, manifest);
}

}  // namespace stackfit
