#include "report/layout.h"
#include "report/encodings.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("wrapping breaks at blanks and breaks longer words where it must") {
  CHECK(wrap("one two three", 10) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("abcdefghijklmno", 10) == std::vector<std::string>{"abcdefghij", "klmno"});
  CHECK(wrap("a abcdefghijklmno z", 10) == std::vector<std::string>{"a", "abcdefghij", "klmno z"});
  CHECK(wrap("", 10) == std::vector<std::string>{""});
}

TEST_CASE("wrapping keeps every word and every line within its columns") {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += std::string(1 + i * 7 % 23, static_cast<char>('a' + i % 26)) + " ";
  for (std::size_t columns : {10, 17, 40}) {
    std::string together;
    for (const auto& line : wrap(text, columns)) {
      CHECK(columns_of(line) <= columns);
      for (char c : line)
        if (c != ' ') together += c;
    }
    std::string without_blanks;
    for (char c : text)
      if (c != ' ') without_blanks += c;
    CHECK(together == without_blanks);
  }
}

TEST_CASE("shortening keeps both ends and never cuts a character") {
  CHECK(shorten("src/a.js", 20) == "src/a.js");
  CHECK(shorten("src/controllers/users.js", 11) == "src/c…rs.js");
  CHECK(shorten("全角全角全角", 7) == "全…角");
}

TEST_CASE("numbers are grouped by thousands and nouns agree with them") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(counted(1, "file") == "1 file");
  CHECK(counted(2000, "file") == "2,000 files");
}

TEST_CASE("a score is shown with the grade it has, never as the next grade's") {
  Health health;
  health.grade = "B";
  health.score = 89.6;
  health.to_next_grade = 0.4;
  CHECK(grade_and_score(health) == "B 89");
  health.score = 88.6;
  health.to_next_grade = 1.4;
  CHECK(grade_and_score(health) == "B 89");
  health = {};
  health.grade = "A";
  health.score = 99.7;
  CHECK(grade_and_score(health) == "A 100");
}
