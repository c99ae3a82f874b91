#pragma once
#include <string_view>

#include "facts/reader.h"

namespace stackfit {

/// `tsconfig`: what tsconfig.json and jsconfig.json say of how module names are resolved. Settings
/// `extends`, `baseUrl`, and `paths:PATTERN` once for each of its targets.
bool is_tsconfig(std::string_view path);
void read_tsconfig(const FileInput& input, FileFacts& facts);

}  // namespace stackfit
