// The `structure` rows of fit-tests.tsv that the facts at hand can answer.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "project/fit/names.h"
#include "project/fit/signals.h"

namespace stackfit {
namespace {

struct Structure {
  const FitInput& input;
  const std::vector<TechnologyUse>& uses;
  EvidenceByDimension& evidence;

  void add(std::string_view id, const Evidence& place, std::string_view runtime = "",
           double factor = 1) const {
    if (const FitTest* row = find_fit_test(id)) add_test(*row, place, factor, runtime, evidence);
  }
};

bool is_product(const FitFile& file) {
  return file.zone == Zone::kProduct;
}

template <class Test>
std::vector<const FitFile*> product_files_where(const FitInput& input, Test test) {
  std::vector<const FitFile*> files;
  for (const auto& file : input.files)
    if (is_product(file) && test(file.record->entry.path)) files.push_back(&file);
  return files;
}

Evidence first_of(const std::vector<const FitFile*>& files, std::string what) {
  return {files.front()->record->entry.path, 1, std::move(what)};
}

void add_dockerfiles(const Structure& s) {
  std::set<std::string_view> folders;
  auto files = product_files_where(s.input, [&](std::string_view path) {
    bool docker = base_name(path).starts_with("Dockerfile");
    if (docker) folders.insert(folder_of(path));
    return docker;
  });
  if (folders.size() >= 3)
    s.add("f_dockerfiles", first_of(files, fmt::format("{} deployables", folders.size())));
}

void add_native_share(const Structure& s) {
  double native = 0, all = 0;
  auto files = product_files_where(s.input, [](std::string_view path) {
    return fit_names().native_extensions.count(lower(extension_of(path))) > 0;
  });
  for (const auto* file : files) native += static_cast<double>(file->record->entry.size);
  for (const auto& file : s.input.files)
    if (is_product(file) && !file.runtime.empty())
      all += static_cast<double>(file.record->entry.size);
  if (native > 0 && native >= 0.1 * (native + all))
    s.add("s_native_bytes",
          first_of(files, fmt::format("{:.0f} % native code", 100 * native / (native + all))));
}

void add_notebook_share(const Structure& s) {
  auto notebooks = product_files_where(
      s.input, [](std::string_view path) { return extension_of(path) == "ipynb"; });
  auto python = product_files_where(
      s.input, [](std::string_view path) { return extension_of(path) == "py"; });
  double all = static_cast<double>(notebooks.size() + python.size());
  if (!notebooks.empty() && static_cast<double>(notebooks.size()) >= 0.2 * all)
    s.add("f_ipynb_share", first_of(notebooks, fmt::format("{} notebooks", notebooks.size())),
          "python");
}

bool is_server(const TechnologyUse& use) {
  return use.row->category == "web-framework";
}
bool is_interface(const TechnologyUse& use) {
  return use.row->category == "frontend-framework";
}

// Where one package.json declares a technology of that kind; null when it does not.
const Sighting* declared_in(const std::vector<TechnologyUse>& uses, std::string_view manifest,
                            bool (*kind)(const TechnologyUse&)) {
  for (const auto& use : uses)
    if (kind(use))
      for (const auto& sighting : use.sightings)
        if (sighting.evidence_class == "manifest" && sighting.runtime == "node" &&
            sighting.place.path == manifest && sighting.strength > 0.3)
          return &sighting;
  return nullptr;
}

// The best sighting of that kind in a runtime's product code.
const Sighting* used_in_product(const std::vector<TechnologyUse>& uses, std::string_view runtime,
                                bool (*kind)(const TechnologyUse&)) {
  const Sighting* best = nullptr;
  for (const auto& use : uses)
    if (kind(use) && use.product_import)
      for (const auto& sighting : use.sightings)
        if (sighting.runtime == runtime && (!best || sighting.strength > best->strength))
          best = &sighting;
  return best;
}

// One language on both sides: a server and an interface framework that run from one package, or
// from two packages of one workspace.
void add_client_and_server(const Structure& s) {
  bool workspace = false;
  for (const auto& file : s.input.files) {
    const auto& manifest = file.record->facts.manifest;
    if (!is_product(file) || !manifest || manifest->format != "package-json") continue;
    workspace = workspace || !manifest->workspaces.empty();
    const auto& path = file.record->entry.path;
    const auto* server = declared_in(s.uses, path, is_server);
    const auto* interface = declared_in(s.uses, path, is_interface);
    if (server && interface)
      return s.add("f_client_server",
                   {path, server->place.line, server->place.what + " and " + interface->place.what},
                   "node");
  }
  const auto* server = used_in_product(s.uses, "node", is_server);
  const auto* interface = used_in_product(s.uses, "node", is_interface);
  if (workspace && server && interface)
    s.add("f_client_server",
          {server->place.path, server->place.line,
           server->place.what + " and " + interface->place.what},
          "node");
}

void add_two_languages(const Structure& s) {
  const auto* server = used_in_product(s.uses, "python", is_server);
  const auto* interface = used_in_product(s.uses, "node", is_interface);
  if (server && interface)
    s.add(kTwoLanguages, {interface->place.path, interface->place.line,
                          server->place.what + " and " + interface->place.what});
}

void add_django_templates(const Structure& s) {
  auto templates = product_files_where(s.input, [](std::string_view path) {
    return path.find("templates/") != std::string_view::npos && extension_of(path) == "html";
  });
  const auto* django = find_use(s.uses, "django");
  if (django && django->product_import && templates.size() >= 10)
    s.add("f_django_templates", first_of(templates, fmt::format("{} templates", templates.size())),
          "python");
}

void add_stylesheets(const Structure& s) {
  auto styles = product_files_where(s.input, [](std::string_view path) {
    auto extension = extension_of(path);
    return extension == "css" || extension == "scss" || extension == "less" || extension == "sass";
  });
  if (styles.size() >= 10)
    s.add("f_css_assets", first_of(styles, fmt::format("{} stylesheets", styles.size())));
}

void add_size(const Structure& s) {
  std::uint64_t lines = 0;
  std::map<std::string_view, std::uint32_t> by_folder;
  const FitFile* largest = nullptr;
  for (const auto& file : s.input.files) {
    if (!is_product(file) || !file.record->facts.source) continue;
    auto size = file.record->facts.source->metrics.code_lines;
    lines += size;
    const auto& path = file.record->entry.path;
    ++by_folder[std::string_view(path).substr(0, path.find('/'))];
    if (!largest || size > largest->record->facts.source->metrics.code_lines) largest = &file;
  }
  struct Step {
    std::uint64_t from;
    std::string_view id;
  };
  constexpr Step kSteps[] = {{100'000, "s_loc_100k"}, {30'000, "s_loc_30k"}, {10'000, "s_loc_10k"}};
  for (const auto& [from, id] : kSteps)
    if (lines >= from) {
      s.add(id, first_of({largest}, fmt::format("{} lines of product code", lines)));
      break;
    }
  auto large = std::count_if(by_folder.begin(), by_folder.end(),
                             [](const auto& folder) { return folder.second >= 20; });
  if (large >= 8) s.add("s_dirs", first_of({largest}, fmt::format("{} large folders", large)));
}

void add_django_apps(const Structure& s) {
  auto apps = product_files_where(
      s.input, [](std::string_view path) { return base_name(path) == "apps.py"; });
  if (apps.size() >= 8)
    s.add("s_django_apps", first_of(apps, fmt::format("{} applications", apps.size())), "python");
}

void add_routes(const Structure& s) {
  constexpr std::string_view kRoutes[] = {"js_route", "js_route_chain", "py_route", "py_api_class"};
  std::size_t routes = 0;
  const FitFile* most = nullptr;
  std::size_t most_routes = 0;
  for (const auto& file : s.input.files) {
    if (!is_product(file) || !file.record->facts.source) continue;
    const auto& hits = file.record->facts.source->signals;
    auto here =
        static_cast<std::size_t>(std::count_if(hits.begin(), hits.end(), [&](const auto& h) {
          return std::find(std::begin(kRoutes), std::end(kRoutes), h.signal) != std::end(kRoutes);
        }));
    routes += here;
    if (here > most_routes) {
      most_routes = here;
      most = &file;
    }
  }
  if (routes >= 100) s.add("s_routes_100", first_of({most}, fmt::format("{} routes", routes)));
}

}  // namespace

void add_structure(const FitInput& input, const std::vector<TechnologyUse>& uses,
                   EvidenceByDimension& evidence) {
  Structure s{input, uses, evidence};
  add_dockerfiles(s);
  add_native_share(s);
  add_notebook_share(s);
  add_client_and_server(s);
  add_two_languages(s);
  add_django_templates(s);
  add_stylesheets(s);
  add_size(s);
  add_django_apps(s);
  add_routes(s);
}

}  // namespace stackfit
