#include "store/store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>
#include <sstream>

#include "support/catch.h"
#include "support/temp_folder.h"

using namespace stackfit;

namespace {

Store open_store(const TempFolder& folder, StoreLimits limits = {}) {
  auto store = Store::open(folder.path("cache"), limits);
  REQUIRE(store);
  return std::move(*store);
}

std::string database(const TempFolder& folder) {
  return folder.path("cache/stackfit-1.db");
}

std::string value_of(int number) {
  return std::string(static_cast<std::size_t>(number) * 37 % 9000, static_cast<char>(number)) +
         std::to_string(number);
}

Store::Items items_of(int first, int last) {
  Store::Items items;
  for (int number = first; number < last; ++number)
    items.emplace_back("key " + std::to_string(number), value_of(number));
  return items;
}

// How many of these keys have a value; each that has one has the right one.
int count_right(Store& store, int last) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : items_of(0, last)) keys.push_back(key);
  int right = 0;
  store.get_all(Space::kFacts, keys, [&](std::size_t index, std::string_view value) {
    CHECK(value == value_of(static_cast<int>(index)));
    ++right;
  });
  return right;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

bool exists(const std::string& path) {
  struct stat found = {};
  return ::stat(path.c_str(), &found) == 0;
}

// Runs `work` in a child process that ends without destroying what it inherited.
template <class Work>
pid_t in_child(Work work) {
  pid_t child = fork();
  if (child != 0) return child;
  work();
  ::_exit(0);
}

bool ended_well(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a store gives back the bytes that were put, by space and key") {
  TempFolder folder;
  std::string binary("a\0b\xFF", 4);
  {
    Store store = open_store(folder);
    CHECK_FALSE(store.get(Space::kFacts, "a"));
    REQUIRE(store.put(Space::kFacts, "a", binary));
    REQUIRE(store.put(Space::kRegistry, "a", ""));
    REQUIRE(store.put(Space::kFacts, std::string("a\0", 2), "another key"));
  }
  Store store = open_store(folder);
  CHECK(store.get(Space::kFacts, "a") == binary);
  CHECK(store.get(Space::kRegistry, "a") == "");
  CHECK_FALSE(store.get(Space::kPastRuns, "a"));
  CHECK(store.get(Space::kFacts, std::string("a\0", 2)) == "another key");
  REQUIRE(store.put(Space::kFacts, "a", "replaced"));
  CHECK(store.get(Space::kFacts, "a") == "replaced");
  auto stats = store.stats();
  CHECK(stats.spaces[0].entries == 2);
  CHECK(stats.spaces[0].bytes == 8 + 11);
  CHECK(stats.spaces[1].entries == 1);
  CHECK(stats.path == database(folder));
  REQUIRE(store.clear());
  CHECK_FALSE(store.get(Space::kFacts, "a"));
  CHECK(store.stats().spaces[0].entries == 0);
}

