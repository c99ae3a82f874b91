#include "syntax/text_finder.h"

#include <cstring>

namespace stackfit {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::uint32_t four_at(const char* bytes) {
  std::uint32_t four = 0;
  std::memcpy(&four, bytes, 4);
  return four;
}
std::uint32_t two_at(const char* bytes) {
  std::uint16_t two = 0;
  std::memcpy(&two, bytes, 2);
  return two;
}

// 16 bits of a hash: a bit of a filter.
std::uint32_t slot_of(std::uint32_t four) {
  return (four * 0x9E3779B1u) >> 16;
}

template <class Filter>
bool holds(const Filter& filter, std::uint32_t slot) {
  return (filter[slot / 64] >> (slot % 64) & 1) != 0;
}
template <class Filter>
void put(Filter& filter, std::uint32_t slot) {
  filter[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

}  // namespace

std::uint32_t TextFinder::add(const std::string& text, bool whole_word) {
  auto [at, fresh] =
      numbers_.try_emplace({text, whole_word}, static_cast<std::uint32_t>(texts_.size()));
  if (!fresh) return at->second;
  texts_.push_back({text, whole_word});
  if (text.size() >= 4) {
    put(long_, slot_of(four_at(text.data())));
    by_four_[four_at(text.data())].push_back(at->second);
  } else if (text.size() >= 2) {
    put(short_, two_at(text.data()));
    by_two_[two_at(text.data())].push_back(at->second);
  } else {
    single_.push_back(at->second);
  }
  return at->second;
}

void TextFinder::look(std::string_view source, std::size_t at,
                      const std::vector<std::uint32_t>& candidates,
                      std::vector<bool>& found) const {
  for (auto number : candidates) {
    const auto& [text, whole_word] = texts_[number];
    if (found[number] || source.compare(at, text.size(), text) != 0) continue;
    auto end = at + text.size();
    found[number] = !whole_word || ((at == 0 || !is_word(source[at - 1])) &&
                                    (end >= source.size() || !is_word(source[end])));
  }
}

std::vector<bool> TextFinder::find(std::string_view source) const {
  std::vector<bool> found(texts_.size());
  for (auto number : single_) {
    const auto& text = texts_[number].text;
    for (auto at = text.empty() ? 0 : source.find(text); !found[number] && at < source.size();
         at = source.find(text, at + 1))
      look(source, at, {number}, found);
    if (text.empty()) found[number] = true;
  }
  for (std::size_t at = 0; at + 1 < source.size(); ++at) {
    auto two = two_at(source.data() + at);
    if (holds(short_, two)) look(source, at, by_two_.at(two), found);
    if (at + 3 >= source.size()) continue;
    auto four = four_at(source.data() + at);
    if (!holds(long_, slot_of(four))) continue;
    if (auto list = by_four_.find(four); list != by_four_.end())
      look(source, at, list->second, found);
  }
  return found;
}

}  // namespace stackfit
