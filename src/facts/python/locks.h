#pragma once
#include <string>
#include <string_view>

#include "facts/reader.h"

// The readers of Python's lockfiles, one source file and one row of the reader table each, and what
// they share. Packages have their PEP 503 name, their version and the key `name==version`; a
// project or workspace member is an importer, whose key is its folder.

namespace stackfit {

/// `poetry-lock`: poetry.lock of every poetry.
bool is_poetry_lock(std::string_view path);
void read_poetry_lock(const FileInput& input, FileFacts& facts);
/// `uv-lock`: uv.lock.
bool is_uv_lock(std::string_view path);
void read_uv_lock(const FileInput& input, FileFacts& facts);
/// `pdm-lock`: pdm.lock.
bool is_pdm_lock(std::string_view path);
void read_pdm_lock(const FileInput& input, FileFacts& facts);
/// `pipfile-lock`: Pipfile.lock, which says of no package who asked for it.
bool is_pipfile_lock(std::string_view path);
void read_pipfile_lock(const FileInput& input, FileFacts& facts);

/// `flask==2.0.3`.
std::string distribution_key(std::string_view name, std::string_view version);

/// Fills `Declared::locked` by name. A requirement that several versions of a package may satisfy,
/// each under another marker, gets a row for each.
void follow_distributions(ManifestFacts& lock);

}  // namespace stackfit
