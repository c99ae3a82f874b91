#include "facts/fit/notebook_reader.h"

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "facts/fit/fit_signals.h"
#include "facts/json_reader.h"
#include "facts/python/source.h"

namespace stackfit {
namespace {

// The code of all cells, and for each of its lines the line of the notebook it stands on.
struct NotebookCode {
  std::string source;
  std::vector<std::uint32_t> notebook_line;

  void add(std::string_view text, std::uint32_t line) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    for (auto row : split(text, '\n')) {
      auto first = trim(row).substr(0, 1);
      bool magic = first == "%" || first == "!" || first == "?";  // IPython's own, not Python
      if (!magic) source += row;
      source += '\n';
      notebook_line.push_back(line);
    }
  }
  std::uint32_t map(std::uint32_t line) const {
    return line >= 1 && line <= notebook_line.size() ? notebook_line[line - 1] : 1;
  }
};

void add_cell(JsonValue cell, NotebookCode& code) {
  if (cell["cell_type"].text() != "code") return;
  JsonValue source = cell["source"].exists() ? cell["source"] : cell["input"];
  if (source.is(JsonKind::kString)) code.add(source.text(), source.line());
  if (!source.is(JsonKind::kArray)) return;
  for (JsonValue line : source)
    if (line.is(JsonKind::kString)) code.add(line.text(), line.line());
}

NotebookCode code_of(JsonValue root) {
  NotebookCode code;
  if (root["cells"].is(JsonKind::kArray))
    for (JsonValue cell : root["cells"]) add_cell(cell, code);
  if (root["worksheets"].is(JsonKind::kArray))  // format 3
    for (JsonValue sheet : root["worksheets"])
      if (sheet["cells"].is(JsonKind::kArray))
        for (JsonValue cell : sheet["cells"]) add_cell(cell, code);
  return code;
}

bool is_python(JsonValue root) {
  auto language = root["metadata"]["kernelspec"]["language"].text();
  if (language.empty()) language = root["metadata"]["language_info"]["name"].text();
  return language.empty() || lower(language).starts_with("python") || language == "ipython";
}

void map_lines(const NotebookCode& code, SourceFacts& facts) {
  for (auto& import : facts.imports) {
    import.line = code.map(import.line);
    for (auto* names : {&import.names, &import.attributes})
      for (auto& name : *names) name.line = code.map(name.line);
  }
  for (auto& edit : facts.python.search_path) edit.line = code.map(edit.line);
  for (auto& hit : facts.signals) {
    hit.line = code.map(hit.line);
    if (hit.unit > 0) hit.unit = code.map(hit.unit);
  }
}

}  // namespace

bool is_notebook(std::string_view path) {
  return path.ends_with(".ipynb");
}

void read_notebook(const FileInput& input, FileFacts& facts) {
  JsonTree json = read_json(input.bytes);
  JsonValue root = root_of(json);
  if (!root.exists()) {
    facts.partial = json.problem;
    return;
  }
  if (!is_python(root)) return;
  auto code = code_of(root);
  auto tree = input.parser.parse(*language_named("python"), code.source,
                                 input.context.limits.file_cpu_seconds);
  if (!tree) {
    facts.partial = tree.error().message;
    return;
  }
  SourceFacts& source = facts.source.emplace();
  source.language = "python";
  source.metrics.lines = tree->line_count();
  for (auto line : split(code.source, '\n')) source.metrics.code_lines += !trim(line).empty();
  auto contexts = python_contexts(*tree);
  learn_python_imports(*tree, contexts, source);
  learn_search_path(*tree, contexts, source.python);
  read_fit_signals(*tree, source);
  map_lines(code, source);
}

}  // namespace stackfit
