#include "core/utf8.h"
#include "report/encodings.h"
#include "report/report.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/sample_report.h"

using namespace stackfit;

namespace {

std::string written(std::string_view format, const Style& style = {}) {
  const Writer* writer = find_writer(format);
  REQUIRE(writer != nullptr);
  return writer->write(sample_report(), sample_rules(), style);
}

}  // namespace

TEST_CASE("each format writes the sample report as its golden file says") {
  check_golden("text.txt", written("text"));
  check_golden("concise.txt", written("concise"));
  check_golden("report.json", written("json"));
  CHECK(written("json-v1") == written("json"));
}

TEST_CASE("the wide, coloured and verbose text reports are as their golden files say") {
  Style narrow;
  narrow.columns = 60;
  check_golden("text-60-columns.txt", written("text", narrow));
  Style rich;
  rich.columns = 120;
  rich.colour = rich.verbose = true;
  check_golden("text-colour-verbose.txt", written("text", rich));
}

TEST_CASE("no line of the text report is wider than the terminal") {
  for (std::size_t columns : {60, 80, 100, 120}) {
    Style style;
    style.columns = columns;
    auto text = written("text", style);
    for (std::size_t at = 0; at < text.size();) {
      auto end = text.find('\n', at);
      auto line = text.substr(at, end - at);
      INFO(columns << ": " << line);
      CHECK(columns_of(line) <= columns);
      at = end + 1;
    }
  }
}

TEST_CASE("colour changes nothing but escape sequences") {
  Style colour;
  colour.colour = true;
  auto coloured = written("text", colour);
  CHECK(coloured.find("\x1b[") != std::string::npos);
  std::string plain;
  for (std::size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] != '\x1b')
      plain += coloured[at];
    else
      at = coloured.find('m', at);
  }
  CHECK(plain == written("text"));
}

TEST_CASE("base64 follows RFC 4648's own examples") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("columns are counted as a terminal shows them") {
  CHECK(columns_of("abc") == 3);
  CHECK(columns_of("全角") == 4);
  CHECK(columns_of("e\u0301") == 1);
  CHECK(columns_of("…›") == 2);
}
