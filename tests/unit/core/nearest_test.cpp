#include "core/nearest.h"

#include "support/catch.h"

using namespace stackfit;

TEST_CASE("the edit distance counts insertions, deletions, replacements and swaps") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("abc", "acb") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("frmat", "format") == 1);
}

TEST_CASE("the nearest name is suggested only when it is near") {
  std::vector<std::string> names = {"--format", "--fail-on", "--color"};
  CHECK(nearest("--frmat", names) == "--format");
  CHECK(nearest("--colour", names) == "--color");
  CHECK(nearest("--zebra-crossing", names) == "");
  CHECK(did_you_mean("--faill-on", names) == "did you mean \"--fail-on\"?");
  CHECK(nearest(std::string(5000, 'x'), names) == "");
}
