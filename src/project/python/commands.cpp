#include "project/python/commands.h"

#include <algorithm>

#include "core/text.h"
#include "project/python/shell_words.h"
#include "project/python/start_names.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxShellBytes = 256 << 10;
constexpr int kMaxNestedShells = 2;

bool is_assignment(std::string_view word) {
  auto mark = word.find('=');
  if (mark == std::string_view::npos || mark == 0) return false;
  return word.substr(0, mark).find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
         std::string_view::npos;
}

// `python`, `python3.11`, `.venv/bin/python`, `$(PYTHON)`, `{envpython}`, `py`.
bool is_interpreter(std::string_view word) {
  auto name = lower(base_name(word));
  if (start_names().interpreters.contains(name)) return true;
  bool variable = word.starts_with('$') || word.starts_with('{') || word.starts_with("%(");
  if (variable)
    return name.find("python") != std::string::npos && name.find("path") == std::string::npos;
  if (!name.starts_with("python")) return false;
  return name.find_first_not_of("0123456789.w", 6) == std::string::npos || name.ends_with(".exe");
}

class ShellReader {
 public:
  ShellReader(std::vector<PythonCall>& calls, int nesting) : calls_(calls), nesting_(nesting) {}

  void read(std::string_view text, std::uint32_t line) {
    first_line_ = line;
    std::vector<ShellWord> command;
    for (auto& word : shell_words(text)) {
      if (!word.is_operator) {
        command.push_back(std::move(word));
        continue;
      }
      take(command);
      command.clear();
      if (word.text == "(") saved_.push_back(place_);
      if (word.text == ")" && !saved_.empty()) {
        place_ = saved_.back();
        saved_.pop_back();
      }
    }
    take(command);
  }
  void inherit(const ShellReader& outer, const std::vector<std::string>& paths) {
    place_ = outer.place_;
    exported_ = paths;
  }

 private:
  struct Place {
    std::string folder;
    bool known = true;
  };

  void change_folder(const std::vector<ShellWord>& command, std::size_t at) {
    if (at >= command.size()) return;
    std::string_view target = command[at].text;
    bool own_folder = target.find("dirname") != std::string_view::npos ||
                      target.find("BASH_SOURCE") != std::string_view::npos;
    bool followed = target.find_first_of("$~`*{%") == std::string_view::npos && target != "-";
    if (own_folder && target.ends_with(')')) {
      place_ = {};
    } else if (!followed) {
      place_.known = false;
    } else if (target.starts_with('/')) {
      place_ = {std::string(target), true};
    } else {
      place_.folder = normal_path(join_path(place_.folder, target));
    }
  }

  static std::vector<std::string> entries(std::string_view value) {
    std::vector<std::string> found;
    for (auto entry : split(value, ':'))
      if (!trim(entry).empty()) found.emplace_back(trim(entry));
    return found;
  }

  // Skips assignments and wrappers; returns where the command proper begins.
  std::size_t skip_prefix(const std::vector<ShellWord>& command, std::vector<std::string>& paths) {
    std::size_t at = 0;
    for (; at < command.size(); ++at) {
      const std::string& word = command[at].text;
      if (word.starts_with("PYTHONPATH=")) paths = entries(std::string_view(word).substr(11));
      bool runner =
          at + 1 < command.size() && names_.runners.contains(word) && command[at + 1].text == "run";
      if (runner) ++at;
      if (names_.wrappers_with_argument.contains(word) && at + 1 < command.size())
        ++at;
      else if (!runner && !is_assignment(word) && !names_.wrappers.contains(word))
        break;
    }
    return at;
  }

  void take(const std::vector<ShellWord>& command) {
    if (command.empty()) return;
    std::vector<std::string> paths = exported_;
    std::size_t at = skip_prefix(command, paths);
    if (at >= command.size()) return;
    const std::string& name = command[at].text;
    if (name == "cd" || name == "pushd") return change_folder(command, at + 1);
    if (name == "export") {
      for (std::size_t i = at + 1; i < command.size(); ++i)
        if (command[i].text.starts_with("PYTHONPATH="))
          exported_ = entries(std::string_view(command[i].text).substr(11));
      return;
    }
    if (name == "sh" || name == "bash" || name.ends_with("/sh") || name.ends_with("/bash"))
      return nested_shell(command, at + 1, paths);
    PythonCall call;
    call.folder = place_.folder;
    call.folder_known = place_.known;
    call.python_path = std::move(paths);
    call.line = first_line_ + command[at].line;
    if (is_interpreter(name))
      interpreter(command, at + 1, call);
    else if (names_.tools.contains(base_name(name)))
      tool(command, at, call);
    else if (name.ends_with(".py"))
      add(command, at, PythonCall::Kind::kScript, call);
  }

