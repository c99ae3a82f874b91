#include "core/utf8.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("malformed UTF-8 is replaced as browsers and Node do it") {
  // Expected by `new TextDecoder().decode(bytes)`.
  CHECK(as_utf8("a\xff\xc3") == "a\uFFFD\uFFFD");
  CHECK(as_utf8("\xe2\x82") == "\uFFFD");  // a character cut off: one
  CHECK(as_utf8("\xe2\x82z") == "\uFFFDz");
  CHECK(as_utf8("\xf0\x9f\x98") == "\uFFFD");
  CHECK(as_utf8("\xf4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond U+10FFFF
  CHECK(as_utf8("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD");            // a surrogate
  CHECK(as_utf8("\xc0\xaf") == "\uFFFD\uFFFD");                      // overlong
  CHECK(as_utf8("\xe0\x9f\xbf") == "\uFFFD\uFFFD\uFFFD");
  CHECK(as_utf8("ü€😀") == "ü€😀");
  CHECK(is_utf8("ü€😀"));
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));
}

TEST_CASE("UTF-16 units are counted as JavaScript counts them") {
  CHECK(utf16_length("") == 0);
  CHECK(utf16_length("aü€") == 3);
  CHECK(utf16_length("😀") == 2);
  CHECK(utf16_length("\xff") == 1);
}

TEST_CASE("cutting keeps characters whole") {
  CHECK(cut_utf8("aü", 2) == "a");
  CHECK(cut_utf8("aü", 3) == "aü");
  CHECK(cut_utf8("😀", 3) == "");
}
