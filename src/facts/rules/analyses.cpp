#include "facts/rules/analyses.h"

#include <algorithm>

#include "facts/javascript/callback_paths.h"
#include "facts/javascript/emitters.h"
#include "facts/rules/function_shape.h"

namespace stackfit {
namespace {

constexpr FileAnalysis kAnalyses[] = {
    {"block-nesting", find_deep_blocks},
    {"callback-paths", find_double_calls},
    {"emitters", find_unheard_emitters},
    {"function-length", find_long_functions},
};

}  // namespace

const FileAnalysis* find_file_analysis(std::string_view name) {
  auto at = std::find_if(std::begin(kAnalyses), std::end(kAnalyses),
                         [&](const FileAnalysis& row) { return row.name == name; });
  return at == std::end(kAnalyses) ? nullptr : &*at;
}

}  // namespace stackfit
