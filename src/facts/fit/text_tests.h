#pragma once
#include <string_view>

#include "facts/reader.h"

namespace stackfit {

/// Does some file test of the catalogue ask for a text in files of that path?
bool has_text_tests(std::string_view path);

/// Finds the texts that file tests ask for (`"references"` in tsconfig.json) with their first line.
void read_text_tests(const FileInput& input, FileFacts& facts);

}  // namespace stackfit
