#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "tree/attributes.h"
#include "tree/beneath.h"
#include "tree/ignore.h"

namespace stackfit {

/// When a row of the table asks whether git tracks a file.
enum class Untracked : std::uint8_t {
  kAny,    ///< the row means tracked files as well
  kSure,   ///< only what git says it does not track
  kMaybe,  ///< that, and everything in a tree without git
};

/// One row of the table of files and folders that are not the project's own work.
struct ExcludeRule {
  std::string kind;  ///< why: `vendored`, `generated`, `minified`, `build output`, `cache` …
  PathPattern pattern;
  Untracked untracked = Untracked::kAny;
  /// Of each group one name has to lie in the same folder. `{stem}` is the file's name without its
  /// extension.
  std::vector<std::vector<std::string>> near;
  std::vector<std::string> holds;         ///< the folder has to hold one of these
  std::vector<std::string> unless_holds;  ///< and none of these
};

struct ExcludeTable {
  std::vector<ExcludeRule> rules;
  /// Manifests and lockfiles: `linguist-generated` is often set on them, and they are wanted.
  IgnoreList keep;
};

/// What leaves files out besides .gitignore: the user's patterns first, then .gitattributes, then
/// the table.
struct Excludes {
  ExcludeTable table;
  IgnoreList user;  ///< `!pattern` brings back what the others leave out
  Attributes attributes;
};

/// Reads the user's patterns. Fails with kConfig when one can never match.
Result<IgnoreList> parse_user_excludes(const std::vector<std::string>& patterns);

/// A file or folder to judge. `tracked`: git knows it, or something below it; nothing: no git here.
struct Candidate {
  PathParts path;
  const std::vector<FolderItem>& siblings;  ///< everything in the same folder, sorted
  std::optional<bool> tracked;
  bool changed = false;  ///< since the state it is compared with: no attribute hides it
};

/// Why a file is left out (`minified: *.min.js`); nothing when it is not.
std::optional<std::string> excluded_file(const Excludes& excludes, const Candidate& file);

/// Why a folder is left out with everything in it. `items`: what it holds, sorted.
std::optional<std::string> excluded_folder(const Excludes& excludes, const Candidate& folder,
                                           const std::vector<FolderItem>& items);

/// True when `items` (sorted) has this name.
bool has_item(const std::vector<FolderItem>& items, std::string_view name);

}  // namespace stackfit
