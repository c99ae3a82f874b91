#pragma once
#include <string>
#include <string_view>

#include "core/result.h"
#include "facts/file_facts.h"

// What the readers of lockfiles share, whatever the ecosystem.

namespace stackfit {

/// Values a YAML or TOML lockfile may hold; the largest real ones hold 150,000.
inline constexpr std::size_t kLockfileNodes = 2'000'000;

/// Marks the file as not understood: `why` becomes the manifest's problem and the reason for
/// which the file is listed as skipped.
void refuse_manifest(FileFacts& facts, std::string why, std::uint32_t line);

/// Says that a lockfile in YAML or TOML could not be read, and names merge conflicts as such.
void refuse_lockfile(std::string_view bytes, const Error& error, FileFacts& facts);

}  // namespace stackfit
