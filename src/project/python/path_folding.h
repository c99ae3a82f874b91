#pragma once
#include <string>
#include <string_view>

namespace stackfit {

/// A path as a file system sees it that ignores case and how characters are composed (APFS, HFS+;
/// NTFS ignores case): equal results are one file there. Malformed UTF-8 stays as it is.
std::string folded_path(std::string_view path);

}  // namespace stackfit
