#pragma once
#include <string>

#include "cli/invocation.h"

namespace stackfit {

/// Where a run keeps its cache: `--cache DIR`, else `STACKFIT_CACHE`, else `stackfit` in the user's
/// cache folder (`XDG_CACHE_HOME`, or `.cache` at home). Empty when there is none: `--no-cache`,
/// `STACKFIT_CACHE` set to nothing, or nobody's home. A folder nobody asked for is not used when it
/// lies in the scanned one.
std::string cache_folder(const Invocation& invocation);

}  // namespace stackfit
