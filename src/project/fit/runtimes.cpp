#include "project/fit/runtimes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/fit/names.h"

namespace stackfit {
namespace {

constexpr double kCarries = 0.4;    // of the product's code: carries it, whatever starts it
constexpr double kTakesPart = 0.1;  // a part of the product, if something starts it
constexpr double kStarted = 0.2;    // carries it, if something starts it
constexpr double kPainted = 0.3;    // the same, if all that is started draws an interface
constexpr double kServes = 0.02;    // of all code, tests and copies too: less is a stray script

struct RuntimeSigns {
  double product = 0, tooling = 0;  ///< lines of code
  double beside = 0;                ///< lines that are not the product's: tests, examples, copies
  bool anything = false;            ///< any file at all
  bool entry = false;               ///< something starts product code in it
  bool serves = false;              ///< something that is more than an interface under development
  bool declared = false;            ///< a manifest in it
  bool served = false;              ///< files that pages start
};

double lines_of(const FitFile& file) {
  constexpr double kBytesPerLine = 30;  // of files whose lines are not counted
  const auto& facts = file.record->facts;
  if (facts.source) return facts.source->metrics.code_lines;
  return static_cast<double>(file.record->entry.size) / kBytesPerLine;
}

bool python_entry(const FitFile& file) {
  const auto& facts = file.record->facts;
  if (facts.manifest) {
    const auto& settings = facts.manifest->settings;
    if (std::any_of(settings.begin(), settings.end(),
                    [](const Setting& s) { return s.key == "entry-point"; }))
      return true;
  }
  if (!facts.source || file.runtime != "python" || file.tooling) return false;
  constexpr std::string_view kNames[] = {"manage.py",   "wsgi.py", "asgi.py",
                                         "__main__.py", "app.py",  "main.py"};
  auto name = base_name(file.record->entry.path);
  return facts.source->python.main_guard_line > 0 ||
         std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool node_entry(const FitFile& file) {
  const auto& manifest = file.record->facts.manifest;
  if (!manifest || manifest->format != "package-json") return false;
  bool starts =
      std::any_of(manifest->commands.begin(), manifest->commands.end(),
                  [](const Command& c) { return fit_names().entry_scripts.count(c.name) > 0; });
  bool exports =
      std::any_of(manifest->settings.begin(), manifest->settings.end(), [](const Setting& s) {
        return s.key == "main" || s.key == "module" || s.key == "bin" || s.key.starts_with("bin.");
      });
  return starts || exports;
}

// `node server.js` and a command of its own, but not `vite` or `ng serve`.
bool node_server(const FitFile& file) {
  const auto& manifest = file.record->facts.manifest;
  if (!manifest || manifest->format != "package-json") return false;
  auto draws = [](const std::string& program) {
    return fit_names().interface_servers.contains(program);
  };
  auto starts = [&](const Command& c) {
    auto programs = programs_in(c.text);
    return fit_names().entry_scripts.contains(c.name) &&
           std::none_of(programs.begin(), programs.end(), draws);
  };
  const auto& settings = manifest->settings;
  return std::any_of(manifest->commands.begin(), manifest->commands.end(), starts) ||
         std::any_of(settings.begin(), settings.end(),
                     [](const Setting& s) { return s.key == "bin" || s.key.starts_with("bin."); });
}

// A command that starts a container, a dyno or a service says which runtime carries it.
bool command_entry(const FitFile& file, const NameSet& servers) {
  const auto& manifest = file.record->facts.manifest;
  if (!manifest) return false;
  bool deploys = manifest->format == "dockerfile" || manifest->format == "procfile" ||
                 manifest->format == "compose";
  return deploys &&
         std::any_of(manifest->commands.begin(), manifest->commands.end(), [&](const Command& c) {
           if (c.name == "RUN") return false;
           auto programs = programs_in(c.text);
           return std::any_of(programs.begin(), programs.end(),
                              [&](const auto& p) { return servers.count(p) > 0; });
         });
}

RuntimeSigns signs_of(const FitInput& input, std::string_view runtime) {
  RuntimeSigns signs;
  bool python = runtime == "python";
  const auto& servers = python ? fit_names().python_servers : fit_names().node_servers;
  for (const auto& file : input.files) {
    if (file.runtime == runtime) {
      signs.anything = true;
      if (file.zone == Zone::kProduct)
        (file.tooling ? signs.tooling : signs.product) += lines_of(file);
      else
        signs.beside += lines_of(file);
    }
    if (file.zone != Zone::kProduct) continue;
    // A package.json beside code in another language declares what builds or releases it.
    const auto& manifest = file.record->facts.manifest;
    if (!python && manifest && manifest->format == "package-json")
      signs.anything = signs.declared = true;
    if (python ? python_entry(file) : node_entry(file)) signs.entry = true;
    if (python ? python_entry(file) : node_server(file)) signs.serves = true;
    if (command_entry(file, servers)) signs.entry = signs.serves = true;
    bool page = !python && file.runtime == "node" && is_served_path(file.record->entry.path);
    signs.served = signs.served || page;
  }
  // Scripts of pages are Node's part where Node builds them.
  if (signs.served && signs.declared) signs.entry = true;
  return signs;
}

std::string role_of_share(const RuntimeSigns& signs, double share) {
  if (signs.product > 0) {
    auto enough = signs.serves ? kStarted : kPainted;
    if (share >= kCarries || (share >= enough && signs.entry)) return "primary";
    if (share >= kTakesPart && signs.entry) return "secondary";
  }
  return signs.anything ? "tooling" : "none";
}

// Scripts of pages that no Node builds are no part of Node's, and one script in a corner is no
// tooling.
bool is_stray(const RuntimeSigns& signs, double all_lines, bool python) {
  double counted = signs.tooling + signs.beside + (python ? signs.product : 0);
  return !signs.declared && counted < kServes * all_lines;
}

// Folders with a manifest of their own that lie side by side.
constexpr std::size_t kFewestSiblings = 10;
struct Siblings {
  std::map<std::string_view, std::set<std::string_view>> by_parent;
  std::set<std::string_view> workspaces;  // folders of manifests that hold others together
  std::size_t at_top = 0;                 // files of product code that lie in no folder
};

void note_sibling(const FitFile& file, Siblings& found) {
  const auto& path = file.record->entry.path;
  bool at_top = path.find('/') == std::string::npos;
  if (at_top && file.zone == Zone::kProduct && !file.runtime.empty() && !file.tooling)
    ++found.at_top;
  const auto& manifest = file.record->facts.manifest;
  if (manifest && !manifest->workspaces.empty()) found.workspaces.insert(folder_of(path));
  // Tests bring repositories of their own along.
  if (!manifest || at_top || file.zone == Zone::kTest || zone_weight(file.zone) == 0) return;
  if (manifest->format == "package-json" || manifest->format == "pyproject" ||
      manifest->format == "requirements")
    found.by_parent[folder_of(folder_of(path))].insert(folder_of(path));
}

// Siblings that no workspace holds together are a collection, not parts of one product, unless they
// are called so. A stray script beside a hundred of them makes no product; a library with a folder
// of examples is one.
bool is_collection(std::string_view parent, const Siblings& found, const FitInput& input) {
  if (found.workspaces.count("") + found.workspaces.count(parent) > 0) return false;
  if (fit_names().part_folders.count(lower(base_name(parent))) > 0) return false;
  if (parent.empty()) return found.at_top * kFewestSiblings <= found.by_parent.at(parent).size();
  double below = 0, all = 0;  // lines of code: examples are many and small
  for (const auto& file : input.files) {
    if (file.runtime.empty() || file.zone == Zone::kTest || zone_weight(file.zone) == 0) continue;
    all += lines_of(file);
    const auto& path = file.record->entry.path;
    if (path.starts_with(parent) && path[parent.size()] == '/') below += lines_of(file);
  }
  return below * 2 > all;
}

}  // namespace

std::vector<RuntimeFacts> find_runtimes(const FitInput& input) {
  auto node = signs_of(input, "node"), python = signs_of(input, "python");
  // A repository of nothing but scripts is made of scripts; elsewhere they serve the product.
  if (node.product + python.product == 0) {
    node.product = node.tooling;
    python.product = python.tooling;
  }
  double all = node.product + python.product;
  auto share = [&](const RuntimeSigns& s) { return all > 0 ? s.product / all : 0; };
  bool foreign = foreign_share_of(input) > 0.7;
  double lines = all + node.beside + python.beside;
  auto role = [&](const RuntimeSigns& s) {
    auto own = role_of_share(s, share(s));
    if (own == "tooling" && is_stray(s, lines, &s == &python)) own = "none";
    return foreign && own != "none" ? std::string("tooling") : own;
  };
  return {{"node", role(node), share(node)}, {"python", role(python), share(python)}};
}

double foreign_share_of(const FitInput& input) {
  double foreign = 0, own = 0;
  for (const auto& file : input.files) {
    if (file.zone == Zone::kVendored || file.zone == Zone::kGenerated) continue;
    auto size = static_cast<double>(file.record->entry.size);
    auto extension = lower(extension_of(file.record->entry.path));
    if (extension == "ipynb") size = 30 * lines_of(file);
    if (!file.runtime.empty())
      own += size;
    else if (fit_names().foreign_extensions.count(extension) > 0)
      foreign += size;
  }
  return foreign + own > 0 ? foreign / (foreign + own) : 0;
}

std::string out_of_scope(const FitInput& input) {
  Siblings found;
  bool any_code = false;
  for (const auto& file : input.files) {
    any_code = any_code || !file.runtime.empty();
    note_sibling(file, found);
  }
  if (!any_code) return "there is no JavaScript, TypeScript or Python code";
  bool collection =
      std::any_of(found.by_parent.begin(), found.by_parent.end(), [&](const auto& sibling) {
        return sibling.second.size() >= kFewestSiblings &&
               is_collection(sibling.first, found, input);
      });
  return collection ? "it is a collection of independent examples" : "";
}

}  // namespace stackfit
