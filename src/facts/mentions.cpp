// Which words could be a package is decided here by their form alone; whether one of them is, is
// decided where the declared packages are known. Files are told apart by
// rules/data/mention-files.toml.
#include "facts/mentions.h"

#include <algorithm>

#include "core/text.h"
#include "facts/javascript/imports.h"
#include "facts/javascript/script.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostMentions = 20'000, kLongestName = 214;
constexpr std::size_t kLongestQuote = 1024;

enum class Mode { kNone, kQuoted, kWords };

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' ||
         c == '/' || c == '.' || c == '_' || c == '~' || c == '-';
}

bool any_fits(const std::vector<std::string>& list, auto fits) {
  return std::any_of(list.begin(), list.end(), fits);
}

bool lies_below(std::string_view path, const std::vector<std::string>& folders) {
  auto parts = split(folder_of(path), '/');
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return std::find(folders.begin(), folders.end(), part) != folders.end();
  });
}

struct FileRow {
  Mode mode = Mode::kNone;
  std::vector<std::string> names, beginnings, endings, folders;
  std::int64_t deepest = 0;
  bool plain = false;  // names without an extension

  bool fits(std::string_view path, std::string_view name) const {
    auto depth = std::count(path.begin(), path.end(), '/');
    if (deepest > 0 && depth > deepest) return false;
    if (!folders.empty() && !lies_below(path, folders)) return false;
    return (plain && name.find('.') == std::string_view::npos) ||
           any_fits(names, [&](const auto& text) { return name == text; }) ||
           any_fits(beginnings, [&](const auto& text) { return name.starts_with(text); }) ||
           any_fits(endings, [&](const auto& text) { return name.ends_with(text); });
  }
};

const std::vector<FileRow>& file_rows() {
  static const auto kRows = [] {
    std::vector<FileRow> rows;
    for (const DataRow& row : data_rows("data/mention-files.toml", "file")) {
      auto mode = row.text("mode");
      rows.push_back({mode == "words"    ? Mode::kWords
                      : mode == "quoted" ? Mode::kQuoted
                                         : Mode::kNone,
                      row.list("names"), row.list("beginnings"), row.list("endings"),
                      row.list("folders"), row.number("deepest"), row.flag("plain")});
    }
    return rows;
  }();
  return kRows;
}

Mode mode_of(std::string_view path) {
  auto name = lower(base_name(path));
  for (const FileRow& row : file_rows())
    if (row.fits(path, name)) return row.mode;
  return Mode::kNone;
}

// The texts between quotes of any kind; one that does not end on its line is none.
void add_quotes(std::string_view text, MentionSet& set) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    char quote = text[at];
    if (quote != '"' && quote != '\'' && quote != '`') continue;
    auto end = text.find_first_of(std::string{quote, '\n'}, at + 1);
    if (end == std::string_view::npos) return;
    if (text[end] != quote) continue;
    set.add_quoted(text.substr(at + 1, end - at - 1));
    at = end;
  }
}

bool names_to_tools(std::string_view comment) {
  constexpr std::string_view kSigns[] = {"-environment", "<reference", "import(",
                                         "@jsx",         "require(",   "@type"};
  return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view sign) {
    return comment.find(sign) != std::string_view::npos;
  });
}

}  // namespace

std::uint64_t mention_of(std::string_view package) {
  return hash_of(package);
}

void MentionSet::add_word(std::string_view word) {
  constexpr std::string_view kModules = "node_modules/";
  if (auto at = word.rfind(kModules); at != std::string_view::npos)
    word.remove_prefix(at + kModules.size());
  while (word.starts_with("~")) word.remove_prefix(1);
  while (!word.empty() && (word.back() == '.' || word.back() == '-')) word.remove_suffix(1);
  if (word.size() < 2 || word.starts_with(".") || word.starts_with("/")) return;
  auto name = package_of(word);
  if (auto version = name.find('@', 1); version != std::string_view::npos)
    name = name.substr(0, version);
  if (name.size() < 2 || name.size() > kLongestName || hashes_.size() >= kMostMentions) return;
  hashes_.push_back(mention_of(name));
}

void MentionSet::add_words(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word_character(text[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < text.size() && is_word_character(text[end])) ++end;
    add_word(text.substr(at, end - at));
    at = end;
  }
}

void MentionSet::add_quoted(std::string_view text) {
  if (text.size() <= kLongestQuote && text.find_first_of(" \t\r\n") == std::string_view::npos)
    add_words(text);
  else
    add_scoped(text);
}

void MentionSet::add_scoped(std::string_view text) {
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    auto end = at;
    while (end < text.size() && is_word_character(text[end])) ++end;
    auto word = text.substr(at, end - at);
    if (word.find('/') != std::string_view::npos) add_word(word);
  }
}

void MentionSet::merge_into(std::vector<std::uint64_t>& into) const {
  into.insert(into.end(), hashes_.begin(), hashes_.end());
  std::sort(into.begin(), into.end());
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

void add_literal_mentions(const SyntaxTree& tree, std::vector<std::uint64_t>& into) {
  MentionSet set;
  for (NodeId id = 0; id < tree.size(); ++id) {
    Kind kind = tree.kind(id);
    if (kind == Kind::kTemplateString) {
      auto text = tree.text(id);
      set.add_scoped(text);
      if (text.size() > 1) set.add_quoted(text.substr(1, text.find("${") - 1));  // `name/${x}`
      if (text.size() > 2) add_quotes(text.substr(1, text.size() - 2), set);     // generated code
    }
    if (kind == Kind::kString || kind == Kind::kTemplateString)
      set.add_quoted(literal_text(tree, id));
    else if (kind == Kind::kComment && names_to_tools(tree.text(id)))
      set.add_words(tree.text(id));
  }
  set.merge_into(into);
}

void add_quoted_mentions(std::string_view bytes, std::vector<std::uint64_t>& into) {
  MentionSet set;
  add_quotes(bytes, set);
  set.merge_into(into);
}

bool may_mention(std::string_view path) {
  return mode_of(path) != Mode::kNone;
}

void read_mentions(const FileInput& input, FileFacts& facts) {
  if (input.bytes.size() > kMostMentionBytes) return;
  MentionSet set;
  if (mode_of(input.entry.path) == Mode::kWords) {
    facts.configures = true;
    set.add_words(input.bytes);
  } else {
    add_quotes(input.bytes, set);
  }
  set.merge_into(facts.mentions);
}

}  // namespace stackfit
