#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// One start of Python (or of a tool written in it) found in a piece of shell.
struct PythonCall {
  enum class Kind : std::uint8_t { kScript, kModule, kInline, kTool };
  Kind kind = Kind::kScript;
  std::string target;  ///< path of the script, module name, name of the tool
  std::vector<std::string> arguments;
  std::string folder;                    ///< working folder, relative to where the shell starts
  bool folder_known = true;              ///< false after a `cd` that cannot be followed
  std::vector<std::string> python_path;  ///< entries of PYTHONPATH set in the shell, as written
  bool isolated = false;                 ///< -I, -P: nothing of the project comes first
  std::uint32_t line = 0;                ///< lines after the first of the text
};

/// Reads commands as a shell would, as far as words go: quotes, `&&`, `;`, `cd`, assignments, and
/// the usual wrappers (`poetry run`, `sh -c`, `env`). Nothing is expanded but a variable that
/// stands for the interpreter.
std::vector<PythonCall> python_calls(std::string_view shell);

}  // namespace stackfit
