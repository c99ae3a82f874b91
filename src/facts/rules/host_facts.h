#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about what runs a script: a server or the page of a browser.
const std::vector<FilePredicate>& host_predicates();

}  // namespace stackfit
