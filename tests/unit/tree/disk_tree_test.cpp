// The tree on disk against real folders, most of them hostile.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>

#include "core/text.h"
#include "rules/excludes.h"
#include "support/catch.h"
#include "support/temp_folder.h"
#include "tree/beneath.h"
#include "tree/tree.h"

using namespace stackfit;

namespace {

using Names = std::vector<std::string>;

Listing list(const TempFolder& folder, Options options = {}) {
  options.root = folder.path();
  auto tree = open_tree(options, load_excludes());
  REQUIRE(tree);
  return (*tree)->list().value();
}

Names entries(const Listing& listing) {
  Names paths;
  for (const auto& entry : listing.entries) paths.push_back(entry.path);
  return paths;
}

Names skipped(const Listing& listing) {
  Names rows;
  for (const auto& row : listing.skipped) rows.push_back(row.path + ": " + row.reason);
  return rows;
}

bool complete(const Listing& listing) {
  return std::none_of(listing.skipped.begin(), listing.skipped.end(),
                      [](const Skipped& row) { return row.incomplete; });
}

Error failure(const std::string& root) {
  Options options;
  options.root = root;
  auto tree = open_tree(options, load_excludes());
  REQUIRE_FALSE(tree);
  return tree.error();
}

}  // namespace

TEST_CASE("a plain folder is listed in byte order, with sizes and mode bits") {
  TempFolder folder;
  folder.write("b.js", "12345");
  folder.write("a/z.py");
  folder.write("a.js");
  folder.write("B.js");
  ::chmod(folder.path("b.js").c_str(), 0755);
  auto listing = list(folder);
  CHECK(entries(listing) == Names{"B.js", "a.js", "a/z.py", "b.js"});
  CHECK(listing.entries[3].size == 5);
  CHECK(listing.entries[3].executable);
  CHECK_FALSE(listing.entries[1].executable);
  CHECK(listing.skipped.empty());
  CHECK(listing.name == base_name(folder.path()));
}

TEST_CASE("a root that cannot be scanned is a clear error") {
  TempFolder folder;
  folder.write("file.js");
  CHECK(failure(folder.path("nothing")).message ==
        "there is no folder '" + folder.path("nothing") + "'");
  CHECK(failure(folder.path("nothing")).kind == ErrorKind::kInput);
  auto error = failure(folder.path("file.js"));
  CHECK(error.message == "'" + folder.path("file.js") + "' is not a folder");
  CHECK(error.hint == "scan the folder it lies in: " + folder.path());
}

TEST_CASE("links, pipes and sockets are listed and never opened") {
  TempFolder folder;
  folder.write("real.js");
  folder.link(".", "self");
  folder.link("/etc/passwd", "out.js");
  folder.link("/etc", "etc");
  folder.link("loop-b", "loop-a");
  folder.link("loop-a", "loop-b");
  folder.pipe("pipe.js");
  folder.pipe(".gitignore");
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, folder.path("sock").c_str(), sizeof address.sun_path - 1);
  REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  auto listing = list(folder);
  CHECK(entries(listing) == Names{"real.js"});
  CHECK(skipped(listing) ==
        Names{".gitignore: not a file: a pipe", "etc: symbolic link: not followed",
              "loop-a: symbolic link: not followed", "loop-b: symbolic link: not followed",
              "out.js: symbolic link: not followed", "pipe.js: not a file: a pipe",
              "self: symbolic link: not followed", "sock: not a file: a socket"});
  CHECK(complete(listing));
}

TEST_CASE("reading never leaves the root, follows no link and waits for nothing") {
  TempFolder folder;
  folder.write("in/a.js", "hello");
  folder.link("/etc/passwd", "out");
  folder.link("in", "alias");
  folder.pipe("pipe");
  Options options;
  options.root = folder.path();
  auto tree = open_tree(options, {}).value();
  CHECK(tree->read("in/a.js", 100).value() == "hello");
  CHECK(tree->read("in/a.js", 5).value() == "hello");
  CHECK(tree->read("in/a.js", 4).error().message == "too large: 5 bytes, limit 4 bytes");
  for (auto path : {"out", "alias/a.js", "pipe", "in", "../x", "/etc/passwd", "in/../in/a.js", "",
                    "in//a.js", "gone"})
    CHECK_FALSE(tree->read(path, 100));
  UniqueFd root = open_root(folder.path());
  CHECK(open_beneath(root.get(), "in/a.js", false, Resolve::kComponentwise).valid());
  for (auto path : {"out", "alias/a.js", "../x", "in/a.js/b"})
    CHECK_FALSE(open_beneath(root.get(), path, false, Resolve::kComponentwise).valid());
}

