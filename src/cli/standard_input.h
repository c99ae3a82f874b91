#pragma once
#include <memory>

#include "cli/invocation.h"
#include "tree/tree.h"

namespace stackfit {

/// Understands `-` with --stdin-filename: afterwards `options.stdin_filename` is relative to the
/// root, or empty when files are scanned as usual. Fails with kUsage when one is given without the
/// other, or the name is not below the root.
Result<void> settle_standard_input(const Invocation& invocation, Options& options);

/// A tree of one file: `options.stdin_filename` with what standard input says. Input beyond the
/// largest file stackfit reads is cut off, which the analysis then reports as too large.
Result<std::unique_ptr<Tree>> read_standard_input(const Options& options);

}  // namespace stackfit
