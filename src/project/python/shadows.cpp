// The decision: under one launch, which imports get a local file instead of the module they mean,
// and what proves that it matters. The walk starts at the files the launch runs and follows imports
// in the order the interpreter would resolve them; every statement is judged where it stands.
#include "project/python/shadows.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "core/text.h"
#include "project/python/active_path.h"
#include "project/python/module_names.h"
#include "project/python/shadow_needs.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxImportsKept = 200;

std::string_view top_of(std::string_view dotted) {
  return dotted.substr(0, dotted.find('.'));
}

struct Visit {
  std::string path;
  std::size_t parent = 0;  // index of the visit that imported it
};

class Walk {
 public:
  Walk(const PythonProject& project, const Launch& launch)
      : project_(project), launch_(launch), path_(project, launch) {}

  LaunchFindings run() {
    check_module_start();
    for (const auto& path : launch_.files) {
      if (auto name = start_name(launch_, path); !name.empty()) names_.add(path, {name, "", 0, {}});
      visit(path, kNoParent);
    }
    for (std::size_t at = 0; at < visits_.size(); ++at) read_file(at);
    LaunchFindings found;
    found.unreached = std::move(unreached_);
    found.doubled = names_.doubled(launch_);
    auto& shadows = found.shadows;
    for (auto& [key, shadow] : shadows_) {
      std::stable_sort(shadow.imports.begin(), shadow.imports.end(),
                       [](const ShadowedImport& a, const ShadowedImport& b) {
                         return std::pair(b.proof, a.chain.size()) <
                                std::pair(a.proof, b.chain.size());
                       });
      shadows.push_back(std::move(shadow));
    }
    return found;
  }

 private:
  static constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

  void visit(const std::string& path, std::size_t parent) {
    if (project_.index.source(path) != nullptr && seen_.insert(path).second)
      visits_.push_back({path, parent});
  }
  std::vector<std::string> chain_to(std::size_t at) const {
    std::vector<std::string> chain;
    for (; at != kNoParent; at = visits_[at].parent) chain.push_back(visits_[at].path);
    std::reverse(chain.begin(), chain.end());
    return chain;
  }

  // ---- one import -----------------------------------------------------------------------------

  void read_file(std::size_t at) {
    std::string path = visits_[at].path;
    const SourceFacts& source = *project_.index.source(path)->facts.source;
    path_.apply_edits(path, source.python);
    bool is_start = visits_[at].parent == kNoParent && launch_.kind != LaunchKind::kPytest;
    for (const Import& import : source.imports) {
      if (import.type_only || import.conditional || (import.in_main_guard && !is_start)) continue;
      if (import.dots > 0)
        follow_relative(at, import);
      else if (!import.module.empty())
        follow_absolute(at, import);
    }
  }

  // Loads what was found, under its names below `package`; "?" when those are not known.
  void load(std::size_t at, const Resolution& found, const Import& import,
            const std::string& package) {
    for (std::size_t i = 0; i < found.loaded.size(); ++i) {
      visit(found.loaded[i], at);
      bool sure = !import.guarded && !import.conditional && !import.in_main_guard &&
                  import.kind != ImportKind::kDynamic && package != "?";
      if (!sure) continue;
      Doubled::Name name{package + found.names[i], visits_[at].path, import.line, {}};
      if (i + 1 == found.loaded.size()) {
        for (const auto& taken : import.names) name.takes.push_back(taken.name);
        for (const auto& taken : import.attributes) name.takes.push_back(taken.name);
      }
      names_.add(found.loaded[i], std::move(name));
    }
  }

  void follow(std::size_t at, const std::vector<std::string>& folders, const Import& import,
              const std::string& package = "") {
    auto found = resolve_module(project_.index, folders, import.module);
    load(at, found, import, package);
    if (!found.found) return;
    for (const auto& name : import.names) {
      auto submodule = import.module.empty() ? name.name : import.module + "." + name.name;
      auto inner = resolve_module(project_.index, folders, submodule);
      if (inner.found && inner.loaded.size() > found.loaded.size())
        load(at, inner, import, package);
    }
  }

