// A Dockerfile, read instruction by instruction. What matters: the base image, the commands with
// their working folder mapped back into the repository through WORKDIR and COPY, the environment,
// the ports. Reference: docs.docker.com/reference/dockerfile.
#include <fmt/format.h>

#include "core/text.h"
#include "facts/document.h"
#include "facts/infra/container_paths.h"
#include "facts/infra/readers.h"

namespace stackfit {
namespace {

struct Instruction {
  std::string word;  // upper case
  std::string text;
  std::uint32_t line = 0;
};

// A line of a here-document's end mark: `RUN <<EOF`, `RUN --mount=… <<-'EOF'`.
std::string here_mark(std::string_view text) {
  auto at = text.find("<<");
  if (at == std::string_view::npos) return {};
  auto mark = text.substr(at + 2);
  if (mark.starts_with('-')) mark.remove_prefix(1);
  if (mark.starts_with('"') || mark.starts_with('\'')) mark.remove_prefix(1);
  auto end =
      mark.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
  return std::string(mark.substr(0, end));
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

std::vector<Instruction> instructions_of(std::string_view bytes) {
  std::vector<Instruction> found;
  std::string mark;
  bool goes_on = false;
  std::uint32_t number = 0;
  for (auto raw : split(bytes, '\n')) {
    ++number;
    auto line = trim(raw);
    if (!mark.empty()) {
      if (line == mark)
        mark.clear();
      else
        found.back().text += "\n" + std::string(raw);
      continue;
    }
    if (line.empty() || line.starts_with('#')) continue;
    bool continues = line.ends_with('\\');
    if (continues) line = trim(line.substr(0, line.size() - 1));
    if (goes_on) {
      found.back().text += " " + std::string(line);
    } else {
      auto blank = line.find_first_of(" \t");
      bool bare = blank == std::string_view::npos;
      found.push_back({upper(line.substr(0, blank)),
                       std::string(bare ? "" : trim(line.substr(blank))), number});
    }
    goes_on = continues;
    if (!goes_on && (found.back().word == "RUN" || found.back().word == "COPY"))
      mark = here_mark(found.back().text);
  }
  return found;
}

// Drops `--mount=…`, `--chown=…` before the arguments.
std::string_view without_flags(std::string_view text) {
  while (text.starts_with("--")) {
    auto blank = text.find_first_of(" \t\n");
    if (blank == std::string_view::npos) return {};
    text = trim(text.substr(blank));
  }
  return text;
}

// `["a", "b"]`, which is also YAML.
std::vector<std::string> exec_form(std::string_view text) {
  std::vector<std::string> words;
  if (!text.starts_with('[')) return words;
  auto document = read_yaml(text);
  if (!document || document->nodes.size() < 2) return words;
  for (DocumentId id : scalars(*document, 1)) words.push_back((*document)[id].value);
  return words;
}

std::vector<std::string> arguments_of(std::string_view text) {
  auto words = exec_form(text);
  if (!words.empty()) return words;
  for (auto word : split(text, ' '))
    if (!trim(word).empty()) words.emplace_back(trim(word));
  return words;
}

struct Stage {
  std::string folder = "/";
  std::vector<ContainerMount> mounts;
};

void read_copy(const Instruction& instruction, Stage& stage) {
  if (instruction.text.find("--from=") != std::string::npos) return;
  auto words = arguments_of(without_flags(instruction.text));
  if (words.size() < 2) return;
  std::string target = words.back();
  bool into_folder = target.ends_with('/') || target == "." || words.size() > 2;
  if (!target.starts_with('/')) target = stage.folder + "/" + target;
  target = normal_path(target);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    std::string source = normal_path(words[i].starts_with('/') ? words[i].substr(1) : words[i]);
    // A folder's content is copied, a file keeps its name when the target is a folder.
    bool file = base_name(source).find('.') != std::string_view::npos;
    if (into_folder && file)
      stage.mounts.push_back({source, normal_path(target + "/" + std::string(base_name(source)))});
    else
      stage.mounts.push_back({source, target});
  }
}

void read_environment(const Instruction& instruction, ManifestFacts& facts) {
  std::string_view text = instruction.text;
  auto add = [&](std::string_view key, std::string_view value) {
    if (value.size() > 1 && (value.front() == '"' || value.front() == '\''))
      value = value.substr(1, value.size() - 2);
    facts.settings.push_back({fmt::format("env.{}", key), std::string(value), instruction.line});
  };
  auto blank = text.find_first_of(" \t"), equals = text.find('=');
  if (equals == std::string_view::npos || blank < equals) {  // ENV KEY the rest
    if (blank != std::string_view::npos) add(text.substr(0, blank), trim(text.substr(blank)));
    return;
  }
  for (const auto& word : arguments_of(text))
    if (auto mark = word.find('='); mark != std::string::npos)
      add(std::string_view(word).substr(0, mark), std::string_view(word).substr(mark + 1));
}

void read_command(const Instruction& instruction, const Stage& stage, ManifestFacts& facts) {
  auto text = without_flags(instruction.text);
  auto words = exec_form(text);
  auto line = instruction.line;
  if (auto body = text.find('\n'); !here_mark(text).empty() && body != std::string_view::npos) {
    text = text.substr(body + 1);
    ++line;
  }
  facts.commands.push_back({words.empty() ? std::string(text) : as_shell(words), instruction.word,
                            in_repository(stage.mounts, stage.folder), line});
}

void read_instruction(const Instruction& instruction, Stage& stage, ManifestFacts& facts) {
  const auto& [word, text, line] = instruction;
  if (word == "FROM") {
    stage = {};
    auto image = without_flags(text);
    facts.settings.push_back(
        {"docker.from", std::string(image.substr(0, image.find_first_of(" \t"))), line});
  } else if (word == "WORKDIR") {
    stage.folder = normal_path(text.starts_with('/') ? text : stage.folder + "/" + text);
    facts.settings.push_back({"docker.workdir", stage.folder, line});
  } else if (word == "COPY" || word == "ADD") {
    auto before = stage.mounts.size();
    read_copy(instruction, stage);
    for (auto i = before; i < stage.mounts.size(); ++i)
      facts.settings.push_back(
          {"docker.copy", stage.mounts[i].source + " " + stage.mounts[i].target, line});
  } else if (word == "ENV") {
    read_environment(instruction, facts);
  } else if (word == "EXPOSE") {
    for (const auto& port : arguments_of(text))
      facts.settings.push_back({"docker.expose", port, line});
  } else if (word == "RUN" || word == "CMD" || word == "ENTRYPOINT") {
    read_command(instruction, stage, facts);
  }
}

}  // namespace

bool is_dockerfile(std::string_view path) {
  auto name = lower(base_name(path));
  return name == "dockerfile" || name == "containerfile" || name.starts_with("dockerfile.") ||
         name.ends_with(".dockerfile");
}

void read_dockerfile(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "dockerfile";
  Stage stage;
  for (const auto& instruction : instructions_of(input.bytes))
    read_instruction(instruction, stage, manifest);
}

}  // namespace stackfit
