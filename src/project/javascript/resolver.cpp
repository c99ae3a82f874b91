#include "project/javascript/resolver.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "facts/javascript/imports.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

constexpr int kMostExtends = 8;

// In the order in which Node, and before it TypeScript, tries them.
constexpr std::string_view kScriptFirst[] = {".js", ".json", ".mjs", ".cjs", ".jsx",
                                             ".ts", ".tsx",  ".mts", ".cts", ".d.ts"};
constexpr std::string_view kTypesFirst[] = {".ts", ".tsx", ".d.ts", ".mts", ".cts",
                                            ".js", ".jsx", ".json", ".mjs", ".cjs"};
// TypeScript's sources name the file that will be there after compiling.
constexpr std::pair<std::string_view, std::string_view> kCompiled[] = {
    {".js", ".ts"}, {".js", ".tsx"}, {".jsx", ".tsx"}, {".mjs", ".mts"}, {".cjs", ".cts"}};
constexpr std::string_view kSourceFolders[] = {"src/", "lib/", "source/", ""};
constexpr std::string_view kBuildFolders[] = {"dist/", "build/", "lib/", "out/",
                                              "es/",   "esm/",   "cjs/"};

bool is_typescript(std::string_view path) {
  auto extension = extension_of(path);
  return extension == "ts" || extension == "tsx" || extension == "mts" || extension == "cts";
}

// What `*` of the pattern stands for in the name; false when it does not match.
bool match_star(std::string_view pattern, std::string_view name, std::string_view& star) {
  auto at = pattern.find('*');
  if (at == std::string_view::npos) return pattern == name;
  auto front = pattern.substr(0, at), back = pattern.substr(at + 1);
  if (name.size() < front.size() + back.size() || !name.starts_with(front) || !name.ends_with(back))
    return false;
  star = name.substr(front.size(), name.size() - front.size() - back.size());
  return true;
}

std::string with_star(std::string_view target, std::string_view star) {
  std::string text(target);
  if (auto at = text.find('*'); at != std::string::npos) text.replace(at, 1, star);
  return text;
}

std::string below(const std::string& folder, std::string_view path) {
  return normal_path(join_path(folder, path));
}

bool leads_outside(std::string_view path) {
  return path == ".." || path.starts_with("../") || path.starts_with("/");
}

std::string setting_of(const ManifestFacts& manifest, std::string_view key) {
  for (const auto& setting : manifest.settings)
    if (setting.key == key) return setting.value;
  return "";
}

// `raw-loader!./x?raw` names `./x`.
std::string_view without_loaders(std::string_view name) {
  if (auto mark = name.rfind('!'); mark != std::string_view::npos) name.remove_prefix(mark + 1);
  return name.substr(0, name.find('?'));
}

}  // namespace

bool is_node_builtin(std::string_view name) {
  static const auto kRow = data_rows("data/node-builtins.toml", "builtin").front();
  static const NameSet kNames = kRow.names("names"), kPrefixed = kRow.names("prefixed");
  bool prefixed = name.starts_with("node:");
  if (prefixed) name.remove_prefix(5);
  auto first = name.substr(0, name.find('/'));
  return kNames.count(first) > 0 || (prefixed && kPrefixed.count(first) > 0);
}

ModuleResolver::ModuleResolver(const std::vector<FileRecord>& records) {
  for (const auto& record : records) {
    files_.insert(record.entry.path);
    if (!record.facts.manifest) continue;
    if (record.facts.manifest->format == "package-json") add_manifest(record);
    if (record.facts.manifest->format == "tsconfig") configs_.emplace(record.entry.path, &record);
  }
  for (const auto& [path, record] : configs_) {
    auto name = base_name(path);
    if (name == "tsconfig.json" || name == "jsconfig.json")
      settings_.emplace(std::string(folder_of(path)), settings_of(path, 0));
  }
}

void ModuleResolver::add_manifest(const FileRecord& record) {
  const ManifestFacts& manifest = *record.facts.manifest;
  std::string folder(folder_of(record.entry.path));
  manifests_.emplace(folder, &record);
  if (!manifest.package.empty())
    packages_.emplace(manifest.package,
                      LocalPackage{manifest.package, folder, &manifest, record.entry.path});
}

// Paths of a configuration are relative to the file they stand in, also when another extends it.
ModuleResolver::Settings ModuleResolver::settings_of(const std::string& path, int depth) const {
  Settings settings;
  auto config = configs_.find(path);
  if (config == configs_.end() || depth > kMostExtends) return settings;
  const ManifestFacts& manifest = *config->second->facts.manifest;
  std::string folder(folder_of(path));
  for (const auto& setting : manifest.settings) {
    if (setting.key != "extends" || !setting.value.starts_with(".")) continue;
    auto base = below(folder, setting.value);
    if (!configs_.contains(base)) base += ".json";
    settings = settings_of(base, depth + 1);
  }
  if (auto base = setting_of(manifest, "baseUrl"); !base.empty()) {
    settings.base = below(folder, base);
    settings.has_base = true;
  }
  std::vector<Alias> aliases;
  constexpr std::string_view kPaths = "paths:";
  for (const auto& setting : manifest.settings) {
    if (!setting.key.starts_with(kPaths)) continue;
    auto pattern = setting.key.substr(kPaths.size());
    if (aliases.empty() || aliases.back().pattern != pattern) aliases.push_back({pattern, {}});
    aliases.back().targets.push_back(
        below(settings.has_base ? settings.base : folder, setting.value));
  }
  if (!aliases.empty()) settings.aliases = std::move(aliases);
  return settings;
}