  void follow_relative(std::size_t at, const Import& import) {
    std::string folder(folder_of(visits_[at].path));
    const auto& own = names_.first_of(visits_[at].path);
    std::string package = own.empty() ? "?" : package_of(own, visits_[at].path);
    for (int up = 1; up < import.dots; ++up) {
      folder = folder_of(folder);
      package = package_of(package, "");
    }
    // Nothing above: the import fails at run time, and its names say nothing.
    bool unknown = own.empty() || own == "__main__" || package.empty();
    package = unknown ? "?" : package + ".";
    if (!import.module.empty()) return follow(at, {folder}, import, package);
    for (const auto& name : import.names)
      load(at, resolve_module(project_.index, {folder}, name.name), import, package);
  }

  bool hides_stdlib(std::string_view name) const {
    const StdlibModule* module = stdlib_module(name, project_.range);
    return module != nullptr && can_be_shadowed(*module) && !is_preloaded(project_, launch_, name);
  }

  // ---- the other way round: the standard library stands before a local file --------------------

  void note_unreached(std::size_t at, const Import& import) {
    if (import.guarded || import.kind == ImportKind::kDynamic) return;
    auto name = top_of(import.module);
    auto note = [&](const std::string& folder, bool behind) {
      const ModuleForms* forms = project_.index.find(folder, name);
      if (forms == nullptr || !is_regular(*forms)) return false;
      auto missing = only_local(project_, *forms, import);
      if (!missing.empty())
        unreached_.push_back({std::string(name), std::string(winner_of(*forms)), folder, &launch_,
                              visits_[at].path, import.line, missing, behind});
      return !missing.empty();
    };
    for (const ActiveEntry& active : path_.front())
      if (note(active.entry.folder, false)) return;
    for (const auto& folder : path_.back())
      if (note(folder, true)) return;
  }

  void follow_absolute(std::size_t at, const Import& import) {
    auto name = top_of(import.module);
    const StdlibModule* stdlib = stdlib_module(name, project_.range);
    bool fixed = stdlib != nullptr && !hides_stdlib(name);
    std::vector<std::string> portions;
    bool tool_itself = name == launch_.tool && stdlib == nullptr;
    if (!fixed && !tool_itself)
      for (const ActiveEntry& active : path_.front()) {
        if (!path_.is_active(active, visits_[at].path, import.line)) continue;
        const ModuleForms* forms = project_.index.find(active.entry.folder, name);
        if (forms == nullptr) continue;
        if (is_regular(*forms)) {
          note_direct(at, import, active.entry, *forms);
          return follow(at, {active.entry.folder}, import);
        }
        if (forms->folder) portions.push_back(active.entry.folder);
      }
    if (stdlib != nullptr) {
      note_unreached(at, import);
      return note_indirect(at, import, Proof::kViaStdlib);
    }
    if (means_third_party(project_, name, path_.back()))
      return note_indirect(at, import, Proof::kViaDependency);
    for (const auto& folder : path_.back())
      if (const auto* forms = project_.index.find(folder, name); forms != nullptr)
        portions.push_back(folder);
    follow(at, portions, import);
  }

  // ---- shadows --------------------------------------------------------------------------------

  Shadow* shadow_of(const std::string& name, const PathEntry& root, const ModuleForms& forms) {
    auto key = std::pair(root.folder, name);
    if (auto known = shadows_.find(key); known != shadows_.end()) return &known->second;
    Shadow shadow;
    shadow.name = name;
    shadow.file = winner_of(forms);
    shadow.root = root;
    shadow.launch = &launch_;
    if (hides_stdlib(name)) {
      shadow.hidden = Hidden::kStdlib;
    } else if (auto other = other_package(project_, name, root.folder, path_.back());
               !other.empty()) {
      shadow.hidden = Hidden::kOwnPackage;
      shadow.hidden_folder = other;
    } else if (project_.dependencies.contains(name) || python_knowledge().loads.contains(name)) {
      if (project_.own.contains(name)) return nullptr;
      shadow.hidden = Hidden::kDependency;
    } else {
      return nullptr;
    }
    return &shadows_.emplace(key, std::move(shadow)).first->second;
  }

