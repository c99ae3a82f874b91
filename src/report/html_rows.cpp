#include "report/html_rows.h"

#include <algorithm>
#include <tuple>

#include "core/utf8.h"

namespace stackfit {
namespace {

// Bytes of a page are shared out: findings first, then their source lines, then related places.
constexpr std::size_t kFindingBytes = 450'000, kExcerptBytes = 250'000, kRelatedBytes = 100'000,
                      kMostRelated = 12;

// Source text keeps its tabs as blanks: on a page they say nothing else.
std::string code_shown(std::string_view code) {
  std::string text;
  for (char c : code)
    if (c == '\t')
      text += "  ";
    else
      text += c;
  return display(text);
}

// The byte where a UTF-16 column (from 1) begins.
std::size_t byte_at(std::string_view line, std::uint32_t column) {
  std::size_t at = 0;
  for (std::uint32_t units = 1; units < column && at < line.size();) {
    auto character = decode_utf8(line.substr(at));
    units += character.code > 0xFFFF ? 2 : 1;
    at += character.length;
  }
  return at;
}

// Before, at and behind what the finding points at.
Json excerpt_row(const Excerpt& excerpt) {
  std::string_view line = excerpt.line;
  auto first = byte_at(line, excerpt.column);
  auto last = std::max(first, byte_at(line, excerpt.end_column));
  auto before = line.substr(0, first);
  before.remove_prefix(std::min(before.find_first_not_of(" \t"), before.size()));
  auto at = line.substr(first, last - first);
  if (before.empty()) at.remove_prefix(std::min(at.find_first_not_of(" \t"), at.size()));
  return {code_shown(before), code_shown(at), code_shown(line.substr(last))};
}

constexpr std::size_t kRowBytes = 30;  // of a row besides its texts

struct Budget {
  std::size_t left;
  bool takes(std::size_t bytes) {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  }
};

std::size_t size_of(const std::vector<Related>& related) {
  std::size_t bytes = 0;
  for (const auto& place : related) bytes += place.message.size() + kRowBytes;
  return bytes;
}

std::string_view status_of(const Finding& finding) {
  return finding.baselined ? "baselined" : name_of(finding.status);
}

Json related_rows(const Finding& finding, PageNames& paths) {
  Json rows = Json::array();
  for (const auto& related : finding.related) {
    if (rows.size() == kMostRelated) break;
    rows.push_back({paths(related.path.empty() ? finding.path : related.path), related.line,
                    display(related.message)});
  }
  return rows;
}

// The most severe first, as far as a page can hold them.
std::vector<std::size_t> chosen_findings(const std::vector<Finding>& findings) {
  std::vector<std::size_t> order(findings.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(is_listed(findings[b]), findings[b].severity) <
           std::tuple(is_listed(findings[a]), findings[a].severity);
  });
  return order;
}

}  // namespace

Json finding_rows(const Report& report, PageNames& rules, PageNames& paths) {
  const auto& findings = report.project.findings;
  Json rows = Json::array();
  Budget room{kFindingBytes}, excerpts{kExcerptBytes}, related{kRelatedBytes};
  for (auto i : chosen_findings(findings)) {
    const Finding& finding = findings[i];
    auto message = display(finding.message), scope = display(finding.scope);
    if (!room.takes(message.size() + scope.size() + kRowBytes)) break;
    bool known = i < report.excerpts.size() && report.excerpts[i].column != 0;
    bool quoted = known && excerpts.takes(report.excerpts[i].line.size() + kRowBytes);
    bool linked = related.takes(size_of(finding.related));
    rows.push_back({rules(finding.rule), static_cast<int>(finding.severity), paths(finding.path),
                    finding.span.line, std::move(message), std::move(scope), status_of(finding),
                    quoted ? excerpt_row(report.excerpts[i]) : Json(0),
                    linked ? related_rows(finding, paths) : Json::array()});
  }
  return rows;
}

std::string what_to_do(const std::string& action) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"replace", "replace it"},
      {"upgrade", "upgrade it"},
      {"refresh", "refresh the lockfile"},
      {"override", "override its version"},
      {"upgrade-parent", "upgrade what asks for it"},
  };
  for (const auto& [name, words] : kWords)
    if (name == action) return std::string(words);
  return action;
}

Json cycle_rows(const std::vector<Finding>& findings) {
  Json rows = Json::array();
  auto texts = [](const Finding& finding, std::string_view key) {
    const auto* value = find_data(finding.data, key);
    const auto* list = value ? std::get_if<std::vector<std::string>>(value) : nullptr;
    return list ? *list : std::vector<std::string>();
  };
  for (const Finding& finding : findings) {
    auto way = texts(finding, "cycle");
    if (way.size() < 2 || !is_listed(finding)) continue;
    const auto* kind = find_data(finding.data, "kind");
    const auto* size = find_data(finding.data, "modules");
    const auto* modules = size ? std::get_if<std::int64_t>(size) : nullptr;
    const auto* word = kind ? std::get_if<std::string>(kind) : nullptr;
    rows.push_back({{"way", shown(way)},
                    {"cut", shown(texts(finding, "cut"))},
                    {"kind", word ? display(*word) : ""},
                    {"modules", modules ? *modules : static_cast<std::int64_t>(way.size())}});
  }
  return rows;
}

}  // namespace stackfit
