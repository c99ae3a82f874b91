#include "rules/data_table.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("rows of a data file read as texts, flags and lists") {
  auto rows = data_rows("data/zones.toml", "zone");
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].text("zone") == "vendored");
  CHECK(rows[0].names("folders").count("node_modules") == 1);
  CHECK(rows[0].list("no such key").empty());
  CHECK(rows[0].number("zone") == 0);
  CHECK(data_rows("data/zones.toml", "no such table").empty());
}
