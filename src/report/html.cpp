// The HTML report: one file that asks for nothing. Its policy (CSP) allows the one script and the
// one style by their hashes, no request, no form, no string that becomes markup. The report reaches
// the script as JSON in a data block; in the JSON every `<`, `>` and `&` is an escape, so that
// nothing in it can end the block or begin another. Without script the same is there as plain
// headings, tables and lists.
#include "report/html.h"

#include "core/text.h"
#include "report/encodings.h"
#include "report/writers.h"

extern "C" const char stackfit_page[], stackfit_page_end[], stackfit_page_style[],
    stackfit_page_style_end[], stackfit_page_script[], stackfit_page_script_end[];

namespace stackfit {
namespace {

#include "page_hashes.inc"  // kStyleHash, kScriptHash: written by src/CMakeLists.txt

std::string_view between(const char* first, const char* end) {
  return {first, static_cast<std::size_t>(end - first)};
}

std::string base64_of_hex(std::string_view hex) {
  auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    bytes += static_cast<char>(digit(hex[at]) * 16 + digit(hex[at + 1]));
  return base64(bytes);
}

std::string data_block(const Json& data) {
  constexpr Escape kEscapes[] = {
      {'<', "\\u003c"}, {'>', "\\u003e"}, {'&', "\\u0026"}, {'#', "\\u0023"}};
  return escape(data.dump(-1, ' ', true, Json::error_handler_t::replace), kEscapes);
}

struct Slot {
  std::string_view name;
  std::string text;
};

// Fills `{{name}}`. What is put in is not looked at again.
std::string fill(std::string_view frame, const std::vector<Slot>& slots) {
  std::string page;
  for (;;) {
    auto open = frame.find("{{");
    auto close = frame.find("}}", open);
    page += frame.substr(0, open);
    if (close == std::string_view::npos) return page;
    auto name = frame.substr(open + 2, close - open - 2);
    for (const auto& slot : slots)
      if (slot.name == name) page += slot.text;
    frame.remove_prefix(close + 2);
  }
}

}  // namespace

std::string html_text(std::string_view untrusted) {
  constexpr Escape kEscapes[] = {
      {'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
  return escape(display(untrusted), kEscapes);
}

std::string write_html(const Report& report, const RuleSet& rules, const Style&) {
  auto name = report.project.name.empty() ? "this folder" : report.project.name;
  auto grade = report.options.only.empty() ? " " + report.verdict.health.grade : "";
  return fill(between(stackfit_page, stackfit_page_end),
              {{"title", html_text(name + ": stackfit" + grade)},
               {"style-hash", base64_of_hex(kStyleHash)},
               {"script-hash", base64_of_hex(kScriptHash)},
               {"style", std::string(between(stackfit_page_style, stackfit_page_style_end))},
               {"script", std::string(between(stackfit_page_script, stackfit_page_script_end))},
               {"static", static_page(report)},
               {"data", data_block(page_data(report, rules))}});
}

}  // namespace stackfit
