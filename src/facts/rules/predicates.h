#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/rules/file_view.h"
#include "syntax/predicate.h"

namespace stackfit {

/// A predicate of rule pages that needs to know more of a file than its tree.
struct FilePredicate {
  std::string_view name;
  std::size_t least, most;  ///< number of texts it takes behind its capture
  bool (*holds)(const FileView& file, const Test& test, NodeId node);
};

/// Every such predicate, in any order.
const std::vector<FilePredicate>& file_predicates();
/// Null when there is none of that name.
const FilePredicate* find_file_predicate(std::string_view name);

/// What a name or a chain of names (`fs.promises.readFile`) stands for when its first name was
/// bound by an import: the module, and the names taken from it. Empty when it was not.
struct Qualified {
  std::string_view module;
  std::string path;  ///< `promises.readFile`, "" for the module itself
};
Qualified qualify(const FileView& file, NodeId node);

}  // namespace stackfit
