#include "syntax/text_finder.h"

#include <random>

#include "support/catch.h"

using namespace stackfit;

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool occurs(std::string_view source, const std::string& text, bool whole_word) {
  if (text.empty()) return true;
  for (auto at = source.find(text); at != std::string_view::npos; at = source.find(text, at + 1)) {
    auto end = at + text.size();
    bool alone =
        (at == 0 || !is_word(source[at - 1])) && (end == source.size() || !is_word(source[end]));
    if (alone || !whole_word) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a text finder says of random texts what a search for each says") {
  std::mt19937 dice(7);
  constexpr std::string_view kLetters = "ab_.(";
  auto random_text = [&](std::size_t most) {
    std::string text;
    for (auto left = dice() % (most + 1); left > 0; --left)
      text += kLetters[dice() % kLetters.size()];
    return text;
  };
  for (int round = 0; round < 400; ++round) {
    TextFinder finder;
    std::vector<std::pair<std::string, bool>> texts;
    for (std::uint32_t i = 0; i < 20; ++i) {
      texts.emplace_back(random_text(7), dice() % 2 == 0);
      CHECK(finder.add(texts.back().first, texts.back().second) <= i);
    }
    auto source = random_text(120);
    auto found = finder.find(source);
    for (const auto& [text, whole_word] : texts) {
      INFO("'" << text << "' in '" << source << "'");
      CHECK(found.at(finder.add(text, whole_word)) == occurs(source, text, whole_word));
    }
  }
}
