#include "project/fit/reach.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr int kLevels = 2;

using FilesByPath = std::map<std::string_view, const FitFile*>;

// `a/./b/../c` as `a/c`; empty when it leaves the root.
std::string plain_path(std::string_view path) {
  std::vector<std::string> parts;
  for (auto part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
      continue;
    }
    if (parts.empty()) return {};
    parts.pop_back();
  }
  return join(parts, "/");
}

const FitFile* find_file(const FilesByPath& files, const std::string& path) {
  auto at = files.find(path);
  return at == files.end() ? nullptr : at->second;
}

const FitFile* find_script(const FilesByPath& files, const std::string& path) {
  constexpr std::string_view kEndings[] = {"",     ".js",  ".ts",       ".tsx",      ".jsx",
                                           ".mjs", ".cjs", "/index.js", "/index.ts", "/index.tsx"};
  for (auto ending : kEndings)
    if (const auto* file = find_file(files, path + std::string(ending))) return file;
  // TypeScript names the file that it will have been compiled to.
  if (path.ends_with(".js")) return find_file(files, path.substr(0, path.size() - 3) + ".ts");
  return nullptr;
}

void add_script(const FilesByPath& files, std::string_view importer, const Import& import,
                std::vector<const FitFile*>& found) {
  if (!import.module.starts_with('.')) return;
  auto path = plain_path(join_path(folder_of(importer), import.module));
  if (const auto* file = find_script(files, path)) found.push_back(file);
}

const FitFile* find_module(const FilesByPath& files, const std::string& path) {
  if (const auto* file = find_file(files, path + ".py")) return file;
  return find_file(files, path + "/__init__.py");
}

// `from .a import b` may mean a.py's b or the module a/b.py: both are reached.
void add_module(const FilesByPath& files, const FitInput& input, std::string_view importer,
                const Import& import, std::vector<const FitFile*>& found) {
  std::string module = import.module;
  std::replace(module.begin(), module.end(), '.', '/');
  std::vector<std::string> roots;
  if (import.dots > 0) {
    std::string_view folder = folder_of(importer);
    for (int level = 1; level < import.dots; ++level) folder = folder_of(folder);
    roots.emplace_back(folder);
  } else {
    roots.emplace_back(folder_of(importer));
    roots.insert(roots.end(), input.roots.begin(), input.roots.end());
  }
  for (const auto& root : roots) {
    auto path = module.empty() ? root : join_path(root, module);
    const auto* file = find_module(files, path);
    if (file) found.push_back(file);
    for (const auto& name : import.names)
      if (const auto* inner = find_module(files, join_path(path, name.name)))
        found.push_back(inner);
    if (file) return;
  }
}

std::vector<const FitFile*> imported_by(const FitFile& file, const FilesByPath& files,
                                        const FitInput& input) {
  std::vector<const FitFile*> found;
  const auto& path = file.record->entry.path;
  for (const auto& import : file.record->facts.source->imports) {
    if (import.type_only) continue;
    if (file.runtime == "python")
      add_module(files, input, path, import, found);
    else
      add_script(files, path, import, found);
  }
  return found;
}

}  // namespace

std::set<std::string_view> reached_from_handlers(const FitInput& input) {
  FilesByPath files;
  std::vector<const FitFile*> level;
  std::set<std::string_view> reached;
  for (const auto& file : input.files) {
    if (file.zone != Zone::kProduct || file.tooling || !file.record->facts.source) continue;
    files[file.record->entry.path] = &file;
    if (file.record->facts.source->units.handlers > 0) {
      level.push_back(&file);
      reached.insert(file.record->entry.path);
    }
  }
  for (int i = 0; i < kLevels; ++i) {
    std::vector<const FitFile*> next;
    for (const auto* file : level)
      for (const auto* imported : imported_by(*file, files, input))
        if (reached.insert(imported->record->entry.path).second) next.push_back(imported);
    level = std::move(next);
  }
  return reached;
}

}  // namespace stackfit