  void add(Shadow& shadow, std::size_t at, const Import& import, ShadowedImport seen, Proof proof) {
    if (shadow.imports.size() >= kMaxImportsKept) return;
    seen.proof = proof;
    seen.importer = visits_[at].path;
    if (seen.line == 0) seen.line = import.line;
    seen.imported = import.module;
    seen.chain = chain_to(at);
    shadow.imports.push_back(std::move(seen));
  }

  void note_direct(std::size_t at, const Import& import, const PathEntry& root,
                   const ModuleForms& forms) {
    if (import.kind == ImportKind::kDynamic) return;
    Shadow* shadow = shadow_of(std::string(top_of(import.module)), root, forms);
    if (shadow == nullptr) return;
    auto lack = find_lack(project_, *shadow, forms, import, visits_[at].path);
    ShadowedImport seen;
    seen.missing = lack.name;
    seen.missing_submodule = lack.submodule;
    seen.line = lack.line;
    add(*shadow, at, import, seen, lack.name.empty() ? Proof::kIntended : Proof::kDirect);
  }

  // An import of something else that loads a name some folder in front has.
  void note_indirect(std::size_t at, const Import& import, Proof proof) {
    if (import.guarded || import.kind == ImportKind::kDynamic) return;
    for (const ActiveEntry& active : path_.front()) {
      if (!path_.is_active(active, visits_[at].path, import.line)) continue;
      for (const auto& name : names_in(active.entry.folder)) {
        if (name == top_of(import.module) || !hides_stdlib(name)) continue;
        Loading loading = loads(import, name, proof);
        if (loading == Loading::kNo) continue;
        const ModuleForms* forms = project_.index.find(active.entry.folder, name);
        if (provides(project_, *forms, "")) continue;
        Shadow* shadow = shadow_of(name, active.entry, *forms);
        if (shadow == nullptr) continue;
        ShadowedImport seen;
        seen.measured = loading != Loading::kAssumed;
        add(*shadow, at, import, seen, loading == Loading::kLate ? Proof::kLate : proof);
      }
    }
  }

  // `python -m x` itself needs some modules before it comes to x, and x what it loads.
  void check_module_start() {
    if (launch_.module.empty() || launch_.front.empty()) return;
    const PathEntry& root = launch_.front.front();
    for (const auto& name : names_in(root.folder)) {
      auto needed_by = hides_stdlib(name) ? loader_at_start(project_, launch_, name) : "";
      if (needed_by.empty()) continue;
      const ModuleForms* forms = project_.index.find(root.folder, name);
      Shadow* shadow = shadow_of(name, root, *forms);
      if (shadow == nullptr || provides(project_, *forms, "")) continue;
      ShadowedImport start;
      start.proof = Proof::kViaStdlib;
      start.imported = needed_by;
      shadow->imports.push_back(std::move(start));
    }
  }

  const std::vector<std::string>& names_in(const std::string& folder) {
    auto [at, fresh] = conflicting_.try_emplace(folder);
    if (fresh) at->second = conflicting_names(project_, folder);
    return at->second;
  }

  const PythonProject& project_;
  const Launch& launch_;
  ActiveSearchPath path_;
  std::deque<Visit> visits_;
  std::set<std::string> seen_;
  std::map<std::pair<std::string, std::string>, Shadow> shadows_;
  std::vector<Unreached> unreached_;
  ModuleNames names_;
  std::map<std::string, std::vector<std::string>> conflicting_;
};

}  // namespace

LaunchFindings walk_launch(const PythonProject& project, const Launch& launch) {
  return Walk(project, launch).run();
}

}  // namespace stackfit
