#include "core/text.h"
#include "facts/document.h"
#include "facts/infra/readers.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

void add_section(const Document& document, std::string_view section, DependencyScope scope,
                 ManifestFacts& facts) {
  DocumentId table = child(document, 0, section);
  if (table == 0) return;
  for (DocumentId id : children(document, table)) {
    facts.dependencies.push_back(
        {document[id].key, asked_for(document, id), scope, document[id].line});
  }
}

}  // namespace

bool is_pipfile(std::string_view path) {
  return base_name(path) == "Pipfile";
}

void read_pipfile(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "pipfile";
  auto document = read_toml(input.bytes);
  if (!document) return note_problem(document.error(), facts);
  add_section(*document, "packages", DependencyScope::kRuntime, manifest);
  add_section(*document, "dev-packages", DependencyScope::kDev, manifest);
  DocumentId scripts = find(*document, "scripts");
  if (scripts != 0)
    for (DocumentId id : children(*document, scripts))
      for (DocumentId text : scalars(*document, id))
        manifest.commands.push_back(
            {(*document)[text].value, (*document)[id].key, "", (*document)[text].line});
  DocumentId version = find(*document, "requires.python_version");
  if (version != 0)
    manifest.settings.push_back(
        {"python.version", (*document)[version].value, (*document)[version].line});
}

}  // namespace stackfit