  void nested_shell(const std::vector<ShellWord>& command, std::size_t at,
                    const std::vector<std::string>& paths) {
    for (; at + 1 < command.size() && nesting_ < kMaxNestedShells; ++at) {
      const std::string& word = command[at].text;
      if (!word.starts_with('-') || word.find('c') == std::string::npos) continue;
      ShellReader inner(calls_, nesting_ + 1);
      inner.inherit(*this, paths);
      inner.read(command[at + 1].text, first_line_ + command[at + 1].line);
      return;
    }
  }

  void add(const std::vector<ShellWord>& command, std::size_t at, PythonCall::Kind kind,
           PythonCall& call) {
    call.kind = kind;
    call.target = command[at].text;
    if (call.target.empty()) return;  // an open quote at the end of a line
    for (std::size_t i = at + 1; i < command.size(); ++i) call.arguments.push_back(command[i].text);
    calls_.push_back(std::move(call));
  }

  // After the interpreter's name: options, then -m, -c or a path.
  void interpreter(const std::vector<ShellWord>& command, std::size_t at, PythonCall& call) {
    for (; at < command.size(); ++at) {
      std::string_view word = command[at].text;
      if (word == "-W" || word == "-X") {
        ++at;
      } else if (word.starts_with("--") || !word.starts_with('-') || word == "-") {
        break;
      } else {
        auto letters = word.substr(1);
        auto letter = letters.find_first_of("mcWX");
        auto plain = letters.substr(0, letter);
        if (plain.find_first_of("IP") != std::string_view::npos) call.isolated = true;
        if (letter == std::string_view::npos) continue;
        if (letters[letter] == 'c') return add(command, at, PythonCall::Kind::kInline, call);
        if (letters[letter] == 'm') return module(command, at, letters.substr(letter + 1), call);
      }
    }
    if (at >= command.size() || command[at].text.starts_with('-')) return;
    if (base_name(command[at].text) == "coverage") return tool(command, at, call);
    add(command, at, PythonCall::Kind::kScript, call);
  }

  void module(const std::vector<ShellWord>& command, std::size_t at, std::string_view attached,
              PythonCall& call) {
    if (!attached.empty()) {
      add(command, at, PythonCall::Kind::kModule, call);
      calls_.back().target = attached;
    } else if (at + 1 < command.size() && command[at + 1].text == "coverage") {
      tool(command, at + 1, call);
    } else if (at + 1 < command.size()) {
      add(command, at + 1, PythonCall::Kind::kModule, call);
    }
  }

  // `coverage run x.py` and `coverage run -m x` start what follows as Python itself would.
  void tool(const std::vector<ShellWord>& command, std::size_t at, PythonCall& call) {
    bool coverage = base_name(command[at].text) == "coverage";
    if (!coverage) return add(command, at, PythonCall::Kind::kTool, call);
    if (at + 1 >= command.size() || command[at + 1].text != "run") return;
    for (at += 2; at < command.size(); ++at) {
      const std::string& word = command[at].text;
      if (word == "-m" || word == "--module") {
        if (at + 1 < command.size()) add(command, at + 1, PythonCall::Kind::kModule, call);
        return;
      }
      if (!word.starts_with('-')) return add(command, at, PythonCall::Kind::kScript, call);
    }
  }

  const StartNames& names_ = start_names();
  std::vector<PythonCall>& calls_;
  int nesting_;
  std::uint32_t first_line_ = 0;
  Place place_;
  std::vector<Place> saved_;
  std::vector<std::string> exported_;
};

}  // namespace

std::vector<PythonCall> python_calls(std::string_view shell) {
  std::vector<PythonCall> calls;
  ShellReader reader(calls, 0);
  reader.read(shell.substr(0, kMaxShellBytes), 0);
  return calls;
}

}  // namespace stackfit
