#include "facts/python/requirement.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::string_view kNameBytes =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

std::string_view without_comment(std::string_view text) {
  if (text.starts_with('#')) return {};
  auto mark = text.find(" #");
  return trim(mark == std::string_view::npos ? text : text.substr(0, mark));
}

std::string_view egg_of(std::string_view url) {
  auto mark = url.find("#egg=");
  if (mark == std::string_view::npos) return {};
  auto egg = url.substr(mark + 5);
  return egg.substr(0, egg.find_first_not_of(kNameBytes));
}

// `; python_version < "3.8"`: none of the versions that are still supported.
bool is_for_old_python(std::string_view marker) {
  constexpr std::string_view kOld[] = {"2",   "3.0", "3.1", "3.2", "3.3", "3.4",
                                       "3.5", "3.6", "3.7", "3.8", "3"};
  auto at = marker.find("python_version");
  if (at == std::string_view::npos) return false;
  auto test = trim(marker.substr(at + std::string_view("python_version").size()));
  if (!test.starts_with('<') && !test.starts_with("==")) return false;
  auto quote = test.find_first_of("'\"");
  if (quote == std::string_view::npos) return false;
  auto version = test.substr(quote + 1, test.find(test[quote], quote + 1) - quote - 1);
  return version.starts_with("2.") ||
         std::find(std::begin(kOld), std::end(kOld), version) != std::end(kOld);
}

}  // namespace

std::optional<Declared> parse_requirement(std::string_view text, DependencyScope scope,
                                          std::uint32_t line) {
  auto scheme = text.find("://");
  bool is_url = scheme != std::string_view::npos;
  if (is_url && text.substr(0, scheme).find('@') == std::string_view::npos) {
    auto egg = egg_of(text);
    if (egg.empty()) return std::nullopt;
    return Declared{std::string(egg), std::string(trim(text)), scope, line};
  }
  text = without_comment(trim(text));
  auto end = std::min(text.find_first_not_of(kNameBytes), text.size());
  auto name = text.substr(0, end);
  while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
  if (name.empty() || name.front() == '.' || name.front() == '-') return std::nullopt;
  auto rest = trim(text.substr(name.size()));
  if (rest.starts_with('/') || rest.starts_with(':')) {  // a path or a URL
    auto egg = egg_of(text);
    if (egg.empty()) return std::nullopt;
    return Declared{std::string(egg), std::string(text), scope, line};
  }
  if (rest.starts_with('['))
    rest = trim(rest.substr(std::min(rest.find(']'), rest.size() - 1) + 1));
  auto marker = rest.substr(std::min(rest.find(';'), rest.size()));
  if (scope == DependencyScope::kRuntime && is_for_old_python(marker))
    scope = DependencyScope::kOptional;
  rest = trim(rest.substr(0, rest.find(';')));
  rest = trim(rest.substr(0, rest.find(" --")));  // pip's options: --hash=…, --global-option=…
  if (rest.starts_with('(') && rest.ends_with(')')) rest = rest.substr(1, rest.size() - 2);
  return Declared{std::string(name), std::string(trim(rest)), scope, line};
}

bool names_development(std::string_view group) {
  constexpr std::string_view kWords[] = {"dev",      "test",   "doc",   "lint",  "typing",
                                         "mypy",     "ci",     "bench", "style", "check",
                                         "coverage", "format", "build"};
  auto name = lower(group);
  auto starts_word = [&](std::string_view word) {
    auto at = name.find(word);
    return at != std::string::npos &&
           (at == 0 || std::string_view("-_./").find(name[at - 1]) != std::string_view::npos);
  };
  return std::any_of(std::begin(kWords), std::end(kWords), starts_word);
}

bool names_extras(std::string_view file) {
  constexpr std::string_view kWords[] = {"optional", "extra", "extras", "all", "full"};
  constexpr std::string_view kBetween = "-_./";
  auto name = lower(file);
  for (std::size_t from = 0; from < name.size();) {
    auto to = std::min(name.find_first_of(kBetween, from), name.size());
    auto word = std::string_view(name).substr(from, to - from);
    if (std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords)) return true;
    from = to + 1;
  }
  return false;
}

std::string asked_for(const Document& document, DocumentId table) {
  if (document[table].kind == DocumentNode::Kind::kScalar) return document[table].value;
  for (std::string_view system : {"git", "hg", "svn", "bzr"}) {
    auto address = text_at(document, table, system);
    if (address.empty()) continue;
    auto place = std::string(system) + "+" + std::string(address);
    for (auto key : {"rev", "tag", "branch", "ref"})
      if (auto revision = text_at(document, table, key); !revision.empty())
        return place + "@" + std::string(revision);
    return place;
  }
  for (auto key : {"path", "file"})
    if (auto path = text_at(document, table, key); !path.empty())
      return "file:" + std::string(path);
  if (auto url = text_at(document, table, "url"); !url.empty()) return std::string(url);
  return std::string(text_at(document, table, "version"));
}

std::string pinned_version(std::string_view range) {
  range = trim(range);
  if (!range.starts_with("==")) return "";
  range = trim(range.substr(range.starts_with("===") ? 3 : 2));
  bool one = !range.empty() && range.find_first_of("*, <>!~") == std::string_view::npos;
  return one ? std::string(range) : "";
}

std::string normalized_distribution(std::string_view name) {
  std::string result;
  for (char c : lower(name)) {
    bool separates = c == '-' || c == '_' || c == '.';
    if (!separates) result += c;
    if (separates && !result.ends_with('-')) result += '-';
  }
  return result;
}

}  // namespace stackfit
