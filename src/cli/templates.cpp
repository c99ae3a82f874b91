#include "cli/templates.h"

#include <cstdlib>

#include "embedded_templates.inc"  // kTemplates: written by src/generated.cmake

namespace stackfit {

std::string_view template_text(std::string_view path) {
  for (const auto& file : kTemplates)
    if (file.path == path) return {file.first, static_cast<std::size_t>(file.end - file.first)};
  std::abort();  // the caller names a file that the build did not embed
}

}  // namespace stackfit
