#include "facts/rules/message.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostCode = 60;

bool is_name(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-0123456789") == std::string_view::npos;
}

// Calls `visit(text, is_slot)` for each piece of the message in order.
template <class Visit>
void each_piece(std::string_view message, Visit visit) {
  while (!message.empty()) {
    auto open = message.find('{');
    auto close = open == std::string_view::npos ? open : message.find('}', open);
    bool slot =
        close != std::string_view::npos && is_name(message.substr(open + 1, close - open - 1));
    if (open == std::string_view::npos) return visit(message, false);
    if (!slot) {
      visit(message.substr(0, open + 1), false);
      message.remove_prefix(open + 1);
      continue;
    }
    visit(message.substr(0, open), false);
    visit(message.substr(open + 1, close - open - 1), true);
    message.remove_prefix(close + 1);
  }
}

}  // namespace

std::vector<std::string_view> slots_of(std::string_view message) {
  std::vector<std::string_view> slots;
  each_piece(message, [&](std::string_view piece, bool slot) {
    if (slot) slots.push_back(piece);
  });
  return slots;
}

std::string quoted_code(std::string_view text) {
  std::string code;
  bool line_broken = false;
  for (char c : text) {
    bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank) {
      line_broken = line_broken || c == '\n';
      if (!code.empty() && code.back() != ' ') code += ' ';
    } else {
      // A chain of calls broken before its dots reads as one: `fs\n  .readFileSync`.
      if (c == '.' && line_broken && !code.empty()) code.pop_back();
      code += c;
      line_broken = false;
    }
    if (code.size() > kMostCode) break;
  }
  if (code.size() <= kMostCode) return code;
  auto end = kMostCode;
  while (end > 0 && (static_cast<unsigned char>(code[end]) & 0xC0) == 0x80) --end;
  return code.substr(0, end) + "…";
}

}  // namespace stackfit
