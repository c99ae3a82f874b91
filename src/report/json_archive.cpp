// A report that is read again comes from a file, and files are not to be trusted: nothing is
// allocated that the document does not hold, numbers are checked against their types, and a word of
// stackfit's own, which writers print as it is, may hold nothing that a terminal, a log or a page
// could take for more than a word.
#include "report/json_archive.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text.h"
#include "core/utf8.h"
#include "report/encodings.h"

namespace stackfit {
namespace {

constexpr std::size_t kLongestWord = 100, kMostData = 100;
constexpr std::string_view kSidecar = "_base64";
constexpr double kLargestFigure = 1e12;

bool is_word(std::string_view text) {
  constexpr std::string_view kSigns = "-_./+ ";
  return text.size() <= kLongestWord && std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  kSigns.find(c) != std::string_view::npos;
         });
}

template <class Number>
bool parse(std::string_view text, Number& value) {
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc() && end == text.data() + text.size();
}

std::string sidecar(std::string_view key) {
  return std::string(key).append(kSidecar);
}

DataValue data_value(JsonValue value) {
  if (value.is(JsonKind::kBool)) return value.is_true();
  if (value.is(JsonKind::kString)) return value.string();
  if (value.is(JsonKind::kArray)) {
    std::vector<std::string> texts;
    for (auto element : value) texts.push_back(element.string());
    return texts;
  }
  std::int64_t whole = 0;
  if (parse(value.text(), whole)) return whole;
  double figure = 0;
  return parse(value.text(), figure) && std::isfinite(figure) ? figure : 0.0;
}

}  // namespace

void JsonWriter::text(std::string_view key, const std::string& value) {
  put(key, value);
  if (!is_utf8(value)) put(sidecar(key), base64(value));
}

void JsonWriter::texts(std::string_view key, const std::vector<std::string>& values) {
  put(key, values);
  if (std::all_of(values.begin(), values.end(), is_utf8)) return;
  Json& bytes = object_[sidecar(key)] = Json::array();
  for (const auto& value : values) bytes.push_back(base64(value));
}

void JsonWriter::counts(std::string_view key, const std::map<std::string, std::uint64_t>& counts) {
  Json& object = object_[std::string(key)] = Json::object();
  for (const auto& [name, count] : counts) object[name] = count;
}

void JsonWriter::data(std::string_view key, const FindingData& data) {
  JsonWriter inner(object_[std::string(key)]);
  for (const auto& [name, value] : data) {
    if (const auto* one = std::get_if<std::string>(&value))
      inner.text(name, *one);
    else if (const auto* several = std::get_if<std::vector<std::string>>(&value))
      inner.texts(name, *several);
    else
      std::visit([&, &known = name](const auto& plain) { inner.put(known, plain); }, value);
  }
}

void JsonReader::complain(std::string_view wanted, JsonValue value, std::string_view key) {
  if (!problem_.empty()) return;
  problem_ = key.empty() ? "not " + std::string(wanted)
                         : "\"" + std::string(key) + "\" is not " + std::string(wanted);
  auto line = value.exists() ? value.line() : object_.line();
  if (line > 0) problem_ += ", line " + std::to_string(line);
}

JsonValue JsonReader::member(std::string_view key, JsonKind kind, std::string_view wanted) {
  auto value = object_[key];
  if (!value.is(kind)) complain(wanted, value, key);
  return value.is(kind) ? value : JsonValue();
}

void JsonReader::check_word(JsonValue value, std::string_view key) {
  if (!value.is(JsonKind::kString) || !is_word(value.text())) complain("a word", value, key);
}

void JsonReader::word(std::string_view key, std::string& value) {
  auto member = object_[key];
  check_word(member, key);
  value = member.string();
}

void JsonReader::text(std::string_view key, std::string& value) {
  value = member(key, JsonKind::kString, "a string").string();
  auto bytes = object_[sidecar(key)];
  if (!bytes.is(JsonKind::kString)) return;
  if (auto decoded = decode_base64(bytes.text())) value = std::move(*decoded);
}

void JsonReader::flag(std::string_view key, bool& value) {
  value = member(key, JsonKind::kBool, "true or false").is_true();
}

void JsonReader::figure(std::string_view key, double& value, int) {
  auto text = member(key, JsonKind::kNumber, "a number").text();
  if (parse(text, value) && std::isfinite(value) && std::fabs(value) <= kLargestFigure) return;
  value = 0;
  complain("a number of a sensible size", object_[key], key);
}

std::uint64_t JsonReader::as_integer(JsonValue value, std::uint64_t most, std::string_view key) {
  std::uint64_t number = 0;
  if (value.is(JsonKind::kNumber) && parse(value.text(), number) && number <= most) return number;
  complain("a whole number in range", value, key);
  return 0;
}

std::uint64_t JsonReader::integer(std::string_view key, std::uint64_t most) {
  return as_integer(object_[key], most, key);
}

void JsonReader::words(std::string_view key, std::vector<std::string>& values) {
  for (auto element : member(key, JsonKind::kArray, "an array")) {
    check_word(element, key);
    values.push_back(element.string());
  }
}

void JsonReader::texts(std::string_view key, std::vector<std::string>& values) {
  for (auto element : member(key, JsonKind::kArray, "an array")) values.push_back(element.string());
  std::size_t i = 0;
  for (auto element : object_[sidecar(key)]) {
    auto decoded = decode_base64(element.text());
    if (i < values.size() && decoded) values[i] = std::move(*decoded);
    ++i;
  }
}

void JsonReader::counts(std::string_view key, std::map<std::string, std::uint64_t>& counts) {
  for (auto element : member(key, JsonKind::kObject, "an object"))
    counts[std::string(element.key())] = as_integer(element, UINT32_MAX, key);
}

void JsonReader::data(std::string_view key, FindingData& data) {
  auto object = member(key, JsonKind::kObject, "an object");
  JsonReader inner(object, problem_);
  for (auto element : object) {
    auto name = element.key();
    if (data.size() == kMostData) break;
    if (name.ends_with(kSidecar)) continue;
    auto value = data_value(element);
    if (auto* one = std::get_if<std::string>(&value)) inner.text(name, *one);
    if (auto* several = std::get_if<std::vector<std::string>>(&value)) {
      several->clear();
      inner.texts(name, *several);
    }
    data.emplace_back(std::string(name), std::move(value));
  }
}

}  // namespace stackfit
