// Files that say how Python is started where no shell does: an editor's launch configurations,
// units of systemd, tables of functions and of containers, nox sessions; and files that say what is
// on the path or missing from a checkout. Only Python's part of each is kept.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "facts/document.h"
#include "facts/infra/container_paths.h"
#include "facts/infra/readers.h"
#include "facts/json_reader.h"
#include "facts/python/python_text.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostDocuments = 1000;

bool is_yaml(std::string_view path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

// `cd folder && PYTHONPATH=… ` in front of a command.
std::string with_place(std::string_view folder, std::string_view python_path,
                       const std::string& command) {
  std::string text;
  if (!folder.empty()) text += "cd " + as_shell({std::string(folder)}) + " && ";
  if (!python_path.empty()) text += as_shell({"PYTHONPATH=" + std::string(python_path)}) + " ";
  return text + command;
}

// `${workspaceFolder}/x` is `x`; another variable shows nothing.
std::string in_workspace(std::string_view path) {
  for (std::string_view root : {"${workspaceFolder}", "${workspaceRoot}"})
    if (path.starts_with(root)) {
      path.remove_prefix(root.size());
      while (path.starts_with('/')) path.remove_prefix(1);
      return path.empty() ? "." : std::string(path);
    }
  return std::string(path);
}

// Words of a scalar or list.
std::vector<std::string> words_of(const Document& document, DocumentId id) {
  std::vector<std::string> words;
  if (id == 0) return words;
  for (DocumentId text : scalars(document, id)) words.push_back(document[text].value);
  return words;
}

// A container's command and its arguments, as Kubernetes puts them together:
// kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container.
void read_container(const Document& document, DocumentId container, ManifestFacts& facts) {
  DocumentId command = child(document, container, "command");
  auto words = words_of(document, command);
  auto arguments = words_of(document, child(document, container, "args"));
  words.insert(words.end(), arguments.begin(), arguments.end());
  if (command == 0 || words.empty()) return;
  std::string path;
  if (DocumentId environment = child(document, container, "env"); environment != 0)
    for (DocumentId entry : children(document, environment))
      if (text_at(document, entry, "name") == "PYTHONPATH")
        path = text_at(document, entry, "value");
  facts.commands.push_back(
      {with_place("", path, as_shell(words)), std::string(text_at(document, container, "name")),
       std::string(text_at(document, container, "workingDir")), document[command].line});
}

// `src/handlers.main`, `app.lambda_handler`: folder of the code, then the handler.
void add_handler(ManifestFacts& facts, std::string_view folder, std::string_view handler,
                 std::uint32_t line) {
  if (handler.find('.') == std::string_view::npos || handler.find('$') != std::string_view::npos)
    return;
  facts.settings.push_back({"function.handler", fmt::format("{}|{}", folder, handler), line});
}

// docs.aws.amazon.com/serverless-application-model: CodeUri and Handler below Properties, or below
// Globals.Function.
void read_sam(const Document& document, ManifestFacts& facts) {
  auto shared = text_at(document, find(document, "Globals.Function"), "CodeUri");
  DocumentId resources = find(document, "Resources");
  if (resources == 0) return;
  for (DocumentId resource : children(document, resources)) {
    if (text_at(document, resource, "Type") != "AWS::Serverless::Function") continue;
    DocumentId properties = child(document, resource, "Properties");
    DocumentId handler = properties == 0 ? 0 : child(document, properties, "Handler");
    if (handler == 0) continue;
    auto own = text_at(document, properties, "CodeUri");
    add_handler(facts, own.empty() ? shared : own, document[handler].value, document[handler].line);
  }
}

// serverless.com/framework/docs/providers/aws/guide/functions: the service's folder is the code.
void read_serverless(const Document& document, ManifestFacts& facts) {
  DocumentId functions = find(document, "functions");
  if (functions == 0) return;
  for (DocumentId function : children(document, functions))
    if (DocumentId handler = child(document, function, "handler"); handler != 0)
      add_handler(facts, "", document[handler].value, document[handler].line);
}

// `session.run("python", "x.py")` with words that are written out.
void read_sessions(const SyntaxTree& tree, ManifestFacts& facts) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree.kind(id) != Kind::kCall) continue;
    NodeId function = tree.child(id, Field::kFunction), list = tree.child(id, Field::kArguments);
    if (function == kNoNode || list == kNoNode || tree.text(function) != "session.run") continue;
    std::vector<std::string> words;
    for (NodeId argument : tree.named_children(list)) {
      if (tree.kind(argument) != Kind::kString) break;
      words.push_back(python_string(tree, argument));
    }
    if (!words.empty())
      facts.commands.push_back({as_shell(words), "session.run", "", tree.line(id)});
  }
}

