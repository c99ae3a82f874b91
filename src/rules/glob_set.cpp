// Globs become regular expressions, and those one RE2::Set: several hundred file tests then cost
// one pass over each path, and no path, however made, costs more than its length.
#include "rules/glob_set.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

RE2::Options bytes_not_text() {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_dot_nl(true);
  options.set_log_errors(false);
  return options;
}

struct OneSet {
  RE2::Set set{bytes_not_text(), RE2::ANCHOR_BOTH};
  std::vector<int> glob_of;  // pattern number in the set -> index of the glob

  void add(std::string_view glob, int index) {
    if (set.Add(regex_of_glob(glob), nullptr) >= 0) glob_of.push_back(index);
  }
  void match(std::string_view text, std::vector<int>& found) const {
    std::vector<int> hits;
    if (glob_of.empty() || !set.Match({text.data(), text.size()}, &hits)) return;
    for (int hit : hits) found.push_back(glob_of[static_cast<std::size_t>(hit)]);
  }
};

}  // namespace

struct GlobSet::Sets {
  OneSet paths, names;
};

GlobSet::GlobSet(const std::vector<std::string>& globs) : sets_(std::make_unique<Sets>()) {
  for (std::size_t i = 0; i < globs.size(); ++i) {
    bool has_slash = globs[i].find('/') != std::string::npos;
    (has_slash ? sets_->paths : sets_->names).add(globs[i], static_cast<int>(i));
  }
  sets_->paths.set.Compile();
  sets_->names.set.Compile();
}
GlobSet::~GlobSet() = default;
GlobSet::GlobSet(GlobSet&&) noexcept = default;
GlobSet& GlobSet::operator=(GlobSet&&) noexcept = default;

std::vector<int> GlobSet::match(std::string_view path) const {
  std::vector<int> found;
  sets_->paths.match(path, found);
  sets_->names.match(base_name(path), found);
  std::sort(found.begin(), found.end());
  return found;
}

std::string regex_of_glob(std::string_view glob) {
  std::string regex;
  int braces = 0;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    char c = glob[i];
    if (glob.substr(i).starts_with("**/")) {
      regex += "(?:.*/)?";
      i += 2;
    } else if (glob.substr(i).starts_with("**")) {
      regex += ".*";
      ++i;
    } else if (c == '*') {
      regex += "[^/]*";
    } else if (c == '?') {
      regex += "[^/]";
    } else if (c == '{') {
      regex += "(?:";
      ++braces;
    } else if (c == '}' && braces > 0) {
      regex += ')';
      --braces;
    } else if (c == ',' && braces > 0) {
      regex += '|';
    } else {
      regex += RE2::QuoteMeta({&glob[i], 1});
    }
  }
  return regex;
}

}  // namespace stackfit
