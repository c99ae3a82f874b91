#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/finding.h"
#include "facts/json_reader.h"
#include "report/json_text.h"
#include "report/rounding.h"

// The three things that happen to the fields that report/json_fields.h lists once: they are
// written, read, and rounded. Each archive stands at one object of the document.
//
//   word     text of stackfit's own: letters, digits and a few signs, so that it may be printed
//   text     text of the scanned repository, any byte
//   figure   a number with so many decimals
//   has      true when an optional member is to be written, or is there to be read

namespace stackfit {

class JsonWriter {
 public:
  static constexpr bool kReads = false;
  explicit JsonWriter(Json& object) : object_(object) { object_ = Json::object(); }

  bool has(std::string_view, bool wanted) const { return wanted; }
  void word(std::string_view key, const std::string& value) { put(key, value); }
  /// What is not UTF-8 becomes U+FFFD; the bytes stand beside it as KEY_base64.
  void text(std::string_view key, const std::string& value);
  void flag(std::string_view key, bool value) { put(key, value); }
  void figure(std::string_view key, double value, int decimals) {
    put(key, round_to(value, decimals));
  }
  template <class Number>
  void number(std::string_view key, Number value) {
    put(key, value);
  }
  template <class Enum>
  void name(std::string_view key, Enum value) {
    put(key, name_of(value));
  }
  void words(std::string_view key, const std::vector<std::string>& values) { put(key, values); }
  void texts(std::string_view key, const std::vector<std::string>& values);
  void counts(std::string_view key, const std::map<std::string, std::uint64_t>& counts);
  template <std::size_t size>
  void numbers(std::string_view key, const std::array<std::uint64_t, size>& values) {
    put(key, values);
  }
  void data(std::string_view key, const FindingData& data);
  template <class Fields>
  void object(std::string_view key, const Fields& fields) {
    JsonWriter inner(object_[std::string(key)]);
    fields(inner);
  }
  template <class T, class Fields>
  void each(std::string_view key, std::vector<T>& elements, const Fields& fields) {
    Json& array = object_[std::string(key)] = Json::array();
    for (std::size_t i = 0; i < elements.size(); ++i) {
      JsonWriter inner(array.emplace_back());
      fields(inner, elements[i], i);
    }
  }

 private:
  template <class T>
  void put(std::string_view key, const T& value) {
    object_[std::string(key)] = value;
  }
  Json& object_;
};

class JsonReader {
 public:
  static constexpr bool kReads = true;
  /// `problem` is shared by all readers of a document: the first thing that is wrong.
  JsonReader(JsonValue object, std::string& problem) : object_(object), problem_(problem) {
    if (!object.is(JsonKind::kObject)) complain("an object", object);
  }

  bool has(std::string_view key, bool) const { return object_[key].exists(); }
  void word(std::string_view key, std::string& value);
  void text(std::string_view key, std::string& value);
  void flag(std::string_view key, bool& value);
  void figure(std::string_view key, double& value, int decimals);
  template <class Number>
  void number(std::string_view key, Number& value) {
    value = static_cast<Number>(integer(key, sizeof(Number) < 8 ? UINT32_MAX : UINT64_MAX));
  }
  template <class Enum>
  void name(std::string_view key, Enum& value) {
    constexpr int kMost = 3;  // of Severity and of FindingStatus
    auto text = member(key, JsonKind::kString, "a string").text();
    for (int i = 0; i < kMost; ++i)
      if (name_of(static_cast<Enum>(i)) == text) return void(value = static_cast<Enum>(i));
    complain("one of the names the schema lists", object_[key], key);
  }
  void words(std::string_view key, std::vector<std::string>& values);
  void texts(std::string_view key, std::vector<std::string>& values);
  void counts(std::string_view key, std::map<std::string, std::uint64_t>& counts);
  template <std::size_t size>
  void numbers(std::string_view key, std::array<std::uint64_t, size>& values) {
    std::size_t i = 0;
    for (auto element : member(key, JsonKind::kArray, "an array"))
      if (i < size) values[i++] = as_integer(element, UINT64_MAX, key);
  }
  void data(std::string_view key, FindingData& data);
  template <class Fields>
  void object(std::string_view key, const Fields& fields) {
    JsonReader inner(member(key, JsonKind::kObject, "an object"), problem_);
    if (problem_.empty()) fields(inner);
  }
  template <class T, class Fields>
  void each(std::string_view key, std::vector<T>& elements, const Fields& fields) {
    for (auto value : member(key, JsonKind::kArray, "an array")) {
      JsonReader inner(value, problem_);
      if (!problem_.empty()) return;
      T& element = elements.emplace_back();
      fields(inner, element, elements.size() - 1);
    }
  }

 private:
  JsonValue member(std::string_view key, JsonKind kind, std::string_view wanted);
  std::uint64_t integer(std::string_view key, std::uint64_t most);
  std::uint64_t as_integer(JsonValue value, std::uint64_t most, std::string_view key);
  void check_word(JsonValue value, std::string_view key);
  void complain(std::string_view wanted, JsonValue value, std::string_view key = "");
  JsonValue object_;
  std::string& problem_;
};

/// Gives every figure the decimals the JSON report has.
class FigureRounder {
 public:
  static constexpr bool kReads = false;
  bool has(std::string_view, bool wanted) const { return wanted; }
  void figure(std::string_view, double& value, int decimals) { value = round_to(value, decimals); }
  void word(std::string_view, const std::string&) {}
  void text(std::string_view, const std::string&) {}
  void flag(std::string_view, bool) {}
  template <class Number>
  void number(std::string_view, Number) {}
  template <class Enum>
  void name(std::string_view, Enum) {}
  void words(std::string_view, const std::vector<std::string>&) {}
  void texts(std::string_view, const std::vector<std::string>&) {}
  void counts(std::string_view, const std::map<std::string, std::uint64_t>&) {}
  template <class Numbers>
  void numbers(std::string_view, const Numbers&) {}
  void data(std::string_view, const FindingData&) {}
  template <class Fields>
  void object(std::string_view, const Fields& fields) {
    fields(*this);
  }
  template <class T, class Fields>
  void each(std::string_view, std::vector<T>& elements, const Fields& fields) {
    for (std::size_t i = 0; i < elements.size(); ++i) fields(*this, elements[i], i);
  }
};

}  // namespace stackfit