void keep(ManifestFacts manifest, FileFacts& facts) {
  if (!manifest.commands.empty() || !manifest.settings.empty())
    facts.manifest = std::move(manifest);
}

}  // namespace

bool is_env_file(std::string_view path) {
  return base_name(path) == ".env";
}

void read_env_file(const FileInput& input, FileFacts& facts) {
  ManifestFacts manifest;
  manifest.format = "env-file";
  std::uint32_t number = 0;
  for (auto line : split(input.bytes, '\n')) {
    ++number;
    line = trim(line);
    if (line.starts_with("export ")) line = trim(line.substr(7));
    if (!line.starts_with("PYTHONPATH=")) continue;  // the rest is nobody's business
    auto value = trim(line.substr(11));
    bool quoted = value.size() >= 2 && value.front() == value.back() &&
                  (value.front() == '"' || value.front() == '\'');
    if (quoted) value = value.substr(1, value.size() - 2);
    manifest.settings.push_back({"env.PYTHONPATH", std::string(value), number});
  }
  keep(std::move(manifest), facts);
}

bool is_launch_json(std::string_view path) {
  return path == ".vscode/launch.json" || path.ends_with("/.vscode/launch.json");
}

void read_launch_json(const FileInput& input, FileFacts& facts) {
  ManifestFacts manifest;
  manifest.format = "launch-json";
  JsonOptions options;
  options.comments = true;
  JsonTree tree = read_json(input.bytes, options);
  for (JsonValue entry : root_of(tree)["configurations"]) {
    auto type = entry["type"].string(), program = in_workspace(entry["program"].string());
    auto module = entry["module"].string();
    if (type != "python" && type != "debugpy") continue;
    std::vector<std::string> words = {"python"};
    if (!module.empty())
      words.insert(words.end(), {"-m", module});
    else if (!program.empty() && program.find('$') == std::string::npos)
      words.push_back(program);
    if (words.size() == 1) continue;
    for (JsonValue argument : entry["args"])
      if (argument.is(JsonKind::kString)) words.push_back(argument.string());
    // The program's path is meant from the workspace, whatever the working folder is.
    auto folder = module.empty() ? "" : in_workspace(entry["cwd"].string());
    manifest.commands.push_back(
        {with_place(folder, entry["env"]["PYTHONPATH"].string(), as_shell(words)),
         entry["name"].string(), "", entry["type"].line()});
  }
  keep(std::move(manifest), facts);
}

bool is_service_unit(std::string_view path) {
  return path.ends_with(".service");
}

