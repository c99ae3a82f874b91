// From proofs to a severity and a sentence. Severity follows how sure the launch is and how strong
// the proof; the name alone decides nothing.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "project/python/conflict_finding.h"

namespace stackfit {
namespace {

struct Weighed {
  const Shadow* shadow = nullptr;
  const ShadowedImport* import = nullptr;
  Severity severity = Severity::kNote;
  bool counts = false;
};

Severity lowered(Severity severity) {
  return severity == Severity::kError ? Severity::kWarning : Severity::kNote;
}

bool is_own_start(const Shadow& shadow) {
  const auto& files = shadow.launch->files;
  return std::find(files.begin(), files.end(), shadow.file) != files.end();
}

Weighed weigh(const Shadow& shadow, PythonRange range) {
  Weighed weighed{&shadow, &shadow.imports.front(), Severity::kNote, true};
  const ShadowedImport& import = *weighed.import;
  if (import.proof <= Proof::kLate) {
    // A file that stands before the standard library on purpose deserves a word where it is really
    // started; a vendored or first-party package under a distribution's name does not. Nobody knows
    // what is in compiled code.
    weighed.counts = shadow.hidden == Hidden::kStdlib &&
                     python_knowledge().needed.contains(shadow.name) &&
                     shadow.launch->grade >= LaunchGrade::kLikely && shadow.file.ends_with(".py");
    return weighed;
  }
  LaunchGrade grade = shadow.launch->grade;
  bool sibling =
      folder_of(shadow.launch->files.empty() ? shadow.file : shadow.launch->files.front()) ==
      folder_of(shadow.file);
  if (grade == LaunchGrade::kExplicit) weighed.severity = Severity::kError;
  if (grade == LaunchGrade::kProbable) weighed.severity = Severity::kWarning;
  if (grade == LaunchGrade::kLikely)
    weighed.severity = (import.proof == Proof::kDirect && sibling) || is_own_start(shadow)
                           ? Severity::kError
                           : Severity::kWarning;
  if (!import.measured) weighed.severity = lowered(weighed.severity);
  if (shadow.hidden == Hidden::kStdlib) {
    const StdlibModule* module = stdlib_module(shadow.name, range);
    if (module != nullptr && module->load == ModuleLoad::kBuiltinSome)
      weighed.severity = lowered(weighed.severity);
  }
  return weighed;
}

std::string class_of(const Shadow& shadow, const ShadowedImport& import) {
  if (shadow.hidden == Hidden::kOwnPackage) {
    if (shadow.launch->kind == LaunchKind::kPytest) return "PM13";
    return shadow.file.ends_with("/__init__.py") ? "PM09" : "PM05";
  }
  if (import.importer == shadow.file || is_own_start(shadow)) return "PM04";
  if (shadow.hidden == Hidden::kDependency) return "PM03";
  bool own_folder = shadow.root.why.empty() && shadow.launch->kind != LaunchKind::kModule &&
                    shadow.launch->kind != LaunchKind::kPytest;
  return own_folder ? "PM01" : "PM02";
}

std::string place(const std::string& path, std::uint32_t line) {
  return line == 0 ? path : fmt::format("{}:{}", path, line);
}

std::string hidden_text(const PythonProject& project, const Shadow& shadow) {
  if (shadow.hidden == Hidden::kStdlib) {
    const StdlibModule* module = stdlib_module(shadow.name, project.range);
    auto versions = module == nullptr ? "" : versions_text(*module, project.range);
    return fmt::format("the standard library's {}{}", shadow.name,
                       versions.empty() ? "" : " (" + versions + ")");
  }
  if (shadow.hidden == Hidden::kOwnPackage)
    return fmt::format("the package {}", shadow.hidden_folder == "."
                                             ? shadow.name + "/"
                                             : shadow.hidden_folder + "/" + shadow.name + "/");
  auto declared = project.dependencies.find(shadow.name);
  if (declared == project.dependencies.end()) return "the third-party package " + shadow.name;
  const auto& [distribution, evidence] = declared->second;
  return fmt::format("the dependency {} ({})", distribution, place(evidence.path, evidence.line));
}

std::string root_text(const Shadow& shadow) {
  const PathEntry& root = shadow.root;
  std::string text = launch_text(*shadow.launch);
  if (root.why.empty()) return text;
  if (root.evidence.path == shadow.launch->evidence.path) return text + " through " + root.why;
  return text +
         fmt::format(" with {} from {}", root.why, place(root.evidence.path, root.evidence.line));
}

std::string breakage(const Shadow& shadow, const ShadowedImport& import) {
  if (import.importer.empty())
    return import.imported == "runpy" ? fmt::format("-m itself needs {}", shadow.name)
                                      : fmt::format("{} loads {}", import.imported, shadow.name);
  auto at = place(import.importer, import.line);
  if (import.proof == Proof::kViaStdlib)
    return fmt::format("{} imports {}, which loads {}", at, import.imported, shadow.name);
  if (import.proof == Proof::kViaDependency)
    return fmt::format("{} imports {}, which {} {}", at, import.imported,
                       import.measured ? "loads" : "like nearly every package loads", shadow.name);
  if (import.proof == Proof::kLate)
    return fmt::format("{} imports {}, which loads {} and fails when it comes to use it", at,
                       import.imported, shadow.name);
  if (import.proof == Proof::kIntended)
    return fmt::format("{} takes it on purpose; it breaks when a dependency needs the real one",
                       at);
  bool module = !shadow.file.ends_with("__init__.py");
  if (import.missing_submodule)
    return fmt::format("{} imports {}, but {}", at, import.missing,
                       module ? fmt::format("'{}' is not a package", shadow.name)
                              : fmt::format("{} has no such module", folder_of(shadow.file)));
  if (import.importer == shadow.file)
    return fmt::format("{} imports itself and finds no {}", at, import.missing);
  return fmt::format("{} needs {}.{}, which is not there", at, shadow.name, import.missing);
}

std::string remedy(const std::string& id, const Shadow& shadow) {
  if (id == "PM13") return "Add an __init__.py to the folder above, or drop the inner one.";
  if (id == "PM09") return "Keep one of the two packages.";
  std::string rename = fmt::format("Rename it, for example to local_{}", shadow.name);
  const auto& files = shadow.launch->files;
  bool can_run_module = shadow.launch->kind == LaunchKind::kScript && !files.empty() &&
                        !shadow.root.folder.empty() && shadow.root.why.empty() && id != "PM04" &&
                        files.front().ends_with(".py");
  if (!can_run_module) return rename + ".";
  std::string module = files.front().substr(0, files.front().size() - 3);
  if (module.find_first_of("-. ") != std::string::npos) return rename + ".";
  std::replace(module.begin(), module.end(), '/', '.');
  return fmt::format("{}, or run python -m {} from the root.", rename, module);
}

double confidence_of(const Weighed& best) {
  constexpr double kByGrade[] = {0.5, 0.4, 0.7, 0.85, 0.95};
  double confidence = kByGrade[static_cast<int>(best.shadow->launch->grade)];
  return best.import->measured ? confidence : confidence * 0.7;
}

bool stronger(const Weighed& a, const Weighed& b) {
  auto rank = [](const Weighed& w) {
    return std::tuple(w.severity, w.import->proof, w.shadow->launch->grade);
  };
  if (rank(a) != rank(b)) return rank(a) > rank(b);
  return std::tuple(a.import->chain.size(), a.import->importer, a.import->line) <
         std::tuple(b.import->chain.size(), b.import->importer, b.import->line);
}

std::vector<Related> related_of(const std::vector<Weighed>& all, const Weighed& best) {
  std::vector<Related> related;
  std::set<std::pair<std::string, std::uint32_t>> seen;
  auto add = [&](const ShadowedImport& import, const Shadow& shadow) {
    if (import.importer.empty() || !seen.emplace(import.importer, import.line).second) return;
    if (related.size() < 10)
      related.push_back({import.importer, import.line, breakage(shadow, import)});
  };
  add(*best.import, *best.shadow);
  for (const Weighed& weighed : all)
    for (const ShadowedImport& import : weighed.shadow->imports)
      if (import.proof != Proof::kIntended || best.import->proof == Proof::kIntended)
        add(import, *weighed.shadow);
  return related;
}

// The conflict that the strongest proof makes.
Conflict conflict_of(const PythonProject& project, const std::vector<Weighed>& all,
                     const Weighed& best) {
  const Shadow& shadow = *best.shadow;
  Conflict conflict;
  conflict.id = class_of(shadow, *best.import);
  conflict.file = shadow.file;
  conflict.name = shadow.name;
  conflict.root = shadow.root.folder;
  conflict.severity = best.severity;
  conflict.confidence = confidence_of(best);
  std::string chain;
  if (best.import->chain.size() > 2)
    chain = fmt::format(" (reached through {})", best.import->chain[best.import->chain.size() - 2]);
  const StdlibModule* module = stdlib_module(shadow.name, project.range);
  bool depends = shadow.hidden == Hidden::kStdlib && module != nullptr &&
                 module->load == ModuleLoad::kBuiltinSome;
  conflict.message = fmt::format(
      "{} hides {} when {}: {}{}.{} {}", shadow.file, hidden_text(project, shadow),
      root_text(shadow), breakage(shadow, *best.import), chain,
      depends ? " Some builds of the interpreter have it built in and are not affected." : "",
      remedy(conflict.id, shadow));
  conflict.related = related_of(all, best);
  conflict.data = {
      {"hides", hidden_text(project, shadow)},
      {"proof", std::string(best.import->proof == Proof::kDirect          ? "direct-break"
                            : best.import->proof == Proof::kViaStdlib     ? "via-stdlib"
                            : best.import->proof == Proof::kViaDependency ? "via-dependency"
                            : best.import->proof == Proof::kLate          ? "loaded-late"
                                                                          : "local-intended")},
      {"chain", best.import->chain}};
  return conflict;
}

}  // namespace

std::string launch_text(const Launch& launch) {
  bool same = !launch.files.empty() && launch.evidence.path == launch.files.front();
  return launch.how +
         (same ? fmt::format(" (line {})", launch.evidence.line)
               : fmt::format(" ({})", place(launch.evidence.path, launch.evidence.line)));
}

std::optional<Conflict> shadow_conflict(const PythonProject& project,
                                        const std::vector<Shadow>& shadows) {
  std::vector<Weighed> all;
  std::set<std::string> guessed_scripts;
  for (const Shadow& shadow : shadows) {
    if (shadow.imports.empty()) continue;
    Weighed weighed = weigh(shadow, project.range);
    if (!weighed.counts) continue;
    if (shadow.launch->grade == LaunchGrade::kPossible && weighed.import->proof > Proof::kLate)
      guessed_scripts.insert(shadow.launch->files.front());
    all.push_back(weighed);
  }
  if (all.empty()) return std::nullopt;
  std::sort(all.begin(), all.end(), stronger);
  Weighed best = all.front();
  if (best.severity == Severity::kNote && guessed_scripts.size() >= 2)
    best.severity = Severity::kWarning;
  return conflict_of(project, all, best);
}

Finding finding_of(const Conflict& conflict) {
  Finding finding;
  finding.rule = "module-name-conflict";
  finding.severity = conflict.severity;
  finding.path = conflict.file;
  finding.message = conflict.message;
  finding.confidence = conflict.confidence;
  finding.scope = "<module>";
  finding.digest = hash_of(conflict.id + "\n" + conflict.name);
  finding.related = conflict.related;
  finding.data = {{"class", conflict.id}, {"name", conflict.name}, {"root", conflict.root}};
  finding.data.insert(finding.data.end(), conflict.data.begin(), conflict.data.end());
  return finding;
}

}  // namespace stackfit
