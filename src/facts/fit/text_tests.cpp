#include "facts/fit/text_tests.h"

#include <algorithm>

#include "core/text.h"
#include "rules/fit_data.h"
#include "rules/glob_set.h"

namespace stackfit {
namespace {

constexpr std::size_t kTextShown = 80;

struct TextTests {
  std::vector<std::string> texts;  // by glob
  GlobSet globs{{}};
};

// A glob with a slash holds below any folder that may turn out to be a project of its own; which
// folders are is known only when all files are.
std::string anywhere(const std::string& glob) {
  return glob.find('/') == std::string::npos ? glob : "**/" + glob;
}

const TextTests& text_tests() {
  static const TextTests kTests = [] {
    TextTests tests;
    std::vector<std::string> globs;
    auto add = [&](const std::string& glob, const std::string& text) {
      if (text.empty()) return;
      globs.push_back(anywhere(glob));
      tests.texts.push_back(text);
    };
    for (const auto& technology : fit_data().technologies)
      for (const auto& file : technology.files) add(file.path, file.contains);
    for (const auto& test : fit_data().tests)
      if (test.kind == "file") add(test.match, test.contains);
    tests.globs = GlobSet(globs);
    return tests;
  }();
  return kTests;
}

void note(std::string_view bytes, const std::string& text, FileFacts& facts) {
  auto known = std::any_of(facts.texts.begin(), facts.texts.end(),
                           [&](const SignalHit& hit) { return hit.signal == text; });
  auto at = bytes.find(text);
  if (known || at == std::string_view::npos) return;
  auto first = bytes.rfind('\n', at) + 1;  // npos + 1 is 0
  auto line = bytes.substr(first, bytes.find('\n', at) - first);
  SignalHit hit;
  hit.signal = text;
  hit.line = static_cast<std::uint32_t>(std::count(bytes.begin(), bytes.begin() + at, '\n') + 1);
  hit.what = trim(line).substr(0, kTextShown);
  facts.texts.push_back(std::move(hit));
}

}  // namespace

bool has_text_tests(std::string_view path) {
  return !text_tests().globs.match(path).empty();
}

void read_text_tests(const FileInput& input, FileFacts& facts) {
  for (int hit : text_tests().globs.match(input.entry.path))
    note(input.bytes, text_tests().texts[static_cast<std::size_t>(hit)], facts);
}

}  // namespace stackfit
