#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "facts/manifest_facts.h"

namespace stackfit {

/// What the comments of a compiled requirements file say (`# via flask`, as pip-compile and
/// `uv pip compile` write them): who asks for each requirement. Such a file is a lockfile as well.
class RequirementOrigins {
 public:
  /// A line of the file, after its requirement, if it holds one, was added to `dependencies`.
  void take(std::string_view line, const std::vector<Declared>& dependencies);
  /// Fills `packages` when there was any such comment: an importer that asks for what somebody
  /// listed by hand, and a package for each requirement with edges to what it asks for.
  void write(ManifestFacts& facts) const;

 private:
  struct Origin {
    std::size_t requirement = 0;  // index in `dependencies`
    std::string parent;           // normalized; empty: a list made by hand
  };
  void add(std::string_view names, std::size_t requirement);

  std::vector<Origin> origins_;
  bool listing_ = false;  // inside a comment that goes on
};

}  // namespace stackfit
