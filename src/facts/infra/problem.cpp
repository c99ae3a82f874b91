#include <charconv>

#include "facts/infra/readers.h"

namespace stackfit {

void note_problem(const Error& error, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest ? *facts.manifest : facts.manifest.emplace();
  manifest.problem = error.message;
  std::from_chars(error.where.data(), error.where.data() + error.where.size(),
                  manifest.problem_line);
  facts.partial = error.message;
}

}  // namespace stackfit
