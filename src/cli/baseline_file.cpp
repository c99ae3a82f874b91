#include "cli/baseline_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "facts/json_reader.h"

namespace stackfit {
namespace {

constexpr std::string_view kSchema = "stackfit-baseline/1";

Error broken(const std::string& path, std::uint32_t line, std::string message) {
  return {ErrorKind::kConfig, std::move(message), fmt::format("{}:{}", path, line),
          "repair it, or make a new one: stackfit baseline create"};
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base) {
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return problem == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool read_severity(std::string_view text, Severity& severity) {
  for (auto known : {Severity::kNote, Severity::kWarning, Severity::kError}) {
    if (text != name_of(known)) continue;
    severity = known;
    return true;
  }
  return false;
}

Result<BaselineEntry> read_entry(const JsonValue& value, const std::string& path) {
  BaselineEntry entry;
  auto& identity = entry.known.identity;
  identity.rule = value["rule"].string();
  identity.path = value["path"].string();
  identity.scope = value["scope"].string();
  entry.reason = value["reason"].string();
  if (identity.rule.empty() || identity.path.empty())
    return broken(path, value.line(), "an entry of the baseline wants rule and path");
  if (value["digest"].text().size() != 16 ||
      !read_number(value["digest"].text(), identity.digest, 16))
    return broken(path, value.line(), "an entry's digest is 16 hexadecimal digits");
  if (value["ordinal"].exists() && !read_number(value["ordinal"].text(), identity.ordinal, 10))
    return broken(path, value.line(), "an entry's ordinal is a number from 0");
  if (!read_severity(value["severity"].text(), entry.known.severity))
    return broken(path, value.line(), "an entry's severity is error, warning or note");
  return entry;
}

std::string line_of(const BaselineEntry& entry) {
  const auto& [identity, severity] = entry.known;
  nlohmann::ordered_json object = {
      {"rule", identity.rule},       {"path", identity.path},
      {"scope", identity.scope},     {"digest", fmt::format("{:016x}", identity.digest)},
      {"ordinal", identity.ordinal}, {"severity", name_of(severity)}};
  if (!entry.reason.empty()) object["reason"] = entry.reason;
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Result<std::vector<BaselineEntry>> parse_baseline(std::string_view text, const std::string& path) {
  auto tree = read_json(text);
  if (!tree.problem.empty()) return broken(path, tree.problem_line, tree.problem);
  auto root = root_of(tree);
  if (root["schema"].text() != kSchema)
    return broken(path, 1, fmt::format("this is no baseline: \"schema\" is not \"{}\"", kSchema));
  std::vector<BaselineEntry> entries;
  for (auto value : root["entries"]) {
    auto entry = read_entry(value, path);
    if (!entry) return entry.error();
    entries.push_back(std::move(*entry));
  }
  return entries;
}

std::string format_baseline(std::vector<BaselineEntry> entries) {
  std::sort(entries.begin(), entries.end());
  std::string text = fmt::format("{{\n\"schema\": \"{}\",\n\"entries\": [\n", kSchema);
  for (std::size_t i = 0; i < entries.size(); ++i)
    text += line_of(entries[i]) + (i + 1 < entries.size() ? ",\n" : "\n");
  return text + "]\n}\n";
}

}  // namespace stackfit
