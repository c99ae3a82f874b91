#pragma once
#include <string_view>

#include "project/npm/facts.h"

namespace stackfit {

/// What the bundled facts (rules/data/pypi-facts.tsv) say of a distribution at a version: null when
/// nothing, or when it is later than the last one that was meant (it came back). `name` is
/// normalized; `version` may be empty.
const npm::Fact* ended_distribution(std::string_view name, std::string_view version);

/// Compares two versions by their release numbers, as PEP 440 orders them: negative, 0 or positive.
/// Epochs count; pre-, post- and development releases are taken as the release itself.
int compare_releases(std::string_view left, std::string_view right);

}  // namespace stackfit
