// Procfile, Makefile and shell scripts: files that are lists of commands already.
#include <fmt/format.h>

#include <map>

#include "core/text.h"
#include "facts/infra/readers.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxShellBytes = 256 << 10;
constexpr std::size_t kMaxVariables = 1000;
constexpr std::size_t kMaxExpandedBytes = 4096;

struct LogicalLine {
  std::string text;
  std::uint32_t line = 0;
};

// Joins lines that end in a backslash; the first one's blanks stay, a recipe is known by its tab.
std::vector<LogicalLine> logical_lines(std::string_view bytes) {
  std::vector<LogicalLine> lines;
  bool goes_on = false;
  std::uint32_t number = 0;
  for (auto raw : split(bytes, '\n')) {
    ++number;
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    bool continues = raw.ends_with('\\');
    if (continues) raw.remove_suffix(1);
    if (!goes_on)
      lines.push_back({std::string(raw), number});
    else
      lines.back().text += " " + std::string(trim(raw));
    goes_on = continues;
  }
  return lines;
}

using Variables = std::map<std::string, std::string, std::less<>>;

// `$(NAME)` and `${NAME}`, once: a value that names another variable stays as it is.
std::string expand(std::string_view text, const Variables& variables) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool opens =
        text[at] == '$' && at + 1 < text.size() && (text[at + 1] == '(' || text[at + 1] == '{');
    auto close = opens ? text.find(text[at + 1] == '(' ? ')' : '}', at) : std::string_view::npos;
    auto found = close == std::string_view::npos
                     ? variables.end()
                     : variables.find(text.substr(at + 2, close - at - 2));
    if (found == variables.end() || result.size() > kMaxExpandedBytes) {
      result += text[at];
      continue;
    }
    result += found->second;
    at = close;
  }
  return result;
}

bool read_assignment(std::string_view line, std::uint32_t number, Variables& variables,
                     ManifestFacts& facts) {
  bool exported = line.starts_with("export ");
  if (exported) line = trim(line.substr(7));
  auto mark = line.find('=');
  if (mark == std::string_view::npos || mark == 0) return false;
  auto name = line.substr(0, mark);
  while (!name.empty() && std::string_view(":?+!").find(name.back()) != std::string_view::npos)
    name.remove_suffix(1);
  name = trim(name);
  if (name.empty() || name.find_first_of(" \t:$(") != std::string_view::npos) return false;
  auto value = expand(trim(line.substr(mark + 1)), variables);
  if (exported) facts.settings.push_back({fmt::format("env.{}", name), value, number});
  if (variables.size() < kMaxVariables) variables[std::string(name)] = value;
  return true;
}

}  // namespace

bool is_procfile(std::string_view path) {
  return base_name(path).starts_with("Procfile");
}

void read_procfile(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "procfile";
  for (const auto& [text, line] : logical_lines(input.bytes)) {
    auto colon = text.find(':');
    if (colon == std::string::npos || text.starts_with('#')) continue;
    manifest.commands.push_back({std::string(trim(std::string_view(text).substr(colon + 1))),
                                 std::string(trim(std::string_view(text).substr(0, colon))), "",
                                 line});
  }
}

bool is_makefile(std::string_view path) {
  auto name = base_name(path);
  return name == "Makefile" || name == "makefile" || name == "GNUmakefile" || name.ends_with(".mk");
}

void read_makefile(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "makefile";
  Variables variables;
  std::string target;
  for (const auto& [text, line] : logical_lines(input.bytes)) {
    if (text.starts_with('\t')) {
      auto recipe = trim(text);
      while (!recipe.empty() &&
             std::string_view("@-+").find(recipe.front()) != std::string_view::npos)
        recipe = trim(recipe.substr(1));
      if (!recipe.empty() && !recipe.starts_with('#'))
        manifest.commands.push_back({expand(recipe, variables), target, "", line});
    } else if (!trim(text).starts_with('#') &&
               !read_assignment(trim(text), line, variables, manifest)) {
      if (auto colon = text.find(':'); colon != std::string::npos)
        target = trim(std::string_view(text).substr(0, colon));
    }
  }
}

bool is_shell_script(std::string_view path) {
  auto extension = extension_of(path);
  return extension == "sh" || extension == "bash";
}

void read_shell_script(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "shell";
  if (input.bytes.size() > kMaxShellBytes) {
    manifest.problem = "shell script too large";
    return;
  }
  manifest.commands.push_back({std::string(input.bytes), "script", "", 1});
}

}  // namespace stackfit
