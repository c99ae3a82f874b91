#include "report/markdown_text.h"

#include "report/xml.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("Markdown text looks as it is and refers to nobody") {
  CHECK(markdown_text("plain words, a.b() and c-d: e") == "plain words, a.b() and c-d: e");
  CHECK(markdown_text("*a* _b_ `c` ~~d~~ $e$") ==
        "\\*a\\* \\_b\\_ \\`c\\` \\~\\~&#8203;d\\~\\~ \\$&#8203;e\\$");
  CHECK(markdown_text("<b>&amp;") == "&lt;b&gt;&amp;&#8203;amp;");
  CHECK(markdown_text("[a](b) ![c](d)") == "\\[a\\](b) !\\[c\\](d)");
  CHECK(markdown_text("@team/x #12 !3 GH-4") == "@&#8203;team/x #&#8203;12 !&#8203;3 GH-&#8203;4");
  CHECK(markdown_text("https://x www.y") == "https:&#8203;//x www.&#8203;y");
  CHECK(markdown_text("C# and F#, 5 @ 3") == "C# and F#, 5 @ 3");
  CHECK(markdown_text("a\nb") == "a\\\\u{a}b");
}

TEST_CASE("a code span's fence is longer than any in the text") {
  CHECK(markdown_code("a.js") == "`a.js`");
  CHECK(markdown_code("a`b``c") == "```a`b``c```");
  CHECK(markdown_code("`a") == "`` `a ``");
  CHECK(markdown_code(" a ") == "`  a  `");
  CHECK(markdown_code("").empty());
}

TEST_CASE("sections are left out from the first that does not fit") {
  const std::string a(300, 'a'), b(300, 'b'), c(300, 'c');
  CHECK(join_sections({a, b, c}, 900) == a + b + c);
  CHECK(join_sections({a, b, c}, 899) ==
        a + b + "\n_1 section of this report left out here for its size._\n");
  CHECK(join_sections({a, b, c}, 700) ==
        a + "\n_2 sections of this report left out here for its size._\n");
  CHECK(join_sections({a}, 10).empty());
}

TEST_CASE("XML values hold no markup, no forbidden character and nothing invisible") {
  CHECK(xml_value("a<b>&\"'") == "a&#60;b&#62;&#38;&#34;&#39;");
  CHECK(xml_value("a\tb\r\nc") == "a&#9;b&#13;&#10;c");
  CHECK(xml_value("\x1b[0m\x01") == "\uFFFD[0m\uFFFD");
  CHECK(xml_value("\u202e\u0085") == "&#8238;&#133;");
  CHECK(xml_value("bad\xff ü 😀 \uFFFE") == "bad\uFFFD ü 😀 \uFFFD");
  CHECK(xml_value("##[x] ##vso[y]") == "&#35;#[x] &#35;#vso[y]");
}
