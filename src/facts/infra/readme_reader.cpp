// The commands a README shows: lines of its code blocks that start Python. Only those are kept; a
// reader copies them, so they are starts as good as a Makefile's. Prose says nothing.
#include <array>

#include "core/text.h"
#include "facts/infra/readers.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxCommands = 200;

// Blocks of these languages hold no commands.
bool is_shell_block(std::string_view language) {
  constexpr std::array<std::string_view, 10> kShells = {
      "", "bash", "sh", "shell", "console", "zsh", "cmd", "powershell", "shell-session", "text"};
  auto word = lower(trim(language.substr(0, language.find_first_of(" \t{"))));
  for (auto shell : kShells)
    if (word == shell) return true;
  return false;
}

// `$ python x.py`, `> python x.py`, `(venv) $ python x.py` without what the shell itself wrote.
std::string_view without_prompt(std::string_view line) {
  line = trim(line);
  if (line.starts_with('(')) {
    auto close = line.find(')');
    if (close != std::string_view::npos) line = trim(line.substr(close + 1));
  }
  for (auto prompt : {"$ ", "> ", "% ", "# "})
    if (line.starts_with(prompt)) return trim(line.substr(2));
  return line;
}

bool starts_python(std::string_view line) {
  for (auto word :
       {"python", "py ", "uv run", "poetry run", "pipenv run", "streamlit run", "PYTHONPATH="})
    if (line.starts_with(word)) return true;
  return false;
}

}  // namespace

bool is_readme(std::string_view path) {
  auto name = lower(base_name(path));
  return name.starts_with("readme") &&
         (name == "readme" || name.ends_with(".md") || name.ends_with(".rst") ||
          name.ends_with(".markdown") || name.ends_with(".txt"));
}

void read_readme(const FileInput& input, FileFacts& facts) {
  ManifestFacts manifest;
  manifest.format = "readme";
  bool markdown = !lower(input.entry.path).ends_with(".rst");
  bool inside = false, shell = false, open = false;
  std::uint32_t number = 0;
  for (auto line : split(input.bytes, '\n')) {
    ++number;
    auto text = trim(line);
    bool fence = text.starts_with("```") || text.starts_with("~~~");
    if (fence) {
      inside = !inside;
      shell = inside && is_shell_block(text.substr(3));
    }
    bool indented =
        line.starts_with("    ") || line.starts_with('\t') || (!markdown && line.starts_with("  "));
    if (fence || !(inside ? shell : indented)) {
      open = false;
      continue;
    }
    // One command for each block: a `cd` holds for the lines below it.
    if (!open && manifest.commands.size() >= kMaxCommands) break;
    if (!open) manifest.commands.push_back({"", "README", "", number});
    auto command = without_prompt(text);
    if (open) manifest.commands.back().text += '\n';
    if (starts_python(command) || command.starts_with("cd "))
      manifest.commands.back().text += command;
    open = true;
  }
  std::erase_if(manifest.commands, [](const Command& command) {
    return command.text.find("py") == std::string::npos &&
           command.text.find(" run") == std::string::npos;
  });
  if (!manifest.commands.empty()) facts.manifest = std::move(manifest);
}

}  // namespace stackfit
