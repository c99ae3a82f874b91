#pragma once
#include <string_view>

#include "facts/reader.h"

namespace stackfit {

bool is_notebook(std::string_view path);

/// A Jupyter notebook (.ipynb, formats 3 and 4): its Python code cells, read as one module. Lines
/// are those of the notebook file.
void read_notebook(const FileInput& input, FileFacts& facts);

}  // namespace stackfit
