// Where the comments of configuration files are. No parser of these formats hands its comments out,
// so the few rules that decide what is a comment are here: which characters quote, and where a `#`
// begins one. The scanners are line by line and know just that much of their format.
#include <algorithm>

#include "core/text.h"
#include "facts/placed_comments.h"
#include "facts/suppression_text.h"

namespace stackfit {
namespace {

/// Where the comment of a line starts; npos when it has none. Called for every line in order.
using Scan = std::size_t (*)(std::string_view line, struct ScanState& state);

struct ScanState {
  std::string_view quote;        // what ends the string that is still open; empty: none is
  std::size_t block_indent = 0;  // YAML: of the line that a block scalar hangs on …
  bool in_block = false;         // … while inside of one
};

constexpr auto kNone = std::string_view::npos;

std::size_t indent_of(std::string_view line) {
  return line.find_first_not_of(' ');
}

bool is_blank_at(std::string_view line, std::size_t at) {
  return line[at] == ' ' || line[at] == '\t';
}

// Dockerfile, INI, lockfiles of Yarn: the line's first character decides.
std::size_t whole_line(std::string_view line, ScanState&) {
  auto first = line.find_first_not_of(" \t");
  return first != kNone && (line[first] == '#' || line[first] == ';') ? first : kNone;
}

// requirements.txt: `#` at the start or behind a blank; `pkg#egg=x` has none.
std::size_t behind_blank(std::string_view line, ScanState&) {
  for (auto at = line.find('#'); at != kNone; at = line.find('#', at + 1))
    if (at == 0 || is_blank_at(line, at - 1)) return at;
  return kNone;
}

std::string_view toml_quote(std::string_view line, std::size_t at) {
  for (std::string_view quote : {"\"\"\"", "'''", "\"", "'"})
    if (line.substr(at).starts_with(quote)) return quote;
  return {};
}

std::size_t in_toml(std::string_view line, ScanState& state) {
  for (std::size_t at = 0; at < line.size();) {
    if (state.quote.empty()) {
      if (line[at] == '#') return at;
      state.quote = toml_quote(line, at);
      at += std::max<std::size_t>(1, state.quote.size());
    } else if (line[at] == '\\' && state.quote.front() == '"') {
      at += 2;
    } else if (line.substr(at).starts_with(state.quote)) {
      at += state.quote.size();
      state.quote = {};
    } else {
      ++at;
    }
  }
  if (state.quote.size() == 1) state.quote = {};  // a string of one line ends with it
  return kNone;
}

// A quote opens a string only where a value may begin: `don't` is plain text.
bool begins_value(std::string_view line, std::size_t at) {
  auto before = line.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
  if (at == 0 || before == kNone) return true;
  bool apart = before + 1 < at;
  char c = line[before];
  return c == '[' || c == '{' || c == ',' || (apart && (c == ':' || c == '-' || c == '?'));
}

// `key: |`, `- >-`: what follows, further right, is text.
bool opens_block(std::string_view line) {
  line = trim(line);
  auto at = line.find_last_of("|>");
  if (at == kNone || line.size() - at > 3 || (at > 0 && !is_blank_at(line, at - 1))) return false;
  return line.find_first_not_of("+-123456789", at + 1) == kNone;
}

std::size_t yaml_comment(std::string_view line, ScanState& state) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    char c = line[at];
    if (!state.quote.empty()) {
      if (c == '\\' && state.quote == "\"")
        ++at;
      else if (c == state.quote.front())
        state.quote = {};
    } else if (c == '#' && (at == 0 || is_blank_at(line, at - 1))) {
      return at;
    } else if ((c == '"' || c == '\'') && begins_value(line, at)) {
      state.quote = c == '"' ? "\"" : "'";
    }
  }
  return kNone;
}

std::size_t in_yaml(std::string_view line, ScanState& state) {
  auto indent = indent_of(line);
  if (state.in_block && (indent == kNone || indent > state.block_indent)) return kNone;
  state.in_block = false;
  auto comment = yaml_comment(line, state);
  if (state.quote.empty() && indent != kNone && opens_block(line.substr(0, comment))) {
    state.in_block = true;
    state.block_indent = indent;
  }
  return comment;
}

struct Style {
  std::string_view format;
  Scan scan;
};
constexpr Style kStyles[] = {
    {"pyproject", in_toml},      {"pipfile", in_toml},           {"pnpm-lock", in_yaml},
    {"pnpm-workspace", in_yaml}, {"compose", in_yaml},           {"ci", in_yaml},
    {"conda", in_yaml},          {"requirements", behind_blank}, {"yarn-lock", whole_line},
    {"dockerfile", whole_line},  {"procfile", whole_line},       {"makefile", whole_line},
    {"shell", whole_line},       {"version-file", whole_line},   {"setup-cfg", whole_line},
    {"tox", whole_line},
};

std::vector<PlacedComment> place_comments(std::string_view text, Scan scan) {
  std::vector<PlacedComment> placed;
  std::size_t waiting = 0;  // from here on they wait for a line that holds something
  ScanState state;
  std::uint32_t number = 0;
  bool at_top = true;
  for (auto line : split(text, '\n')) {
    ++number;
    auto start = scan(line, state);
    bool holds = !trim(line.substr(0, start)).empty();
    if (holds) {
      at_top = false;
      for (; waiting < placed.size(); ++waiting) placed[waiting].covers.to = number;
    }
    if (start == kNone) continue;
    auto column = static_cast<std::uint32_t>(start + 1);
    placed.push_back({line.substr(start), number, column, {number, number}, at_top, "<module>"});
    if (holds) waiting = placed.size();
  }
  return placed;
}

}  // namespace

std::vector<Suppression> find_suppressions(std::string_view format, std::string_view text) {
  if (text.find(kDirectiveWord) == std::string_view::npos) return {};
  auto style = std::find_if(std::begin(kStyles), std::end(kStyles),
                            [&](const Style& row) { return row.format == format; });
  if (style == std::end(kStyles)) return {};
  return read_suppressions(place_comments(text, style->scan));
}

}  // namespace stackfit
