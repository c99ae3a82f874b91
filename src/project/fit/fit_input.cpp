#include "project/fit/fit_input.h"

#include <algorithm>

#include "core/text.h"
#include "facts/fit/notebook_reader.h"
#include "project/fit/names.h"
#include "project/zones.h"

namespace stackfit {
namespace {

std::string_view runtime_of(std::string_view path, const FileFacts& facts) {
  if (facts.source) return facts.source->language == "python" ? "python" : "node";
  return fit_names().wrapped_extensions.count(lower(extension_of(path))) > 0 ? "node" : "";
}

bool is_manifest_name(std::string_view name) {
  constexpr std::string_view kNames[] = {"package.json", "pyproject.toml",   "setup.py",
                                         "setup.cfg",    "requirements.txt", "Pipfile",
                                         "manage.py"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// GitHub reads `.github` at the root only, so a nested one was copied along with a whole
// repository.
std::set<std::string> copied_repositories(const std::vector<FileRecord>& records) {
  std::set<std::string> folders;
  for (const auto& record : records) {
    auto at = record.entry.path.find("/.github/");
    if (at != std::string::npos) folders.insert(record.entry.path.substr(0, at));
  }
  return folders;
}

bool is_below(std::string_view path, const std::set<std::string>& folders) {
  for (auto at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1))
    if (folders.count(std::string(path.substr(0, at))) > 0) return true;
  return false;
}

bool holds_module(const FitInput& input, std::string_view folder, std::string_view module) {
  auto path = join_path(folder, module);
  if (input.python_paths.count(path + ".py") > 0) return true;
  auto first = input.python_paths.lower_bound(path + "/");  // a package, or a namespace package
  return first != input.python_paths.end() && first->starts_with(path + "/");
}

// `m` for `<root>/m.py` and for whatever lies in `<root>/m/`. Made once: a project has thousands of
// imports, and may have thousands of roots.
void note_root_modules(std::string_view path, FitInput& input) {
  for (auto folder = folder_of(path);; folder = folder_of(folder)) {
    if (folder == "src" || input.roots.contains(folder)) {
      auto below = folder.empty() ? path : path.substr(folder.size() + 1);
      auto name = below.substr(0, below.find('/'));
      if (name.size() < below.size())
        input.root_modules.emplace(name);
      else if (name.ends_with(".py"))
        input.root_modules.emplace(name.substr(0, name.size() - 3));
    }
    if (folder.empty()) return;
  }
}

// Scripts that package.json starts by a name without an extension: `"bin": {"x": "bin/x"}`.
std::set<std::string, std::less<>> node_programs(const std::vector<FileRecord>& records) {
  std::set<std::string, std::less<>> paths;
  for (const auto& record : records) {
    const auto& manifest = record.facts.manifest;
    if (!manifest || manifest->format != "package-json") continue;
    for (const auto& setting : manifest->settings) {
      if (setting.key != "bin" && !setting.key.starts_with("bin.")) continue;
      std::string_view path = setting.value;
      if (path.starts_with("./")) path.remove_prefix(2);
      if (extension_of(path).empty()) paths.insert(join_path(folder_of(record.entry.path), path));
    }
  }
  return paths;
}

// A repository of nothing but scripts is made of scripts; elsewhere they serve the product.
void settle_tooling(FitInput& input) {
  bool any_product = false;
  for (auto& file : input.files) {
    file.tooling = is_tooling_of(file.record->entry.path, input.roots);
    file.integration = is_integration_path(file.record->entry.path);
    bool code = file.zone == Zone::kProduct && !file.runtime.empty();
    any_product = any_product || (code && !file.tooling);
  }
  if (any_product) return;
  for (auto& file : input.files) file.tooling = file.tooling && file.runtime.empty();
}

// A notebook or two beside a product explain it; where they are the product there are more of them.
double notebook_weight(const FitInput& input) {
  constexpr double kMany = 0.1;  // of the product's files in Python
  double notebooks = 0, files = 0;
  for (const auto& file : input.files) {
    if (file.zone != Zone::kProduct || file.runtime != "python") continue;
    ++files;
    if (is_notebook(file.record->entry.path)) ++notebooks;
  }
  return files > 0 ? std::min(1.0, notebooks / files / kMany) : 1;
}

}  // namespace

bool is_local_module(const FitInput& input, std::string_view importer, std::string_view module) {
  // `discord.py` that imports discord means the distribution: nobody wants a module from itself.
  auto own = base_name(importer);
  if (own.size() == module.size() + 3 && own.starts_with(module) && own.ends_with(".py"))
    return false;
  return input.root_modules.contains(module) || holds_module(input, folder_of(importer), module);
}

double zone_weight(Zone zone) {
  switch (zone) {
    case Zone::kProduct:
      return 1;
    case Zone::kTest:
    case Zone::kExample:
      return 0.25;
    case Zone::kDocs:
      return 0.1;
    case Zone::kVendored:
    case Zone::kGenerated:
      break;
  }
  return 0;
}

FitInput prepare_fit(const std::vector<FileRecord>& records) {
  FitInput input;
  input.roots.insert("");
  auto copied = copied_repositories(records);
  auto programs = node_programs(records);
  for (const auto& record : records) {
    const std::string& path = record.entry.path;
    FitFile file{&record, zone_of(path), runtime_of(path, record.facts), false};
    if (file.runtime.empty() && programs.contains(path)) file.runtime = "node";
    if (is_below(path, copied)) file.zone = Zone::kVendored;
    if (file.zone == Zone::kProduct && !file.runtime.empty()) ++input.product_files[file.runtime];
    if (file.runtime == "python" && file.zone != Zone::kVendored) input.python_paths.insert(path);
    bool package = base_name(path) == "__init__.py";
    if (package) input.anchors.emplace(folder_of(path));
    if (is_manifest_name(base_name(path))) input.roots.emplace(folder_of(path));
    input.files.push_back(file);
  }
  settle_tooling(input);
  input.notebook_weight = notebook_weight(input);
  for (auto path : input.python_paths) note_root_modules(path, input);
  input.anchors.insert(input.roots.begin(), input.roots.end());
  return input;
}

}  // namespace stackfit
