#include "support/golden.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "paths.h"
#include "support/catch.h"

void check_golden(const std::string& name, const std::string& text) {
  auto path = std::string(STACKFIT_SOURCE_DIR) + "/tests/golden/report/" + name;
  if (std::getenv("STACKFIT_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << text;
  std::ifstream file(path, std::ios::binary);
  std::string expected(std::istreambuf_iterator<char>(file), {});
  INFO(path);
  CHECK(text == expected);
}
