#include "project/fit/clues.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "facts/fit/imported_technologies.h"
#include "facts/fit/notebook_reader.h"
#include "facts/mentions.h"
#include "project/fit/names.h"
#include "project/python/dependencies.h"
#include "rules/glob_set.h"

namespace stackfit {
namespace {

// What an image or a file used by continuous integration says about the product.
constexpr double kContinuousIntegration = 0.2;

struct FileRow {
  const TechnologyRow* technology;
  const FileTest* test;
};

struct Catalogue {
  std::vector<FileRow> file_rows;
  std::vector<const TechnologyRow*> image_rows;
  GlobSet files{{}}, images{{}};
};

Catalogue make_catalogue() {
  Catalogue c;
  std::vector<std::string> files, images;
  for (const auto& row : fit_data().technologies) {
    for (const auto& test : row.files) {
      c.file_rows.push_back({&row, &test});
      files.push_back(test.path);
    }
    for (const auto& image : row.images) {
      c.image_rows.push_back(&row);
      // An image name is a path of its own: a bare name must not match the end of `team/name`.
      images.push_back(image.find('/') == std::string::npos ? "/" + image : image);
    }
  }
  c.files = GlobSet(files);
  c.images = GlobSet(images);
  return c;
}

const Catalogue& catalogue() {
  static const Catalogue kCatalogue = make_catalogue();
  return kCatalogue;
}

bool is_python_manifest(std::string_view format) {
  return format != "package-json" && format != "bower";
}

// Only these name the package that the repository itself is.
bool can_name_package(std::string_view format) {
  return format == "package-json" || format == "pyproject" || format == "setup-py" ||
         format == "setup-cfg";
}

const TechnologyRows* technologies_named(std::string_view name, bool python) {
  return python ? technologies_of_pypi(name) : technologies_of_npm(name);
}

void read_declarations(const FitFile& file, const ManifestFacts& manifest, CluesById& clues) {
  bool python = is_python_manifest(manifest.format);
  for (const auto& declared : manifest.dependencies) {
    auto name = python ? distribution_name(declared.name) : declared.name;
    const auto* rows = technologies_named(name, python);
    if (!rows) continue;
    bool stub = name.starts_with("@types/") || name.starts_with("types-");
    for (const auto* row : *rows)
      clues[row].declarations.push_back(
          {&file, declared, (python ? "pypi:" : "npm:") + name, python ? "python" : "node", stub});
  }
}

void read_identity(const FitFile& file, const ManifestFacts& manifest, CluesById& clues) {
  if (!can_name_package(manifest.format) || file.zone != Zone::kProduct) return;
  bool python = is_python_manifest(manifest.format);
  auto name = python ? distribution_name(manifest.package) : manifest.package;
  const auto* rows = technologies_named(name, python);
  if (!rows) return;
  const std::string& path = file.record->entry.path;
  auto what = (folder_of(path).empty() ? "this repository is " : "this package is ") + name;
  for (const auto* row : *rows) {
    Sighting s{"manifest",
               python ? "python" : "node",
               (python ? "pypi:" : "npm:") + name,
               {path, 1, what},
               1,
               false};
    clues[row].identity = s;
  }
}

void read_lockfile(const FitFile& file, const ManifestFacts& manifest, CluesById& clues) {
  bool python = locks_distributions(manifest.format);
  // Constraints install nothing, and what requirements lock they declare as well.
  if (manifest.format == "constraints" || manifest.format == "requirements") return;
  for (const auto& package : manifest.packages)
    if (const auto* rows = technologies_named(package.name, python);
        rows && !(python && package.importer))
      for (const auto* row : *rows)
        if (clues[row].locked.empty())
          clues[row].locked.push_back({"lockfile",
                                       python ? "python" : "node",
                                       (python ? "pypi:" : "npm:") + package.name,
                                       {file.record->entry.path, package.line, package.name},
                                       0,
                                       false});
}

void read_images(const FitFile& file, const ManifestFacts& manifest, CluesById& clues) {
  bool ci = manifest.format == "ci";
  for (const auto& setting : manifest.settings) {
    if (setting.key != "docker.from") continue;
    auto name = image_name(setting.value);
    auto path = name.find('/') == std::string::npos ? "/" + name : name;
    for (int hit : catalogue().images.match(path)) {
      const auto* row = catalogue().image_rows[static_cast<std::size_t>(hit)];
      double strength = zone_weight(file.zone) * (ci ? kContinuousIntegration : 1);
      clues[row].infra.push_back({"infra",
                                  "",
                                  "docker:" + name,
                                  {file.record->entry.path, setting.line, setting.value},
                                  strength,
                                  true});
    }
  }
}

using Programs = std::set<std::string, std::less<>>;

void read_programs(const ManifestFacts& manifest, Programs& programs) {
  for (const auto& command : manifest.commands)
    for (auto& program : programs_in(command.text)) programs.insert(std::move(program));
}

// A module of the repository itself wins over a distribution, and a name that several distributions
// share proves none of them.
bool could_be_another(const FitFile& file, const ImportedTechnology& imported,
                      const FitInput& input) {
  if (file.runtime != "python") return imported.shared;
  auto top = std::string_view(imported.name).substr(0, imported.name.find('.'));
  return imported.shared || fit_names().ambiguous_imports.count(imported.name) > 0 ||
         is_local_module(input, file.record->entry.path, top);
}

void read_imports(const FitFile& file, const SourceFacts& source, const FitInput& input,
                  CluesById& clues) {
  std::string_view kind = source.language == "python" ? "py_import:" : "npm:";
  for (const auto& import : source.imports)
    for (const auto& imported : technologies_of(import)) {
      auto& known = clues[imported.row];
      known.imports.push_back(
          {&file, import.line, std::string(kind) + imported.name, import.guarded});
      if (!could_be_another(file, imported, input)) known.only_ambiguous = false;
    }
}

// A program without an extension is not parsed, but what it may mean is known.
void read_program_imports(const FitInput& input, CluesById& clues) {
  for (const auto& file : input.files) {
    const auto& mentions = file.record->facts.mentions;
    bool unparsed = file.runtime == "node" && extension_of(file.record->entry.path).empty();
    if (!unparsed || mentions.empty() || zone_weight(file.zone) == 0) continue;
    for (auto& [row, known] : clues) {
      std::set<std::string_view> names;
      for (const auto& d : known.declarations)
        if (d.runtime == "node" && !d.types_only) names.insert(d.declared.name);
      for (auto name : names)
        if (std::binary_search(mentions.begin(), mentions.end(), mention_of(name))) {
          known.imports.push_back({&file, 1, "npm:" + std::string(name), false});
          known.only_ambiguous = false;
        }
    }
  }
}

void read_file_tests(const FitFile& file, const FitInput& input, CluesById& clues) {
  const auto& path = file.record->entry.path;
  std::set<int> hits;
  for (auto tail : anchored_paths(input, path))
    for (int hit : catalogue().files.match(tail)) hits.insert(hit);
  for (int hit : hits) {
    const auto& [row, test] = catalogue().file_rows[static_cast<std::size_t>(hit)];
    std::uint32_t line = 1;
    std::string what{base_name(path)};
    if (!test->contains.empty()) {
      const auto& texts = file.record->facts.texts;
      auto text = std::find_if(
          texts.begin(), texts.end(),
          [&wanted = test->contains](const SignalHit& said) { return said.signal == wanted; });
      if (text == texts.end()) continue;
      line = text->line;
      what = text->what;
    }
    double own = path.starts_with(".github/") ? kContinuousIntegration
                 : is_notebook(path)          ? input.notebook_weight
                                              : 1;
    clues[row].infra.push_back({"infra",
                                "",
                                "file:" + test->path,
                                {path, line, what},
                                zone_weight(file.zone) * own,
                                false});
  }
}

}  // namespace

std::vector<std::string_view> anchored_paths(const FitInput& input, std::string_view path) {
  std::vector<std::string_view> paths = {path};
  for (auto at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1))
    if (input.anchors.count(path.substr(0, at)) > 0) paths.push_back(path.substr(at + 1));
  return paths;
}

CluesById gather_clues(const FitInput& input) {
  CluesById clues;
  Programs programs;
  for (const auto& file : input.files) {
    if (zone_weight(file.zone) == 0) continue;
    const auto& facts = file.record->facts;
    if (facts.manifest) {
      read_declarations(file, *facts.manifest, clues);
      read_identity(file, *facts.manifest, clues);
      read_lockfile(file, *facts.manifest, clues);
      read_images(file, *facts.manifest, clues);
      read_programs(*facts.manifest, programs);
    }
    if (facts.source) read_imports(file, *facts.source, input, clues);
    read_file_tests(file, input, clues);
  }
  read_program_imports(input, clues);
  for (auto& [row, c] : clues)
    for (const auto& declaration : c.declarations)
      if (programs.count(base_name(lower(declaration.declared.name))) > 0) c.run_by_command = true;
  return clues;
}

}  // namespace stackfit
