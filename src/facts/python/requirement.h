#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "facts/document.h"
#include "facts/manifest_facts.h"

namespace stackfit {

/// Parses a requirement as PEP 508 writes it (`name[extra]>=1; marker`, `name @ url`), or a bare
/// URL that names its egg. One that a marker asks for on older versions of Python alone is
/// optional. Nothing when there is no name to be had.
std::optional<Declared> parse_requirement(std::string_view text, DependencyScope scope,
                                          std::uint32_t line);

/// Is this a name developers give to what users do not need (`dev`, `test`, `docs`, `lint`)?
bool names_development(std::string_view group);

/// Is this the name of a file that lists what most leave out (`optional-requirements.txt`,
/// `requirements/extras.txt`, `requirements-all.txt`)?
bool names_extras(std::string_view file);

/// What the table of a dependency in Pipfile or Poetry's pyproject asks for: the version, or the
/// place it comes from, written as pip does (`git+https://…@branch`, `file:../x`).
std::string asked_for(const Document& document, DocumentId table);

/// The version of a range that admits one alone, `==2.0.3` or `=== 2.0.3`; else empty.
std::string pinned_version(std::string_view range);

/// The name with runs of `-`, `_` and `.` made one `-`, in lower case (PEP 503).
std::string normalized_distribution(std::string_view name);

}  // namespace stackfit