// man systemd.service, systemd.exec; keys come in lower case. The working folder is taken for the
// place of the repository.
void read_service_unit(const FileInput& input, FileFacts& facts) {
  ManifestFacts manifest;
  manifest.format = "service";
  Document document = read_ini(input.bytes);
  DocumentId service = find(document, "Service");
  if (service == 0) return;
  std::string path;
  if (auto environment = text_at(document, service, "environment");
      environment.find("PYTHONPATH=") != std::string_view::npos) {
    auto value = environment.substr(environment.find("PYTHONPATH=") + 11);
    path = value.substr(0, value.find_first_of(" \"'"));
  }
  auto folder = text_at(document, service, "workingdirectory");
  if (folder.starts_with('/'))
    manifest.settings.push_back({"docker.copy", ". " + std::string(folder), 1});
  for (DocumentId entry : children(document, service))
    if (document[entry].key == "execstart" || document[entry].key == "execstartpre") {
      auto command = std::string(trim(document[entry].value));
      while (!command.empty() &&
             std::string_view("-@:+!").find(command[0]) != std::string_view::npos)
        command.erase(0, 1);
      manifest.commands.push_back(
          {with_place(folder, path, command), document[entry].key, "", document[entry].line});
    }
  keep(std::move(manifest), facts);
}

bool is_function_table(std::string_view path) {
  auto name = base_name(path);
  return is_yaml(name) && (name.starts_with("serverless.") || name.starts_with("template.") ||
                           name.starts_with("sam-template.") || name.starts_with("sam."));
}

void read_function_table(const FileInput& input, FileFacts& facts) {
  ManifestFacts manifest;
  manifest.format = "functions";
  auto document = read_yaml(input.bytes);
  if (!document) return;  // many files are called template.yaml
  if (base_name(input.entry.path).starts_with("serverless."))
    read_serverless(*document, manifest);
  else
    read_sam(*document, manifest);
  keep(std::move(manifest), facts);
}

bool is_kubernetes(std::string_view path) {
  if (!is_yaml(path)) return false;
  auto parts = split(path, '/');
  parts.pop_back();
  return std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
    auto name = lower(part);
    return name == "k8s" || name == "kubernetes" || name == "kube" || name == "manifests" ||
           name == "deploy" || name == "deployment" || name == "deployments";
  });
}

void read_kubernetes(const FileInput& input, FileFacts& facts) {
  ManifestFacts manifest;
  manifest.format = "kubernetes";
  auto documents = read_yaml_stream(input.bytes, kMaxDocumentNodes);
  if (!documents) return;  // a template of helm is no YAML
  std::size_t read = 0;
  for (const Document& document : *documents) {
    if (text_at(document, 0, "apiVersion").empty() || ++read > kMostDocuments) continue;
    for (DocumentId id = 1; id < document.nodes.size(); ++id)
      if (document[id].key == "containers" || document[id].key == "initContainers")
        for (DocumentId container : children(document, id))
          read_container(document, container, manifest);
  }
  keep(std::move(manifest), facts);
}

bool is_noxfile(std::string_view path) {
  return base_name(path) == "noxfile.py";
}

void read_noxfile(const FileInput& input, FileFacts& facts) {
  auto tree = input.parser.parse(*language_named("python"), input.bytes,
                                 input.context.limits.file_cpu_seconds);
  if (!tree) return;  // the source reader says so
  ManifestFacts manifest;
  manifest.format = "nox";
  read_sessions(*tree, manifest);
  keep(std::move(manifest), facts);
}

bool is_gitignore(std::string_view path) {
  return base_name(path) == ".gitignore";
}

// Folders by their plain name: `wandb/`, `/wandb`, `wandb/*`. A pattern names none.
void read_gitignore(const FileInput& input, FileFacts& facts) {
  ManifestFacts manifest;
  manifest.format = "gitignore";
  std::uint32_t number = 0;
  for (auto line : split(input.bytes, '\n')) {
    ++number;
    line = trim(line);
    if (line.starts_with('/')) line.remove_prefix(1);
    for (std::string_view end : {"/**", "/*", "/"})
      if (line.ends_with(end)) line.remove_suffix(end.size());
    bool plain =
        !line.empty() && line.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                             "_") == std::string_view::npos;
    if (plain) manifest.settings.push_back({"ignored", std::string(line), number});
  }
  keep(std::move(manifest), facts);
}

}  // namespace stackfit
