// PM21. Django knows an application by its label, by default the last part of its name; two of one
// label stop it at start-up: docs.djangoproject.com/en/stable/ref/applications/#django.apps.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"

namespace stackfit {
namespace {

struct App {
  std::string entry;  // as written
  std::string path;   // of the settings file
  std::uint32_t line = 0;
};

// The list a settings file ends up with: that of the file it stars in, and its own.
std::vector<App> apps_of(const PythonProject& project, const FileRecord& record) {
  std::vector<App> apps;
  const FileRecord* at = &record;
  std::set<std::string> seen;
  while (at != nullptr && seen.insert(at->entry.path).second) {
    const SourceFacts& source = *at->facts.source;
    bool replaced = false;
    for (const auto& app : source.python.django_apps) {
      apps.push_back({app.name, at->entry.path, app.line});
      replaced = replaced || app.alias.empty();
    }
    const FileRecord* next = nullptr;
    for (const Import& import : source.imports) {
      bool star = !import.names.empty() && import.names.front().name == "*" && !import.guarded;
      if (replaced || !star || import.dots != 1) continue;
      auto found =
          resolve_module(project.index, {std::string(folder_of(at->entry.path))}, import.module);
      if (!found.loaded.empty()) next = project.index.source(found.loaded.back());
    }
    at = next;
  }
  return apps;
}

const FileRecord* app_file(const PythonProject& project, const std::vector<std::string>& roots,
                           std::string_view module) {
  auto found = resolve_module(project.index, roots, module);
  return found.loaded.empty() ? nullptr : project.index.source(found.loaded.back());
}

// The label of an entry; "" when it is not this project's to know.
std::string label_of(const PythonProject& project, const std::vector<std::string>& roots,
                     std::string_view entry) {
  auto last = entry.substr(entry.rfind('.') + 1);
  if (entry.starts_with("django.contrib.")) {
    auto name = entry.substr(15);
    return std::string(name.substr(0, name.find('.')));
  }
  if (resolve_module(project.index, roots, entry).found) {
    const FileRecord* apps = app_file(project, roots, std::string(entry) + ".apps");
    if (apps == nullptr || apps->entry.path.ends_with("__init__.py")) return std::string(last);
    const auto& configs = apps->facts.source->python.django_configs;
    if (configs.size() > 1) return "";  // which one is the default is not plain
    bool labelled = configs.size() == 1 && !configs.front().label.empty();
    return labelled ? configs.front().label : std::string(last);
  }
  // `shop.apps.ShopConfig`
  auto module = entry.substr(0, entry.size() - std::min(entry.size(), last.size() + 1));
  const FileRecord* apps = app_file(project, roots, module);
  if (apps == nullptr) return "";
  for (const auto& config : apps->facts.source->python.django_configs)
    if (config.class_name == last) {
      if (!config.label.empty()) return config.label;
      return config.name.substr(config.name.rfind('.') + 1);
    }
  return "";
}

Conflict label_conflict(const std::string& label, const App& first, const App& second) {
  Conflict conflict;
  conflict.id = "PM21";
  conflict.file = second.path;
  conflict.name = label;
  conflict.root = folder_of(second.path);
  conflict.severity = Severity::kError;
  conflict.confidence = 0.9;
  conflict.message =
      first.entry == second.entry
          ? fmt::format(
                "{} stands twice in INSTALLED_APPS ({}:{} and {}:{}): Django stops with "
                "\"Application labels aren't unique\". Remove one.",
                second.entry, first.path, first.line, second.path, second.line)
          : fmt::format(
                "{} ({}:{}) and {} ({}:{}) are both labelled {}: Django stops with "
                "\"Application labels aren't unique\". Give one of them a label of its own "
                "in its AppConfig.",
                first.entry, first.path, first.line, second.entry, second.path, second.line, label);
  conflict.related.push_back({first.path, first.line, "the first one"});
  conflict.related.push_back({second.path, second.line, "the second one"});
  conflict.data = {{"hides", first.entry}, {"proof", std::string("same-name")}};
  return conflict;
}

}  // namespace

std::vector<Conflict> twin_labels(const PythonProject& project) {
  std::vector<std::string> roots{""};
  for (const Launch& launch : project.launches)
    if (launch.kind == LaunchKind::kDjango) roots.push_back(launch.folder);
  std::map<std::pair<std::string, std::string>, Conflict> conflicts;  // by the two entries
  for (const FileRecord& record : project.records) {
    bool settings = project.index.source(record.entry.path) != nullptr &&
                    !is_left_out(record.entry.path) &&
                    !record.facts.source->python.django_apps.empty();
    if (!settings) continue;
    std::map<std::string, App> first;
    for (const App& app : apps_of(project, record)) {
      auto label = label_of(project, roots, app.entry);
      if (label.empty()) continue;
      auto [at, fresh] = first.try_emplace(label, app);
      bool same_place = at->second.path == app.path && at->second.line == app.line;
      if (!fresh && !same_place)
        conflicts.try_emplace({at->second.entry, app.entry},
                              label_conflict(label, at->second, app));
    }
  }
  std::vector<Conflict> found;
  for (auto& [entries, conflict] : conflicts) found.push_back(std::move(conflict));
  return found;
}

}  // namespace stackfit