TEST_CASE("names are bytes: newlines, broken UTF-8 and twins in case stay apart") {
  TempFolder folder;
  Names names = {"A.js", "a\nb.js", "a.js", "\xff\xfe.js", "\x1b[31m.py", "\u202E.js"};
  for (const auto& name : names) folder.write(name);
  std::sort(names.begin(), names.end());
  CHECK(entries(list(folder)) == names);
}

TEST_CASE("a chain of 1,500 folders ends at the limit, and says so") {
  TempFolder folder;
  std::string path = folder.path();
  UniqueFd current = open_root(path);
  for (int i = 0; i < 1500; ++i) {
    REQUIRE(::mkdirat(current.get(), "d", 0755) == 0);
    current = open_beneath(current.get(), "d", true);
    if (i == 255) UniqueFd made(::openat(current.get(), "last.js", O_CREAT | O_WRONLY, 0644));
  }
  auto listing = list(folder);
  REQUIRE(listing.entries.size() == 1);
  CHECK(base_name(listing.entries[0].path) == "last.js");
  REQUIRE(listing.skipped.size() == 1);
  CHECK(listing.skipped[0].reason == "too deep: limit 256 folders");
  CHECK(listing.skipped[0].incomplete);
}

TEST_CASE("the limit on entries stops the walk and names what was left") {
  TempFolder folder;
  for (int i = 0; i < 30; ++i) folder.write(fmt::format("d{}/f{}.js", i % 3, i));
  Options options;
  options.limits.max_entries = 15;
  auto listing = list(folder, options);
  CHECK(listing.entries.size() <= 15);
  CHECK_FALSE(complete(listing));
  CHECK(skipped(listing) == Names{"d1: too many files: limit 15", "d2: too many files: limit 15"});
}

TEST_CASE("a folder that may not be read is a row, and the report is not complete") {
  if (::geteuid() == 0) return;  // root reads everything
  TempFolder folder;
  folder.write("no/a.js");
  folder.write("b.js");
  ::chmod(folder.path("no").c_str(), 0);
  auto listing = list(folder);
  ::chmod(folder.path("no").c_str(), 0755);
  CHECK(entries(listing) == Names{"b.js"});
  CHECK(skipped(listing) == Names{"no: unreadable: Permission denied"});
  CHECK_FALSE(complete(listing));
}

TEST_CASE("ignore files count in a plain folder, and what they leave out is listed") {
  TempFolder folder;
  folder.write(".gitignore", "*.log\n/out/\n!keep.log\n");
  folder.write("a.log");
  folder.write("keep.log");
  folder.write("out/x/a.js");
  folder.write("out/b.js");
  folder.write("src/out/c.js");
  folder.write("src/.gitignore", "!a.log\n");
  folder.write("src/a.log");
  auto listing = list(folder);
  CHECK(entries(listing) ==
        Names{".gitignore", "keep.log", "src/.gitignore", "src/a.log", "src/out/c.js"});
  CHECK(skipped(listing) ==
        Names{"a.log: ignored: *.log (.gitignore)", "out: ignored: /out/ (.gitignore), 2 files"});
}

TEST_CASE("a pattern that holds git for seconds is nothing to us") {
  TempFolder folder;
  folder.write(".gitignore", "*a*a*a*a*a*a*a*a*a*b\n**/*a*a*a*a*a*a*a*a*a*b/**/x\n");
  folder.write(std::string(61, 'a'));
  folder.write(std::string(61, 'a') + ".d/" + std::string(61, 'a'));
  const auto start = std::clock();
  CHECK(list(folder).entries.size() == 3);
  CHECK(std::clock() - start < CLOCKS_PER_SEC);
}

TEST_CASE("twenty thousand files are listed, each once") {
  TempFolder folder;
  for (int i = 0; i < 200; ++i) {
    auto name = fmt::format("d{:03}", i);
    folder.make_folder(name);
    UniqueFd in = open_root(folder.path(name));
    for (int j = 0; j < 100; ++j)
      UniqueFd made(
          ::openat(in.get(), fmt::format("f{:02}.js", j).c_str(), O_CREAT | O_WRONLY, 0644));
  }
  auto listing = list(folder);
  REQUIRE(listing.entries.size() == 20'000);
  CHECK(listing.entries[12345].path == "d123/f45.js");
  CHECK(listing.skipped.empty());
}
