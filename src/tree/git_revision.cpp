#include "tree/git_revision.h"

#include <fmt/format.h>

#include "core/text.h"
#include "tree/git_change.h"
#include "tree/git_files.h"
#include "tree/git_history.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr IsolationLimits kRevisionLimits{60, 120, 2ull << 30, 512ull << 20};

Error problem(std::string message, std::string hint = "") {
  return {ErrorKind::kInput, std::move(message), "", std::move(hint)};
}

// Runs in the child.
std::string read_here(const std::string& path, bool allow_external, const std::string& revision) {
  auto [repository, refused] = git::open(path, allow_external, git::Layout::kAny);
  if (!refused.empty()) return encode_git_failure(problem("git data not used: " + refused));
  auto commit = git::find_commit(repository.get(), revision);
  if (!commit)
    return encode_git_failure(
        problem(fmt::format("there is no revision \"{}\" in this clone", display(revision)),
                "a shallow or partial clone lacks older ones: git fetch --unshallow"));
  auto data = git::data_of(repository.get(), commit.get());
  if (!data) return encode_git_failure(data.error());
  git::add_sizes(repository.get(), data->files);
  return encode_git_data(*data);
}

}  // namespace

Result<GitData> read_git_revision(const std::string& path, bool allow_external,
                                  const std::string& revision) {
  auto bytes =
      run_isolated(kRevisionLimits, [&] { return read_here(path, allow_external, revision); });
  if (bytes) return decode_git_data(*bytes);
  return problem("reading git's data " + bytes.error().message, "check it with: git fsck");
}

}  // namespace stackfit
