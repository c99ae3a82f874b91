// Code uses a package by importing it; nearly everything else (plugins, presets, commands, view
// engines, dialects) is used by being named in some text. Both are collected for each package.json,
// and a question about one looks below its folder, because workspaces share what their root asks
// for, and into the settings above it, because tools are configured once for all.
#include "project/npm/usage.h"

#include <algorithm>

#include "core/text.h"
#include "facts/javascript/imports.h"
#include "facts/mentions.h"
#include "project/zones.h"

namespace stackfit::npm {
namespace {

bool is_script(const FileRecord& record) {
  return record.facts.source && record.facts.source->language != "python";
}

std::string_view without_extension(std::string_view path) {
  auto extension = extension_of(path);
  return extension.empty() ? path : path.substr(0, path.size() - extension.size() - 1);
}

// `a/b/index.js` is handed out as `a/b`.
std::string_view module_path(std::string_view path) {
  auto stem = without_extension(path);
  return base_name(stem) == "index" ? folder_of(stem) : stem;
}

// Own copies of others' code import what the project declares for them; installed packages have
// their own manifests.
bool hides_imports(const Skipped& left_out) {
  auto folder = left_out.path.ends_with('/') ? left_out.path.substr(0, left_out.path.size() - 1)
                                             : left_out.path;
  auto name = base_name(folder);
  bool installed = name == "node_modules" || name == "bower_components" ||
                   name == "jspm_packages" || name == "web_modules";
  return left_out.incomplete || (left_out.reason.starts_with("vendored") && !installed &&
                                 left_out.path.find("node_modules/") == std::string::npos);
}

// `lefthook.yml`, `.lefthookrc` and `lefthook.config.js` configure lefthook.
std::string configured_by(std::string_view path) {
  std::string_view name = base_name(path);
  if (name.starts_with(".")) name.remove_prefix(1);
  auto stem = name.substr(0, name.find('.'));
  if (stem.ends_with("rc") && stem.size() > 4) stem.remove_suffix(2);
  return std::string(stem);
}

bool imports_itself(const WorkspaceUse& use, std::string_view package, const FileRecord* file) {
  auto at = use.imports.find(package);
  return at != use.imports.end() &&
         std::any_of(at->second.begin(), at->second.end(),
                     [&](const PackageImport& one) { return one.file == file; });
}

}  // namespace

Usage::Usage(const std::vector<FileRecord>& records, const std::vector<Skipped>& skipped,
             const Workspaces& workspaces, const ModuleResolver& resolver)
    : workspaces_(workspaces), resolver_(resolver), uses_(workspaces.all.size()) {
  for (std::size_t i = 0; i < workspaces.all.size(); ++i)
    if (workspaces.all[i].manifest != nullptr) by_folder_.emplace(workspaces.all[i].folder, i);
  for (const FileRecord& record : records) {
    auto module = module_path(record.entry.path);
    if (is_script(record)) modules_.emplace(std::string(base_name(module)), std::string(module));
    auto owner = owner_of(record.entry.path);
    WorkspaceUse& use = owner == kNobody ? nobodys_ : uses_[owner];
    // What a generated or minified file mentions is known, though it was skipped.
    if (!record.lost.empty()) use.complete = false;
    if (is_script(record)) add_script(record, use);
    add_mentions(record, use);
  }
  for (const Skipped& left_out : skipped)
    if (auto owner = owner_of(left_out.path); owner != kNobody && hides_imports(left_out))
      uses_[owner].complete = false;
}

std::size_t Usage::owner_of(std::string_view path) const {
  for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
    if (auto at = by_folder_.find(folder); at != by_folder_.end()) return at->second;
    if (folder.empty()) return kNobody;
  }
}

void Usage::add_script(const FileRecord& record, WorkspaceUse& use) {
  ++use.scripts;
  if (zone_of(record.entry.path) == Zone::kProduct)
    use.code_lines += record.facts.source->metrics.code_lines;
  for (const Import& import : record.facts.source->imports) {
    if (import.module.empty() || import.module.starts_with(".")) continue;
    auto target = resolver_.resolve(record.entry.path, import.module);
    bool foreign = target.kind == ResolvedModule::Kind::kPackage;
    auto package = foreign ? target.package : std::string(package_of(import.module));
    use.imports[package].push_back({&record, &import, foreign});
  }
}

void Usage::add_mentions(const FileRecord& record, WorkspaceUse& use) {
  auto& set = is_script(record) && !record.facts.configures ? use.literals : use.texts;
  set.insert(record.facts.mentions.begin(), record.facts.mentions.end());
  if (record.facts.configures || (!is_script(record) && !record.facts.mentions.empty()))
    use.texts.insert(mention_of(configured_by(record.entry.path)));
  if (record.facts.configures)
    for (auto mention : record.facts.mentions) use.settings[mention].push_back(&record);
}

bool Usage::is_above(std::size_t upper, std::size_t lower) const {
  const auto& folder = workspaces_.all[upper].folder;
  return upper != lower &&
         (folder.empty() || workspaces_.all[lower].folder.starts_with(folder + "/"));
}

bool Usage::is_mentioned(std::size_t index, std::string_view word) const {
  auto mention = mention_of(word);
  if (nobodys_.literals.count(mention) > 0 || nobodys_.texts.count(mention) > 0) return true;
  for (std::size_t other = 0; other < uses_.size(); ++other) {
    bool below = other == index || is_above(index, other);
    if (below && uses_[other].literals.count(mention) > 0) return true;
    if ((below || is_above(other, index)) && uses_[other].texts.count(mention) > 0) return true;
  }
  return false;
}

bool Usage::is_used(std::size_t index, std::string_view package) const {
  if (nobodys_.imports.find(package) != nobodys_.imports.end()) return true;
  for (std::size_t other = 0; other < uses_.size(); ++other)
    if ((other == index || is_above(index, other)) &&
        uses_[other].imports.find(package) != uses_[other].imports.end())
      return true;
  return is_mentioned(index, package);
}

bool Usage::is_declared(std::size_t index, std::string_view package) const {
  const Workspace& own = workspaces_.all[index];
  for (std::size_t other = 0; other < uses_.size(); ++other) {
    const Workspace& workspace = workspaces_.all[other];
    bool together = other == index || is_above(other, index) ||
                    (own.lock != nullptr && workspace.lock == own.lock);
    if (together && std::any_of(workspace.directs.begin(), workspace.directs.end(),
                                [&](const Direct& d) { return d.declared->name == package; }))
      return true;
  }
  return false;
}

bool Usage::may_be_local(std::string_view module) const {
  std::string wanted(module_path(module));
  auto [first, last] = modules_.equal_range(base_name(wanted));
  return std::any_of(first, last, [&](const auto& entry) {
    return entry.second == wanted || entry.second.ends_with("/" + wanted);
  });
}

bool Usage::may_be_alias(std::size_t index, std::string_view package) const {
  auto mention = mention_of(package);
  for (std::size_t other = 0; other < uses_.size(); ++other) {
    if (other != index && !is_above(other, index)) continue;
    const auto* manifest = workspaces_.all[other].manifest;
    if (manifest != nullptr)
      for (const Setting& setting : manifest->settings)
        if (setting.key == "alias" && setting.value.find(package) != std::string::npos) return true;
    auto at = uses_[other].settings.find(mention);
    if (at != uses_[other].settings.end() &&
        std::any_of(at->second.begin(), at->second.end(), [&](const FileRecord* file) {
          return !imports_itself(uses_[other], package, file);
        }))
      return true;
  }
  return false;
}

}  // namespace stackfit::npm
