// What a bug report needs to say about where stackfit runs, ready to paste. It holds no secret and
// no name: of the environment only whether a variable is set, of folders only what they are, no
// host, user or path.
#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "cli/commands.h"
#include "cli/config.h"
#include "core/text.h"
#include "report/layout.h"
#include "rules/excludes.h"
#include "rules/rule_set.h"
#include "tree/tree.h"

namespace stackfit {
namespace {

std::string row(std::string_view name, std::string_view text) {
  return fmt::format("  {:<14} {}\n", name, display(text));
}

std::string system_rows() {
  utsname system = {};
  if (uname(&system) != 0) return row("system", "unknown");
  auto text =
      row("system", fmt::format("{} {} {}", system.sysname, system.release, system.machine));
  text += row("libc", fmt::format("glibc {}", gnu_get_libc_version()));
  auto pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
  text += row("cores", std::to_string(std::thread::hardware_concurrency()));
  if (pages > 0 && size > 0)
    text += row("memory", fmt::format("{} MiB", static_cast<std::uint64_t>(pages) *
                                                        static_cast<std::uint64_t>(size) >>
                                                    20));
  return text;
}

std::string limit_rows() {
  struct Limit {
    const char* name;
    decltype(RLIMIT_AS) which;
  };
  constexpr Limit kLimits[] = {{"address space", RLIMIT_AS},
                               {"processes", RLIMIT_NPROC},
                               {"open files", RLIMIT_NOFILE},
                               {"cpu seconds", RLIMIT_CPU}};
  std::string text;
  for (const auto& [name, which] : kLimits) {
    rlimit limit = {};
    if (getrlimit(which, &limit) != 0) continue;
    if (!text.empty()) text += ", ";
    text += limit.rlim_cur == RLIM_INFINITY ? fmt::format("{} unlimited", name)
                                            : fmt::format("{} {}", name, limit.rlim_cur);
  }
  return row("limits", text);
}

std::string environment_row() {
  constexpr const char* kAsked[] = {
      "CI",          "GITHUB_ACTIONS", "GITLAB_CI",   "TF_BUILD",    "NO_COLOR",
      "FORCE_COLOR", "TERM",           "LANG",        "LC_ALL",      "XDG_CACHE_HOME",
      "HOME",        "GIT_DIR",        "https_proxy", "HTTPS_PROXY", "NPM_CONFIG_REGISTRY"};
  std::vector<std::string> set;
  for (const char* name : kAsked)
    if (std::getenv(name) != nullptr) set.emplace_back(name);
  return row("set", set.empty() ? "none of the variables it looks at" : join(set, ", "));
}

std::string error_text(const Error& error) {
  return fmt::format("cannot be used: {}", error.message);
}

// What the current folder is to a run.
std::string folder_rows(const Invocation& invocation) {
  Options options = invocation.options;
  if (!invocation.arguments.empty()) options.root = invocation.arguments.front();
  auto config = find_config(options.root);
  auto text = row("configuration", !config    ? error_text(config.error())
                                   : !*config ? "none"
                                              : std::string(base_name((*config)->path)));
  auto tree = open_tree(options, load_excludes());
  if (!tree) return text + row("folder", error_text(tree.error()));
  auto listing = (*tree)->list();
  if (!listing) return text + row("folder", error_text(listing.error()));
  std::string git = listing->revision.empty() ? "no commit of git" : "a git working tree";
  for (const auto& skipped : listing->skipped)
    if (skipped.path == ".git") git = skipped.reason;
  return text + row("folder", fmt::format("{} to analyse, {} left out; {}",
                                          counted(listing->entries.size(), "file"),
                                          listing->skipped.size(), git));
}

}  // namespace

Result<int> run_doctor(const Invocation& invocation, Console& console) {
  auto rules = load_rules({});
  auto text = fmt::format("stackfit {}\n", STACKFIT_VERSION);
  text += row("rules", rules ? fmt::format("{} ({})", rules->rules.size(), rules->digest)
                             : error_text(rules.error()));
  text += system_rows() + limit_rows() + environment_row();
  text += row("terminal",
              fmt::format("{}, colour {}, {} columns", isatty(STDOUT_FILENO) != 0 ? "yes" : "no",
                          console.out.colour ? "on" : "off", console.out.columns));
  text += folder_rows(invocation);
  if (auto printed = print(text); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
