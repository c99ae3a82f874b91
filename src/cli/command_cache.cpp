// `cache info` and `cache clear`.
#include <fmt/format.h>

#include "cli/cache_folder.h"
#include "cli/commands.h"
#include "core/nearest.h"
#include "core/text.h"
#include "store/store.h"
#include "tree/beneath.h"

namespace stackfit {
namespace {

std::string describe(const StoreStats& stats, const StoreLimits& limits) {
  auto text = fmt::format("{}: {}, values up to {}\n", display(stats.path),
                          show_size(stats.file_bytes), show_size(limits.bytes));
  for (std::size_t at = 0; at < kSpaces; ++at)
    text += fmt::format("  {:<10}{:>8} entries, {}\n", name_of(static_cast<Space>(at)),
                        stats.spaces[at].entries, show_size(stats.spaces[at].bytes));
  return text;
}

}  // namespace

Result<int> run_cache(const Invocation& invocation, Console&) {
  const auto& action = invocation.arguments.front();
  if (action != "info" && action != "clear")
    return Error{ErrorKind::kUsage,
                 fmt::format("there is no \"stackfit cache {}\"", display(action)), "",
                 did_you_mean(action, {"info", "clear"})};
  auto folder = cache_folder(invocation);
  if (folder.empty())
    return Error{ErrorKind::kInput, "there is no cache: no home folder, and none was named", "",
                 "--cache DIR names one"};
  StoreLimits limits;
  auto store = Store::open(folder, limits);
  if (!store) return store.error();
  if (action == "clear")
    if (auto cleared = store->clear(); !cleared) return cleared.error();
  if (auto printed = print(describe(store->stats(), limits)); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
