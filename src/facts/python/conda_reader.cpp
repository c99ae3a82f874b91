#include "core/text.h"
#include "facts/document.h"
#include "facts/infra/readers.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

// conda writes `channel::name=1.2=build`; below `pip:` stand ordinary requirements.
void add_conda(std::string_view text, std::uint32_t line, ManifestFacts& facts) {
  if (auto channel = text.find("::"); channel != std::string_view::npos)
    text = text.substr(channel + 2);
  auto declared = parse_requirement(text, DependencyScope::kRuntime, line);
  if (!declared) return;
  if (declared->name == "python")
    facts.settings.push_back({"python.version", declared->range, line});
  else
    facts.dependencies.push_back(*declared);
}

}  // namespace

bool is_conda_environment(std::string_view path) {
  auto name = base_name(path);
  return (name.ends_with(".yml") || name.ends_with(".yaml")) &&
         (name.starts_with("environment") || name.starts_with("conda"));
}

void read_conda_environment(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "conda";
  auto document = read_yaml(input.bytes);
  if (!document) return note_problem(document.error(), facts);
  DocumentId list = find(*document, "dependencies");
  if (list == 0) return;
  for (DocumentId id : children(*document, list)) {
    const DocumentNode& node = (*document)[id];
    if (node.kind == DocumentNode::Kind::kScalar) add_conda(node.value, node.line, manifest);
    for (DocumentId text : scalars(*document, child(*document, id, "pip")))
      if (auto declared = parse_requirement((*document)[text].value, DependencyScope::kRuntime,
                                            (*document)[text].line))
        manifest.dependencies.push_back(*declared);
  }
}

}  // namespace stackfit
