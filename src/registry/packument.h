#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace stackfit {

/// What a registry says of one version.
struct RegistryVersion {
  std::string version;
  std::string deprecated;          ///< its author's words; empty: no flag
  std::string published;           ///< ISO date and time; empty: not said
  std::string node;                ///< `engines.node`
  std::uint32_t dependencies = 0;  ///< at run time
  std::uint64_t unpacked = 0;      ///< bytes; 0: not said
  std::uint32_t files = 0;         ///< 0: not said
  bool install_script = false;
};

/// A registry's document about one package, as far as it matters here.
struct Packument {
  std::string name;
  std::string latest;    ///< version of the dist-tag
  std::string modified;  ///< of the document: no version is newer
  std::string created;
  bool full = false;            ///< the long form, which has dates
  bool has_repository = false;  ///< of the long form
  std::vector<std::string> maintainers;
  std::vector<RegistryVersion> versions;  ///< in the document's order

  const RegistryVersion* find(std::string_view version) const;
};

/// Reads a document of either form. Fails with kInput when it is broken, or about another package:
/// an answer for a name that was not asked proves nothing.
Result<Packument> read_packument(std::string_view bytes, std::string_view name);

/// The same as a short document that read_packument understands: what a cache keeps.
std::string shortened(const Packument& packument);

}  // namespace stackfit
