#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace stackfit {

/// A file to be made in a folder.
struct NewFile {
  std::string path;  ///< below the folder
  std::string_view text;
};

/// True when something, whatever it is, has this name in the folder.
bool name_is_taken(const std::string& folder, const std::string& path);

/// Makes all the files, and the folders above them, or none. Never replaces anything and never goes
/// through a link. Fails with kIo, having removed the files it made.
Result<void> make_files(const std::string& folder, const std::vector<NewFile>& files);

}  // namespace stackfit
