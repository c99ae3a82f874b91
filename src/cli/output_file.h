#pragma once
#include <string>
#include <string_view>

#include "core/result.h"

namespace stackfit {

/// Writes a whole file or leaves the old one untouched: a temporary file in the same folder, fsync,
/// rename. A device or pipe (/dev/stderr) is written in place. Fails with kIo naming the path.
Result<void> write_file(const std::string& path, std::string_view bytes);

/// Adds to the end of a file, which is made when it is not there. Fails with kIo naming the path.
Result<void> append_file(const std::string& path, std::string_view bytes);

/// 0 when there is no such file.
std::size_t size_of_file(const std::string& path);

/// Fails when `path` cannot be the target of a report: a folder, or in a folder that is not there.
/// Asked before the work, so that nobody waits for a report that cannot be kept.
Result<void> check_target(const std::string& path);

}  // namespace stackfit
