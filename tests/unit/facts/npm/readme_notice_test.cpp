#include "support/catch.h"
#include "support/read_manifest.h"

using namespace stackfit;

namespace {

// `status line` of the notice a README of `left-pad` holds; empty: none.
std::string notice_in(std::string_view text) {
  auto readme = read_manifest("node_modules/left-pad/README.md", text);
  CHECK(readme.package == "left-pad");
  if (readme.settings.empty()) return "";
  return readme.settings[0].key + " " + std::to_string(readme.settings[0].line);
}

}  // namespace

TEST_CASE("a README says that its project ended") {
  for (std::string_view text :
       {"# left-pad\n\n**This package is no longer maintained.** Use padStart.\n",
        "# left-pad\n\n> :warning: left-pad has been abandoned, see x\n",
        "# left-pad\n\n## UNMAINTAINED\n",
        "# `left-pad`\n\n[This project is not actively maintained](https://example.org)\n",
        "# x\n\nNote: this library is now archived.\n",
        "# x\n\nThe module will no longer be maintained.\n"})
    CHECK(notice_in(text) == "notice.abandoned 3");
  for (std::string_view text :
       {"[![build](x)](y)\n\n# DEPRECATED\n",
        "# x\n\nThis module has been deprecated in favour of y.\n", "# x\n\n## Deprecated!\n",
        "# x\n\n## Deprecated repository\n", "# x\n\nDeprecated: use y instead\n",
        "# x\n\n**left-pad is deprecated**, please use y.\n"})
    CHECK(notice_in(text) == "notice.deprecated 3");
  CHECK(notice_in("# x\n\nThis project is in maintenance mode.\n") == "notice.maintenance-mode 3");
}

TEST_CASE("what a README says of others, of versions or of parts is no notice") {
  for (std::string_view text :
       {"# left-pad\n\nPads text. It is small.\n",
        "# left-pad\n\nA continuation of right-pad, which is not maintained.\n",
        "# left-pad\n\nSupport for Node 0.10 is deprecated.\n",
        "# left-pad\n\nleft-pad v1 is deprecated.\n",
        "# left-pad\n\nThis version 1.x is no longer maintained.\n",
        "# left-pad\n\nThe `pad` option is deprecated.\n",
        "# left-pad\n\nright-pad is no longer maintained.\n",
        "# left-pad\n\nThis package is not deprecated.\n",
        "# left-pad\n\n| Deprecated. | means gone |\n",
        "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\nThis package is deprecated.\n"}) {
    INFO(text);
    CHECK(notice_in(text) == "");
  }
}

TEST_CASE("only READMEs of installed packages are looked at, hostile ones in bounded time") {
  CHECK(read_manifest("README.md", "# DEPRECATED\n").format != "installed-readme");
  CHECK(read_manifest("node_modules/@s/a/readme.markdown", "# DEPRECATED\n").package == "@s/a");
  CHECK(notice_in(std::string(1 << 20, '[')) == "");
  CHECK(notice_in("this " + std::string(1 << 20, ' ') + "is deprecated") == "");
  CHECK(notice_in(std::string(10'000, '\xFF') + "\n# Deprecated") == "notice.deprecated 2");
}
