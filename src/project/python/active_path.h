#pragma once
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "project/python/python_project.h"

namespace stackfit {

/// A folder in front of the standard library, from some line of some file on.
struct ActiveEntry {
  PathEntry entry;
  std::string since_file;  ///< empty: from the start
  std::uint32_t since_line = 0;
};

/// sys.path while a launch runs: what the launch puts there, and what the code it reaches adds and
/// takes away.
class ActiveSearchPath {
 public:
  ActiveSearchPath(const PythonProject& project, const Launch& launch);
  /// Takes over the edits of a file that has been reached.
  void apply_edits(const std::string& path, const PythonFacts& python);
  const std::deque<ActiveEntry>& front() const { return front_; }
  /// Folders behind site-packages: installed packages of the project, and appended ones.
  const std::vector<std::string>& back() const { return back_; }
  /// Does the entry hold for an import on that line?
  bool is_active(const ActiveEntry& active, const std::string& importer, std::uint32_t line) const;

 private:
  std::optional<std::string> folder_of_edit(const std::string& path,
                                            const SearchPathEdit& edit) const;
  const PythonProject& project_;
  const Launch& launch_;
  std::deque<ActiveEntry> front_;
  std::vector<std::string> back_;
  std::pair<std::string, std::uint32_t> removed_;  // where the first entry was taken out
};

}  // namespace stackfit
