#include "project/python/module_names.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {

void ModuleNames::add(const std::string& file, Doubled::Name name) {
  auto& known = names_[file];
  auto same = std::find_if(known.begin(), known.end(),
                           [&](const Doubled::Name& other) { return other.module == name.module; });
  if (same == known.end())
    known.push_back(std::move(name));
  else
    same->takes.insert(same->takes.end(), name.takes.begin(), name.takes.end());
}

const std::string& ModuleNames::first_of(const std::string& file) const {
  static const std::string kNone;
  auto known = names_.find(file);
  return known == names_.end() || known->second.empty() ? kNone : known->second.front().module;
}

std::vector<Doubled> ModuleNames::doubled(const Launch& launch) const {
  std::vector<Doubled> found;
  for (const auto& [file, names] : names_)
    if (names.size() > 1) found.push_back({file, &launch, names[0], names[1]});
  return found;
}

std::string start_name(const Launch& launch, const std::string& path) {
  bool script = launch.kind == LaunchKind::kScript || launch.kind == LaunchKind::kDjango;
  if (script && path == launch.files.front()) return "__main__";
  if (launch.kind == LaunchKind::kDjango) return "";  // INSTALLED_APPS names them
  bool module = launch.kind == LaunchKind::kModule && !launch.module.empty();
  if (module && path == launch.files.back()) return "__main__";
  const auto& folder = launch.front.empty() ? launch.folder : launch.front.front().folder;
  std::string_view rest = path;
  if (!folder.empty() && !rest.starts_with(folder + "/")) return "";
  if (!folder.empty()) rest.remove_prefix(folder.size() + 1);
  if (!rest.ends_with(".py")) return "";
  rest.remove_suffix(rest.ends_with("/__init__.py") ? 12 : 3);
  std::string name(rest);
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

std::string package_of(std::string_view module, std::string_view file) {
  if (base_name(file).starts_with("__init__.")) return std::string(module);
  auto dot = module.rfind('.');
  return dot == std::string_view::npos ? std::string() : std::string(module.substr(0, dot));
}

}  // namespace stackfit
