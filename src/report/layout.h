#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

// What the terminal report is set with. Text comes in displayed (display()), plain: colour is added
// last, so that widths are widths.

namespace stackfit {

enum class Ink : std::uint8_t { kPlain, kBold, kDim, kRed, kYellow, kGreen, kCyan };

/// `text` in a colour, or as it is when the sink shows none.
std::string ink(const Style& style, Ink ink, std::string_view text);

/// Blanks behind `text` until it takes `columns`; longer text stays whole.
std::string pad(std::string_view text, std::size_t columns);
/// Blanks before it.
std::string pad_left(std::string_view text, std::size_t columns);

/// At most `columns` wide, with `…` in the middle where something was left out: both ends of a
/// path say where it is.
std::string shorten(std::string_view text, std::size_t columns);

/// Lines of at most `columns`, broken at blanks; a longer word is broken where it must be.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// `text` wrapped at the sink's width: `first` starts the first line, blanks of the same width the
/// others. Ends in a newline.
std::string hanging(const Style& style, std::string_view first, std::string_view text,
                    Ink colour = Ink::kPlain);

/// `B 89`: the grade and the score as a whole number, which is never the next better grade's.
std::string grade_and_score(const Health& health);

/// `12,345`.
std::string grouped(std::uint64_t number);
/// `3 of 40`: flagged units of all. The former are weighted by severity and confidence, so that a
/// few notes make no whole one: `less than 1 of 40`.
std::string flagged_of(double flagged, double all);
/// `1 file`, `12 files`.
std::string counted(std::uint64_t number, std::string_view noun);

/// `path:line`, made safe; the path alone when there is no line.
std::string place(std::string_view path, std::uint32_t line);

/// `name` in bold and `text` wrapped behind it, behind an indent of so many blanks.
std::string titled(const Style& style, std::size_t indent, std::string_view name,
                   std::string_view text, Ink colour = Ink::kPlain);

/// A heading of the report, behind an empty line, and a few words on its line.
std::string heading(const Style& style, std::string_view name, std::string_view text = "");

}  // namespace stackfit
