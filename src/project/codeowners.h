#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tree/ignore.h"
#include "tree/tree.h"

namespace stackfit {

/// Who answers for which files: the CODEOWNERS of GitHub and GitLab. The last line that matches
/// decides.
struct CodeOwners {
  struct Line {
    PathPattern pattern;
    std::vector<std::string> owners;
  };
  std::string path;  ///< of the file read; empty: there is none
  std::vector<Line> lines;
};

/// Reads the first CODEOWNERS of `.github/`, the root, `docs/` and `.gitlab/`.
CodeOwners read_codeowners(const Tree& tree);

/// Understands the text of one: patterns as in .gitignore without negation, owners as words;
/// GitLab's
/// `[Section] @default` gives its owners to lines without any. Lines that mean nothing are left
/// out.
CodeOwners parse_codeowners(std::string_view text);

/// The owners of a file; none when no line matches, or the last that does names none.
const std::vector<std::string>& owners_of(const CodeOwners& owners, std::string_view path);

}  // namespace stackfit
