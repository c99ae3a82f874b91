#include "project/python/module_index.h"

#include "core/text.h"

namespace stackfit {
namespace {

bool is_identifier(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (char c : text) {
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                c == '_' || static_cast<unsigned char>(c) >= 0x80;
    if (!word) return false;
  }
  return true;
}

// `name.cpython-311-x86_64-linux-gnu.so`, `name.abi3.so`, `name.pyd`.
std::string_view extension_module(std::string_view file) {
  if (!file.ends_with(".so") && !file.ends_with(".pyd")) return {};
  return file.substr(0, file.find('.'));
}

void put(std::string& place, const std::string& path) {
  if (place.empty()) place = path;
}

}  // namespace

bool is_regular(const ModuleForms& forms) {
  return !winner_of(forms).empty();
}

std::string_view winner_of(const ModuleForms& forms) {
  for (const std::string* path : {&forms.package, &forms.extension, &forms.module, &forms.bytecode})
    if (!path->empty()) return *path;
  return {};
}

ModuleIndex::ModuleIndex(const std::vector<FileRecord>& records,
                         const std::vector<Skipped>& skipped) {
  folders_[""];
  for (const FileRecord& record : records) {
    files_[record.entry.path] = &record;
    add_file(record.entry.path);
  }
  for (const Skipped& row : skipped) add_file(row.path);
  for (const auto& [folder, names] : folders_)
    if (!is_package(folder))
      for (const auto& [name, forms] : names)
        if (!forms.package.empty()) packages_[name].push_back(folder);
}

void ModuleIndex::add_file(const std::string& path) {
  auto folder = folder_of(path);
  auto file = base_name(path);
  // Folders above, so that namespace portions are known.
  for (auto at = folder; !at.empty(); at = folder_of(at)) {
    folders_[std::string(at)];
    if (!is_identifier(base_name(at))) continue;
    bool& known = folders_[std::string(folder_of(at))][std::string(base_name(at))].folder;
    if (known) break;
    known = true;
  }
  bool initial =
      file == "__init__.py" || file == "__init__.pyc" || extension_module(file) == "__init__";
  if (initial && !folder.empty()) {
    if (is_identifier(base_name(folder)))
      put(folders_[std::string(folder_of(folder))][std::string(base_name(folder))].package, path);
    return;
  }
  auto stem = file.substr(0, file.rfind('.'));
  auto& names = folders_[std::string(folder)];
  if (file.ends_with(".py") && is_identifier(stem)) put(names[std::string(stem)].module, path);
  if (file.ends_with(".pyc") && is_identifier(stem) && base_name(folder) != "__pycache__")
    put(names[std::string(stem)].bytecode, path);
  if (auto name = extension_module(file); is_identifier(name))
    put(names[std::string(name)].extension, path);
}

const ModuleIndex::Names& ModuleIndex::names(std::string_view folder) const {
  static const Names kNone;
  auto at = folders_.find(folder);
  return at == folders_.end() ? kNone : at->second;
}

const ModuleForms* ModuleIndex::find(std::string_view folder, std::string_view name) const {
  const Names& all = names(folder);
  auto at = all.find(name);
  return at == all.end() ? nullptr : &at->second;
}

const FileRecord* ModuleIndex::source(std::string_view path) const {
  auto at = files_.find(path);
  bool usable = at != files_.end() && at->second->facts.source &&
                at->second->facts.source->language == "python";
  return usable ? at->second : nullptr;
}

bool ModuleIndex::is_package(std::string_view folder) const {
  if (folder.empty()) return false;  // the root's own __init__.py makes it no package
  const ModuleForms* forms = find(folder_of(folder), base_name(folder));
  return forms != nullptr && !forms->package.empty();
}

std::string_view ModuleIndex::base_of(std::string_view folder) const {
  while (is_package(folder)) folder = folder_of(folder);
  return folder;
}

std::vector<std::string> ModuleIndex::package_roots(std::string_view name) const {
  auto at = packages_.find(name);
  return at == packages_.end() ? std::vector<std::string>{} : at->second;
}

Resolution resolve_module(const ModuleIndex& index, const std::vector<std::string>& folders,
                          std::string_view dotted) {
  Resolution result;
  std::vector<std::string> search = folders;
  for (auto name : split(dotted, '.')) {
    auto end = static_cast<std::size_t>(name.data() - dotted.data()) + name.size();
    std::vector<std::string> portions;
    const ModuleForms* regular = nullptr;
    for (const auto& folder : search) {
      const ModuleForms* forms = index.find(folder, name);
      if (forms == nullptr) continue;
      if (is_regular(*forms)) {
        regular = forms;
        break;
      }
      if (forms->folder) portions.push_back(join_path(folder, name));
    }
    result.found = regular != nullptr || !portions.empty();
    if (!result.found) return result;
    search.clear();
    result.portions.clear();
    if (regular == nullptr) {
      search = result.portions = portions;
      continue;
    }
    result.loaded.emplace_back(winner_of(*regular));
    result.names.emplace_back(dotted.substr(0, end));
    if (!regular->package.empty()) search.emplace_back(folder_of(regular->package));
  }
  return result;
}

}  // namespace stackfit
