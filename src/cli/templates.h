#pragma once
#include <string_view>

namespace stackfit {

/// A file of ci-templates/ by its path below it; every one that `init` writes is part of the
/// program. Asking for another is a bug and ends the program.
std::string_view template_text(std::string_view path);

}  // namespace stackfit
