#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "rules/fit_data.h"

// Looking technologies up by the names their ecosystems give them.

namespace stackfit {

using TechnologyRows = std::vector<const TechnologyRow*>;

/// Technologies with that npm package name; null when there is none.
const TechnologyRows* technologies_of_npm(std::string_view package);
/// Technologies with that Python distribution, its name normalised by `distribution_name`.
const TechnologyRows* technologies_of_pypi(std::string_view distribution);

/// The longest dotted prefix of a Python module that the catalogue knows: `a.b.c` is known as
/// itself, as `a.b` or as `a`.
struct KnownModule {
  std::string name;
  const TechnologyRows* rows = nullptr;  ///< null when no prefix is known
};
KnownModule technologies_of_module(std::string_view module);

/// The name of a Python distribution with runs of `-`, `_` and `.` made one `-`, in lower case
/// (PEP 503).
std::string distribution_name(std::string_view name);

/// The npm package an import specifier names: `@scope/pkg` of `@scope/pkg/sub`, `fs` of `node:fs`.
/// Empty for a relative or absolute path and for a URL.
std::string package_of_specifier(std::string_view specifier);

}  // namespace stackfit
