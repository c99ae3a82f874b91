#include "facts/lockfile.h"

#include <charconv>

#include "core/text.h"

namespace stackfit {

void refuse_manifest(FileFacts& facts, std::string why, std::uint32_t line) {
  facts.skipped = line == 0 ? why : why + " (line " + std::to_string(line) + ")";
  if (!facts.manifest) facts.manifest.emplace();
  facts.manifest->packages.clear();  // half a lockfile would be taken for the whole
  facts.manifest->problem = std::move(why);
  facts.manifest->problem_line = line;
}

void refuse_lockfile(std::string_view bytes, const Error& error, FileFacts& facts) {
  std::uint32_t number = 0;
  for (auto line : split(bytes, '\n')) {
    ++number;
    if (line.starts_with("<<<<<<< "))
      return refuse_manifest(facts, "holds the markers of an unresolved merge conflict", number);
  }
  std::uint32_t line = 0;
  std::from_chars(error.where.data(), error.where.data() + error.where.size(), line);
  refuse_manifest(facts, error.message, line);
}

}  // namespace stackfit
