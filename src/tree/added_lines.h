#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "tree/tree.h"

namespace stackfit {

/// Lines `first` to `last`, both included.
struct LineRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// By path: the lines of the new state that the old one does not have, in order.
using AddedLines = std::map<std::string, std::vector<LineRange>>;

/// Compares the changed entries of `head` with `base`, line by line (Myers' algorithm, as
/// `git diff`), in a disposable process. A file without a counterpart is new from its first line to
/// its last. Files above 16 MiB or not readable count as wholly new. Fails with kInput when the
/// comparison as a whole cannot be made.
Result<AddedLines> added_lines(const TreePair& pair, const std::vector<Entry>& head);

}  // namespace stackfit
