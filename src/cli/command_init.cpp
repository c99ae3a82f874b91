// `stackfit init`: the first files of a project that uses stackfit, each a template of
// ci-templates/.
#include <fmt/format.h>
#include <sys/stat.h>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/new_files.h"
#include "cli/templates.h"
#include "core/text.h"

namespace stackfit {
namespace {

struct Wanted {
  std::string path;       // in the repository
  std::string_view from;  // below ci-templates/
  std::string_view add;   // how an existing file takes it in
};

std::vector<Wanted> wanted_files(const Invocation& invocation) {
  std::vector<Wanted> wanted = {{"stackfit.toml", "stackfit.toml", ""}};
  if (invocation.ci == "github")
    wanted.push_back({".github/workflows/stackfit.yml", "github/workflows/stackfit.yml", ""});
  if (invocation.ci == "gitlab")
    wanted.push_back({".gitlab-ci.yml", "gitlab/gitlab-ci.yml", "add this to it"});
  if (invocation.pre_commit)
    wanted.push_back(
        {".pre-commit-config.yaml", "pre-commit/pre-commit-config.yaml", "add this to its repos"});
  return wanted;
}

// What CI and hooks read lies at the root of the repository.
Result<void> check_root(const Invocation& invocation) {
  const auto& root = invocation.options.root;
  if (struct stat found = {}; stat(root.c_str(), &found) != 0 || !S_ISDIR(found.st_mode))
    return Error{ErrorKind::kInput, "no such folder", root, ""};
  if (invocation.ci.empty() && !invocation.pre_commit) return {};
  auto boundary = config_boundary(join_path(root, "stackfit.toml"));
  if (name_is_taken(root, ".git") || !name_is_taken(boundary, ".git")) return {};
  return Error{ErrorKind::kUsage, "is not the root of its repository", root,
               fmt::format("stackfit init {}", boundary)};
}

bool same_folder(const std::string& a, const std::string& b) {
  struct stat left = {}, right = {};
  return stat(a.c_str(), &left) == 0 && stat(b.c_str(), &right) == 0 &&
         left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

// A configuration in a manifest is one: a second beside it would be an error at the next run.
Result<std::string> existing(const Wanted& wanted, const std::string& root) {
  if (name_is_taken(root, wanted.path)) return wanted.path;
  if (wanted.path != "stackfit.toml") return std::string();
  auto found = find_config(root);
  if (!found) return found.error();
  if (!*found || !same_folder(std::string(folder_of((**found).path)), root)) return std::string();
  return std::string(base_name((**found).path));
}

// Nobody shall find out from a failed CI run that a template has places to fill.
std::string written_text(const Wanted& wanted) {
  bool to_fill = template_text(wanted.from).find("OWNER/") != std::string_view::npos;
  return fmt::format("wrote {}{}\n", wanted.path,
                     to_fill ? "; replace OWNER and COMMIT in it, as its first lines say" : "");
}

std::string kept_text(const Wanted& wanted, const std::string& existing) {
  if (wanted.add.empty()) return fmt::format("kept {}\n", display(existing));
  return fmt::format("kept {}; {}:\n\n{}\n", display(existing), wanted.add,
                     template_text(wanted.from));
}

}  // namespace

Result<int> run_init(const Invocation& invocation, Console&) {
  const auto& root = invocation.options.root;
  if (auto checked = check_root(invocation); !checked) return checked.error();
  std::vector<NewFile> files;
  std::string kept, made, last;
  bool has_advice = false;
  for (const auto& wanted : wanted_files(invocation)) {
    auto there = existing(wanted, root);
    if (!there) return there.error();
    if (there->empty()) {
      files.push_back({wanted.path, template_text(wanted.from)});
      made += written_text(wanted);
    } else {
      kept += kept_text(wanted, *there);
      has_advice = has_advice || !wanted.add.empty();
      last = *there;
    }
  }
  if (files.empty() && !has_advice)
    return Error{ErrorKind::kInput, "nothing to write: every file is there already", last,
                 "stackfit config check says whether it is in order"};
  if (auto written = make_files(root, files); !written) return written.error();
  if (auto printed = print(made + kept); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
