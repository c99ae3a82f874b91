#include "rules/message.h"

#include <algorithm>

namespace stackfit {

std::string fill_message(std::string_view message, const Slots& slots) {
  std::string text;
  while (!message.empty()) {
    auto open = message.find('{'), close = message.find('}', open);
    if (close == std::string_view::npos) break;
    auto name = message.substr(open + 1, close - open - 1);
    auto slot = std::find_if(slots.begin(), slots.end(),
                             [&](const auto& one) { return one.first == name; });
    text += message.substr(0, open);
    if (slot == slots.end())
      text += message.substr(open, close - open + 1);
    else
      text += slot->second;
    message.remove_prefix(close + 1);
  }
  return text.append(message);
}

}  // namespace stackfit
