#include "project/zones.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("a path's zone follows from its folders and its file name") {
  struct Row {
    const char* path;
    const char* zone;
  };
  const Row rows[] = {
      {"lib/router.js", "product"},
      {"index.js", "product"},
      {"src/latest.js", "product"},
      {"src/contest.py", "product"},
      {"src/greatest/latest.ts", "product"},
      {"src/build/make.js", "product"},
      {"test/router.js", "test"},
      {"Tests/router.js", "test"},
      {"packages/a/__tests__/b.tsx", "test"},
      {"src/a.test.ts", "test"},
      {"src/a_test.py", "test"},
      {"src/test_a.py", "test"},
      {"src/UserSpec.js", "test"},
      {"conftest.py", "test"},
      {"tests-data/issue.py", "test"},
      {"spec/ParseServer.spec.js", "test"},
      {"examples/auth/index.js", "example"},
      {"examples/auth/test/index.js", "test"},
      {"docs/examples/a.py", "example"},
      {"docs/conf.py", "docs"},
      {"benchmarks/middleware.js", "example"},
      {"public/vendor/jquery.js", "vendored"},
      {"test/vendor/jquery.js", "vendored"},
      {"packages/a/node_modules/b/test/c.js", "vendored"},
      {"dist/async.js", "generated"},
      {"public/app.min.js", "generated"},
      {"proto/user_pb2.py", "generated"},
  };
  for (const auto& row : rows) {
    INFO(row.path);
    CHECK(name_of(zone_of(row.path)) == row.zone);
  }
}
