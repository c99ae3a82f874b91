// Compose files and the configuration of CI services. All of them hang commands on a handful of
// keys; one table says which, so that a new service costs a row.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "facts/document.h"
#include "facts/infra/container_paths.h"
#include "facts/infra/readers.h"

namespace stackfit {
namespace {

using Kind = DocumentNode::Kind;

template <std::size_t N>
bool is_one_of(std::string_view text, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

constexpr std::string_view kCommandKeys[] = {
    "run",  "script", "before_script", "after_script", "before_install", "install",       "command",
    "bash", "pwsh",   "powershell",    "commands",     "entry",          "after_success", "deploy"};
constexpr std::string_view kFolderKeys[] = {"working-directory", "working_directory",
                                            "workingDirectory"};
constexpr std::string_view kEnvironmentKeys[] = {"env", "environment", "variables"};
constexpr std::string_view kVersionKeys[] = {"python-version", "python"};

// `env: {A: b}`, `environment: ["A=b"]`.
void add_environment(const Document& document, DocumentId id, ManifestFacts& facts) {
  for (DocumentId at : children(document, id)) {
    const auto& [kind, key, value, parent, after, line, key_line] = document[at];
    if (kind != Kind::kScalar) continue;
    auto mark = value.find('=');
    if (!key.empty())
      facts.settings.push_back({"env." + key, value, line});
    else if (mark != std::string::npos)
      facts.settings.push_back({"env." + value.substr(0, mark), value.substr(mark + 1), line});
  }
}

// The nearest folder set beside or above a step: its own, or `defaults.run.working-directory`.
std::string folder_for(const Document& document, DocumentId id) {
  for (DocumentId at = document[id].parent;; at = document[at].parent) {
    for (auto key : kFolderKeys) {
      if (auto folder = text_at(document, at, key); !folder.empty()) return std::string(folder);
      DocumentId defaults = child(document, at, "defaults");
      if (defaults == 0) continue;
      if (DocumentId run = child(document, defaults, "run"); run != 0)
        if (auto folder = text_at(document, run, key); !folder.empty()) return std::string(folder);
    }
    if (at == 0) return {};
  }
}

// The name a reader of the file would use: the step's own, else the outermost entry's.
std::string name_for(const Document& document, DocumentId id) {
  auto own = text_at(document, document[id].parent, "name");
  if (!own.empty()) return std::string(own);
  std::string name = document[id].key;
  for (DocumentId at = document[id].parent; at != 0; at = document[at].parent)
    if (!document[at].key.empty() && document[at].key != "steps" && document[at].key != "jobs")
      name = document[at].key;
  return name;
}

void read_ci_node(const Document& document, DocumentId id, ManifestFacts& facts) {
  const DocumentNode& node = document[id];
  if (is_one_of(node.key, kCommandKeys)) {
    for (DocumentId text : scalars(document, id))
      facts.commands.push_back({document[text].value, name_for(document, id),
                                folder_for(document, id), document[text].line});
  } else if (is_one_of(node.key, kEnvironmentKeys)) {
    add_environment(document, id, facts);
  } else if (is_one_of(node.key, kVersionKeys)) {
    for (DocumentId text : scalars(document, id))
      facts.settings.push_back({"python.version", document[text].value, document[text].line});
  } else if (node.key == "image" && node.kind == Kind::kScalar) {
    facts.settings.push_back({"docker.from", node.value, node.line});
  }
}

// `./:/app`, or the long form with source and target.
std::vector<ContainerMount> mounts_of(const Document& document, DocumentId service) {
  std::vector<ContainerMount> mounts;
  DocumentId volumes = child(document, service, "volumes");
  if (volumes == 0) return mounts;
  for (DocumentId id : children(document, volumes)) {
    std::string source(text_at(document, id, "source")), target(text_at(document, id, "target"));
    if (auto parts = split(document[id].value, ':'); parts.size() > 1) {
      source = parts[0];
      target = parts[1];
    }
    if (source.starts_with('.') && target.starts_with('/'))
      mounts.push_back({normal_path(source), normal_path(target)});
  }
  return mounts;
}

void read_service(const Document& document, DocumentId service, ManifestFacts& facts) {
  const std::string& name = document[service].key;
  auto context = std::string(text_at(document, service, "build"));
  if (DocumentId build = child(document, service, "build"); build != 0 && context.empty())
    context = text_at(document, build, "context");
  auto folder = std::string(text_at(document, service, "working_dir"));
  // Without a working folder of its own the service starts in the image's, which by habit holds
  // what was copied from the build context.
  folder =
      folder.empty() ? normal_path(context) : in_repository(mounts_of(document, service), folder);
  for (auto key : {"command", "entrypoint"}) {
    DocumentId id = child(document, service, key);
    std::vector<std::string> words;
    for (DocumentId text : scalars(document, id)) words.push_back(document[text].value);
    if (words.empty()) continue;
    bool plain = document[id].kind == Kind::kScalar;
    facts.commands.push_back({plain ? words[0] : as_shell(words), name, folder, document[id].line});
  }
  if (DocumentId id = child(document, service, "environment"); id != 0)
    add_environment(document, id, facts);
  if (DocumentId id = child(document, service, "image"); id != 0)
    facts.settings.push_back({"docker.from", document[id].value, document[id].line});
  for (auto key : {"ports", "expose"})
    for (DocumentId id : scalars(document, child(document, service, key)))
      facts.settings.push_back({"docker.expose", document[id].value, document[id].line});
}

bool is_yaml(std::string_view path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

}  // namespace

bool is_compose(std::string_view path) {
  auto name = base_name(path);
  return is_yaml(name) && (name.starts_with("docker-compose") || name.starts_with("compose"));
}

void read_compose(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "compose";
  auto document = read_yaml(input.bytes);
  if (!document) return note_problem(document.error(), facts);
  if (DocumentId services = find(*document, "services"); services != 0)
    for (DocumentId service : children(*document, services))
      read_service(*document, service, manifest);
}

bool is_ci_configuration(std::string_view path) {
  constexpr std::string_view kNames[] = {".gitlab-ci.yml",
                                         ".travis.yml",
                                         ".cirrus.yml",
                                         "azure-pipelines.yml",
                                         "appveyor.yml",
                                         ".appveyor.yml",
                                         "buildspec.yml",
                                         "bitbucket-pipelines.yml",
                                         ".pre-commit-config.yaml",
                                         "cloudbuild.yaml"};
  auto folder = folder_of(path);
  return is_one_of(base_name(path), kNames) ||
         (is_yaml(path) && (folder == ".github/workflows" || folder == ".circleci" ||
                            folder == ".gitlab/ci" || folder == ".gitlab-ci"));
}

void read_ci_configuration(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "ci";
  auto document = read_yaml(input.bytes);
  if (!document) return note_problem(document.error(), facts);
  for (DocumentId id = 1; id < document->nodes.size(); ++id) read_ci_node(*document, id, manifest);
}

}  // namespace stackfit
