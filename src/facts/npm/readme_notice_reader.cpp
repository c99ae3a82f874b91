// READMEs of installed packages: does the project say near the top that it ended? Only what is said
// of the project itself counts, in the first clause of a sentence; notices about a version or
// about something else are common and mean nothing here.
#include <re2/re2.h>

#include <memory>

#include "core/text.h"
#include "facts/npm/readers.h"
#include "rules/rule_set.h"

namespace stackfit {
namespace {

constexpr std::string_view kModules = "node_modules/";
constexpr std::size_t kLines = 15, kLongestLine = 1000;

struct Pattern {
  std::string_view status;
  std::unique_ptr<RE2> text;
};

const std::vector<Pattern>& notice_patterns() {
  static const auto kPatterns = [] {
    std::vector<Pattern> patterns;
    for (auto line : split(rule_data("data/readme-notices.tsv"), '\n')) {
      auto row = split(line, '\t');
      if (line.starts_with("#") || row.size() != 2 || row[0] == "status") continue;
      patterns.push_back({row[0], std::make_unique<RE2>(std::string(row[1]), RE2::Quiet)});
    }
    return patterns;
  }();
  return kPatterns;
}

// `…/node_modules/@scope/name/README.md` → `@scope/name`.
std::string_view package_of(std::string_view path) {
  auto folder = folder_of(path);
  auto at = folder.rfind(kModules);
  return at == std::string_view::npos ? "" : folder.substr(at + kModules.size());
}

// Badges, and rows of tables and lists, which explain words as often as they use them.
bool is_no_sentence(std::string_view line) {
  return line.starts_with("|") || line.starts_with("- ") || line.starts_with("* ") ||
         line.starts_with("[![") || line.starts_with("![") || line.starts_with("<img") ||
         line.starts_with("[build-") || line.starts_with("<a ") || line.starts_with("<p") ||
         line.starts_with("</");
}

// Words alone, in lower case: no markup, no address, nothing beyond ASCII.
std::string plain(std::string_view line) {
  static const RE2 kAddress(R"(\]\([^)]*\)|<[^>]*>|https?://\S+)"), kBlanks(R"(\s+)");
  std::string text;
  for (char c : lower(line)) {
    bool markup = std::string_view("#*_~`>[]|").find(c) != std::string_view::npos;
    if (static_cast<unsigned char>(c) < 0x80) text += markup && c != ']' ? ' ' : c;
  }
  RE2::GlobalReplace(&text, kAddress, " ");
  for (char& c : text)
    if (c == ']') c = ' ';
  RE2::GlobalReplace(&text, kBlanks, " ");
  return text.substr(std::min(text.find_first_not_of(" :!.-"), text.size()));
}

std::string with_this_for(std::string text, std::string_view name) {
  auto own = lower(name);
  auto at = own.empty() ? std::string::npos : text.find(own);
  auto end = at == std::string::npos ? at : at + own.size();
  bool word = at != std::string::npos && (at == 0 || text[at - 1] == ' ') &&
              (end == text.size() || text[end] == ' ' || text[end] == ',');
  if (word) text.replace(at, own.size(), "this");
  return text;
}

// The status a sentence gives to the project; empty when it gives none.
std::string_view status_of(std::string sentence, std::string_view name) {
  static const RE2 kVersion(R"(\bv?\d+\.(?:\d|x)|\bv\d|\bversions? \d)");
  sentence = with_this_for(std::move(sentence), name);
  if (RE2::PartialMatch(sentence, kVersion)) return "";
  for (const Pattern& pattern : notice_patterns())
    if (RE2::PartialMatch(sentence, *pattern.text)) return pattern.status;
  return "";
}

// The first sentence of the line that is a notice.
std::string_view find_notice(std::string_view line, std::string_view name) {
  std::string text = plain(line.substr(0, kLongestLine));
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find(". ", at), text.size());
    if (auto status =
            status_of(std::string(trim(std::string_view(text).substr(at, end - at))), name);
        !status.empty())
      return status;
    at = end + 2;
  }
  return "";
}

}  // namespace

bool is_installed_readme(std::string_view path) {
  return !package_of(path).empty() && lower(base_name(path)).starts_with("readme");
}

void read_installed_readme(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "installed-readme";
  manifest.package = package_of(input.entry.path);
  std::uint32_t number = 0;
  std::size_t seen = 0;
  for (auto line : split(input.bytes.substr(0, 64 << 10), '\n')) {
    ++number;
    line = trim(line);
    if (line.empty() || is_no_sentence(line)) continue;
    if (++seen > kLines) return;
    auto status = find_notice(line, manifest.package);
    if (status.empty()) continue;
    manifest.settings.push_back({"notice." + std::string(status), std::string(line), number});
    return;
  }
}

}  // namespace stackfit
