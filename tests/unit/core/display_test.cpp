#include "core/text.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("untrusted text cannot drive a terminal, a CI log or a reader's eye") {
  CHECK(display("plain ünïcödé 漢字") == "plain ünïcödé 漢字");
  CHECK(display("a\nb\r\tc") == "a\\u{a}b\\u{d}\\u{9}c");
  CHECK(display("\x1b[31mred") == "\\u{1b}[31mred");
  CHECK(display("\u202Eevil\u200B") == "\\u{202e}evil\\u{200b}");
  CHECK(display("bad\xff\xc3") == "bad\\xff\\xc3");
  CHECK(display("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // a lone surrogate
  CHECK(display("  ::error::x") == "  \\x3a:error::x");
  CHECK(display("a::b") == "a::b");
  CHECK(display("see ##[group]x ##vso[task]y") == "see \\x23#[group]x \\x23#vso[task]y");
}

TEST_CASE("long text is cut in the middle, counting characters") {
  CHECK(display("abcdefghij", 7) == "abc…hij");
  CHECK(display("äöüäöüäöü", 5) == "äö…öü");
  CHECK(display("short", 7) == "short");
}