std::string ModuleResolver::file_at(const std::string& path, bool typescript) const {
  if (leads_outside(path)) return "";
  if (files_.contains(path)) return path;
  for (const auto& [compiled, source] : kCompiled)
    if (path.ends_with(compiled))
      if (auto file = path.substr(0, path.size() - compiled.size()) + std::string(source);
          files_.contains(file))
        return file;
  const auto& extensions = typescript ? kTypesFirst : kScriptFirst;
  for (auto extension : extensions)
    if (auto file = path + std::string(extension); files_.contains(file)) return file;
  if (auto manifest = manifests_.find(path); manifest != manifests_.end())
    if (auto main = setting_of(*manifest->second->facts.manifest, "main"); !main.empty())
      for (const auto& file : {below(path, main), below(path, main) + "/index"})
        for (auto extension : {std::string_view(""), extensions[0], extensions[1]})
          if (auto found = file + std::string(extension); files_.contains(found)) return found;
  for (auto extension : extensions)
    if (auto file = join_path(path, "index" + std::string(extension)); files_.contains(file))
      return file;
  return "";
}

std::string ModuleResolver::target_of(const ManifestFacts& manifest, std::string_view member,
                                      std::string_view subpath, const std::string& folder,
                                      bool typescript) const {
  for (const auto& setting : manifest.settings) {
    auto colon = setting.key.find(':');
    std::string_view key = setting.key, star;
    if (colon == std::string::npos || key.substr(0, colon) != member ||
        !match_star(key.substr(colon + 1), subpath, star))
      continue;
    if (auto file = file_at(below(folder, with_star(setting.value, star)), typescript);
        !file.empty())
      return file;
  }
  return "";
}

// What a package of this project hands out. Its build may not be there: then its sources, whose
// place in `src` mirrors that in `dist`.
std::string ModuleResolver::in_package(const LocalPackage& package, std::string_view rest,
                                       bool typescript) const {
  const ManifestFacts& manifest = *package.manifest;
  auto subpath = rest.empty() ? std::string(".") : "./" + std::string(rest);
  if (auto file = target_of(manifest, "exports", subpath, package.folder, typescript);
      !file.empty())
    return file;
  std::vector<std::string> names;
  if (!rest.empty()) names.emplace_back(rest);
  for (auto key : {"module", "main"})
    if (auto main = setting_of(manifest, key); rest.empty() && !main.empty()) names.push_back(main);
  if (rest.empty()) names.emplace_back("index");
  for (auto& name : names) {
    if (auto file = file_at(below(package.folder, name), typescript); !file.empty()) return file;
    auto plain = normal_path(name);
    for (auto build : kBuildFolders)
      if (plain.starts_with(build)) plain.erase(0, build.size());
    for (auto source : kSourceFolders)
      if (auto file = file_at(below(package.folder, std::string(source) + plain), typescript);
          !file.empty())
        return file;
  }
  return "";
}

// The longest pattern that matches decides, as in TypeScript; then names below baseUrl.
std::string ModuleResolver::by_alias(const std::string& from, std::string_view name,
                                     bool typescript) const {
  for (std::string folder(folder_of(from));; folder = folder_of(folder)) {
    auto at = settings_.find(folder);
    if (at != settings_.end()) {
      const Alias* best = nullptr;
      std::string_view star, best_star;
      for (const auto& alias : at->second.aliases)
        if (match_star(alias.pattern, name, star) &&
            (best == nullptr || alias.pattern.size() > best->pattern.size())) {
          best = &alias;
          best_star = star;
        }
      if (best != nullptr)
        for (const auto& target : best->targets)
          if (auto file = file_at(normal_path(with_star(target, best_star)), typescript);
              !file.empty())
            return file;
      return at->second.has_base ? file_at(below(at->second.base, name), typescript) : "";
    }
    if (folder.empty()) return "";
  }
}

std::string ModuleResolver::by_imports(const std::string& from, std::string_view name,
                                       bool typescript) const {
  for (std::string folder(folder_of(from));; folder = folder_of(folder)) {
    auto at = manifests_.find(folder);
    if (at != manifests_.end())
      return target_of(*at->second->facts.manifest, "imports", name, folder, typescript);
    if (folder.empty()) return "";
  }
}

ResolvedModule ModuleResolver::resolve(const std::string& from, std::string_view written) const {
  using Found = ResolvedModule::Kind;
  auto name = without_loaders(written);
  bool typescript = is_typescript(from);
  auto file = [](std::string path) {
    return ResolvedModule{path.empty() ? Found::kMissing : Found::kFile, std::move(path), ""};
  };
  if (name.empty() || name.starts_with("/")) return {};
  if (name.starts_with("."))
    return file(file_at(below(std::string(folder_of(from)), name), typescript));
  if (name.starts_with("#")) {
    if (auto path = by_imports(from, name, typescript); !path.empty()) return file(path);
    return file(by_alias(from, name, typescript));
  }
  if (name.starts_with("node:")) return {Found::kBuiltin, "", std::string(package_of(name))};
  if (auto path = by_alias(from, name, typescript); !path.empty()) return file(path);
  if (is_node_builtin(name)) return {Found::kBuiltin, "", std::string(package_of(name))};
  auto package = package_of(name);
  auto local = packages_.find(package);
  if (local != packages_.end()) {
    auto rest = name.substr(std::min(name.size(), package.size() + 1));
    if (auto path = in_package(local->second, rest, typescript); !path.empty()) return file(path);
  }
  return {Found::kPackage, "", std::string(package)};
}

}  // namespace stackfit
