#include "cli/opened.h"

#include "cli/standard_input.h"
#include "rules/excludes.h"

namespace stackfit {

Result<Opened> open_states(const Options& options, const std::string& revision) {
  Opened opened;
  if (options.change.wanted()) {
    auto pair = open_change(options, load_excludes());
    if (!pair) return pair.error();
    opened.pair = std::move(*pair);
    return opened;
  }
  auto tree = !options.stdin_filename.empty() ? read_standard_input(options)
              : revision.empty()              ? open_tree(options, load_excludes())
                                              : open_revision(options, load_excludes(), revision);
  if (!tree) return tree.error();
  opened.tree = std::move(*tree);
  return opened;
}

}  // namespace stackfit
