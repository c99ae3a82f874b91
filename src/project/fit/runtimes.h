#pragma once
#include <vector>

#include "project/fit/fit_input.h"

namespace stackfit {

/// The roles of Node.js and Python: `primary` carries the product, `secondary` carries a part of it
/// with an entry point of its own, `tooling` builds, tests or configures it, `none` is not there.
/// Where code lies comes before how much there is: vendored and test code makes no stack.
std::vector<RuntimeFacts> find_runtimes(const FitInput& input);

/// Of the bytes of product code, the share in neither JavaScript/TypeScript nor Python.
double foreign_share_of(const FitInput& input);

/// Why no verdict for the whole can be given: a collection of examples, documents only. Empty: it
/// can.
std::string out_of_scope(const FitInput& input);

}  // namespace stackfit
