#pragma once
#include <string>

namespace stackfit {

/// What tells this build of the program from every other: the id the linker wrote into it, a hash
/// of its contents (ELF note NT_GNU_BUILD_ID). Empty when there is none.
std::string build_id();

}  // namespace stackfit