TEST_CASE("a store that outgrows its limit drops what was used longest ago") {
  TempFolder folder;
  StoreLimits limits;
  limits.bytes = 100'000;
  std::string value(10'000, 'v');
  for (limits.hour = 0; limits.hour < 300; limits.hour += 30) {
    Store store = open_store(folder, limits);
    REQUIRE(store.put(Space::kFacts, "at " + std::to_string(limits.hour), value));
    CHECK(store.get(Space::kFacts, "at 0"));  // used again and again: stays
  }
  Store store = open_store(folder, limits);
  CHECK(store.stats().spaces[0].bytes == 100'000);
  REQUIRE(store.put(Space::kRegistry, "one more", value));
  CHECK(store.stats().spaces[0].bytes + store.stats().spaces[1].bytes == 90'000);
  CHECK(store.get(Space::kFacts, "at 0"));
  CHECK_FALSE(store.get(Space::kFacts, "at 30"));
  CHECK_FALSE(store.get(Space::kFacts, "at 60"));
  CHECK(store.get(Space::kFacts, "at 90"));
  CHECK(store.get(Space::kRegistry, "one more"));
  REQUIRE(store.put(Space::kFacts, "too large to keep", std::string(30'000, 'x')));
  CHECK_FALSE(store.get(Space::kFacts, "too large to keep"));
}

TEST_CASE("whatever becomes of its file, a store gives the right value or none, and goes on") {
  TempFolder folder;
  {
    Store store = open_store(folder);
    REQUIRE(store.put_all(Space::kFacts, items_of(0, 60)));
  }
  const std::string good = read_file(database(folder));
  std::mt19937 random(7);
  int whole = 0;
  for (int round = 0; round < 300; ++round) {
    std::string bad = good;
    if (round % 3 == 0) bad.resize(random() % bad.size());
    for (auto flips = 1 + random() % 20; flips > 0 && !bad.empty(); --flips)
      bad[random() % bad.size()] = static_cast<char>(random());
    write_file(database(folder), bad);
    {
      Store store = open_store(folder);
      whole += count_right(store, 60) == 60;
      (void)store.put(Space::kFacts, "after", "wards");
      CHECK(store.get(Space::kFacts, "after").value_or("wards") == "wards");
    }
    // At the latest the second opening finds a sound database.
    Store store = open_store(folder);
    (void)count_right(store, 60);
    Store again = open_store(folder);
    (void)again.clear();
  }
  CHECK(whole < 150);
  Store store = open_store(folder);
  REQUIRE(store.put(Space::kFacts, "at the", "end"));
  CHECK(store.get(Space::kFacts, "at the") == "end");
}

TEST_CASE("a file that is no database of ours is set aside, not used and not lost") {
  TempFolder folder;
  std::string content = GENERATE(std::string(), std::string("no database"), std::string(5000, 'x'));
  folder.write("cache/stackfit-1.db", content);
  {
    Store store = open_store(folder);
    REQUIRE(store.put(Space::kFacts, "a", "b"));
    CHECK(store.get(Space::kFacts, "a") == "b");
  }
  CHECK(exists(database(folder) + ".damaged") == !content.empty());
  Store store = open_store(folder);
  CHECK(store.get(Space::kFacts, "a") == "b");
}

TEST_CASE("somebody else's tables are not trusted, not even beside ours") {
  TempFolder folder;
  bool ours_first = GENERATE(true, false);
  folder.make_folder("cache");
  if (ours_first) (void)open_store(folder);
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(database(folder).c_str(), &other) == SQLITE_OK);
  sqlite3_exec(other, "CREATE TABLE theirs(a); INSERT INTO theirs VALUES(1)", nullptr, nullptr,
               nullptr);
  if (ours_first)
    sqlite3_exec(other, "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM recency; END",
                 nullptr, nullptr, nullptr);
  sqlite3_close(other);
  Store store = open_store(folder);
  REQUIRE(store.put(Space::kFacts, "a", "b"));
  CHECK(store.stats().spaces[0].entries == 1);
  CHECK(exists(database(folder) + ".damaged"));
}

TEST_CASE("a damaged store that others use is left where it is, and done without") {
  TempFolder folder;
  Store held = open_store(folder);
  write_file(database(folder), std::string(10'000, 'x'));
  CHECK_FALSE(Store::open(folder.path("cache")));
  CHECK_FALSE(exists(database(folder) + ".damaged"));
}

TEST_CASE("a place where no store can be is an error, soon") {
  TempFolder folder;
  folder.write("file");
  CHECK_FALSE(Store::open(folder.path("file")));
  CHECK_FALSE(Store::open(folder.path("file/below")));
  folder.make_folder("cache/stackfit-1.db");
  CHECK_FALSE(Store::open(folder.path("cache")));
  StoreLimits reading;
  reading.read_only = true;
  CHECK_FALSE(Store::open(folder.path("nowhere"), reading));
  CHECK_FALSE(exists(folder.path("nowhere")));
}

TEST_CASE("a store opened for reading alone leaves no trace") {
  TempFolder folder;
  StoreLimits limits;
  limits.hour = 1000;
  REQUIRE(open_store(folder, limits).put_all(Space::kFacts, items_of(0, 20)));
  auto before = read_file(database(folder));
  limits.read_only = true;
  limits.hour = 9000;
  Store store = open_store(folder, limits);
  CHECK(count_right(store, 20) == 20);
  CHECK_FALSE(store.put(Space::kFacts, "a", "b"));
  CHECK_FALSE(store.clear());
  CHECK(read_file(database(folder)) == before);
}

TEST_CASE("a database somebody holds for good is done without") {
  TempFolder folder;
  (void)open_store(folder);
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(database(folder).c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK_FALSE(Store::open(folder.path("cache")));
  sqlite3_close(other);
  CHECK(Store::open(folder.path("cache")));
}

TEST_CASE("several processes use one store at once, from its first moment") {
  TempFolder folder;
  constexpr int kProcesses = 4, kEach = 60;
  std::vector<pid_t> children;
  for (int who = 0; who < kProcesses; ++who)
    children.push_back(in_child([&] {
      for (int at = who * kEach; at < (who + 1) * kEach; at += 5) {
        auto store = Store::open(folder.path("cache"));
        if (!store || !store->put_all(Space::kFacts, items_of(at, at + 5))) ::_exit(1);
        if (count_right(*store, kProcesses * kEach) < 5) ::_exit(2);
      }
    }));
  for (pid_t child : children) CHECK(ended_well(child));
  Store store = open_store(folder);
  CHECK(count_right(store, kProcesses * kEach) == kProcesses * kEach);
  CHECK_FALSE(exists(database(folder) + ".damaged"));
}

TEST_CASE("a process killed while it writes costs what it was writing, no more") {
  TempFolder folder;
  REQUIRE(open_store(folder).put_all(Space::kFacts, items_of(0, 40)));
  for (int round = 0; round < 30; ++round) {
    pid_t child = in_child([&] {
      for (int at = 40;; at = 40 + (at + 7) % 400) {
        auto store = Store::open(folder.path("cache"));
        if (store) (void)store->put_all(Space::kFacts, items_of(at, at + 10));
      }
    });
    ::usleep(static_cast<useconds_t>(1000 * (3 + round)));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    Store store = open_store(folder);
    CHECK(count_right(store, 460) >= 40);
    REQUIRE(store.put(Space::kPastRuns, "round", std::to_string(round)));
    CHECK(store.get(Space::kPastRuns, "round") == std::to_string(round));
  }
  CHECK_FALSE(exists(database(folder) + ".damaged"));
}
