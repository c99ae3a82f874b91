#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stackfit {

/// Which of many fixed texts occur in a source, told in one pass over it: what decides whether a
/// query has to be run at all.
class TextFinder {
 public:
  /// Adds a text and returns its number; the same text has the same number. As a `whole_word` it
  /// counts only where no letter, digit or `_` stands beside it. An empty text occurs everywhere.
  std::uint32_t add(const std::string& text, bool whole_word);

  /// By number: does the text occur?
  std::vector<bool> find(std::string_view source) const;

 private:
  struct Text {
    std::string text;
    bool whole_word = false;
  };
  // The first bytes of texts, hashed: most places of a source are done with one look here.
  using Filter = std::array<std::uint64_t, 1024>;
  void look(std::string_view source, std::size_t at, const std::vector<std::uint32_t>& candidates,
            std::vector<bool>& found) const;

  std::vector<Text> texts_;
  std::map<std::pair<std::string, bool>, std::uint32_t> numbers_;
  Filter long_ = {}, short_ = {};  // of texts of four bytes and more, of two or three
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_four_, by_two_;
  std::vector<std::uint32_t> single_;  // texts of one byte
};

}  // namespace stackfit
