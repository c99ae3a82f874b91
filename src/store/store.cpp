// Two tables under one 64-bit hash of space and key: `entry` has the bytes, `recency` what eviction
// asks for, so that noting the use of a value does not rewrite it. A row's key is compared and its
// checksum verified, so a collision of hashes or a flipped bit is a value that is not there.
//
// SQLite's own check of a whole database (`PRAGMA quick_check`) reads all of it, which for a large
// cache costs more than the cache saves. Instead: the schema has to be exactly ours, cells are
// checked as they are read, every value has its checksum, and whoever reads facts decodes them as
// hostile bytes. Damage costs a value or, where SQLite notices it, the database.
#include "store/store.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <chrono>

#include "store/sqlite.h"
#include "store/store_file.h"

namespace stackfit {
namespace {

constexpr std::int64_t kApplication = 0x53746674;  // "Stft"
constexpr std::int64_t kRestampHours = 24;  // how stale a note of use may be: warm runs only read
constexpr const char* kEntryTable =
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, space INTEGER NOT NULL, name BLOB NOT NULL, "
    "checksum INTEGER NOT NULL, value BLOB NOT NULL)";
constexpr const char* kRecencyTable =
    "CREATE TABLE recency(id INTEGER PRIMARY KEY, space INTEGER NOT NULL, used INTEGER NOT NULL, "
    "size INTEGER NOT NULL)";

// Ends what was begun, one way or the other.
class Transaction {
 public:
  Transaction(sqlite3* connection, const char* begin)
      : connection_(connection), status_(sqlite::execute(connection, begin)) {}
  ~Transaction() {
    if (sqlite3_get_autocommit(connection_) == 0) sqlite::execute(connection_, "ROLLBACK");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  int status() const { return status_; }
  int commit() { return sqlite::execute(connection_, "COMMIT"); }

 private:
  sqlite3* connection_;
  int status_;
};

std::int64_t hash_of_entry(Space space, std::string_view key) {
  return static_cast<std::int64_t>(
      XXH3_64bits_withSeed(key.data(), key.size(), static_cast<XXH64_hash_t>(space)));
}

std::int64_t checksum_of(std::int64_t id, std::string_view value) {
  return static_cast<std::int64_t>(
      XXH3_64bits_withSeed(value.data(), value.size(), static_cast<XXH64_hash_t>(id)));
}

std::int64_t hour_now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::hours>(since).count();
}

bool means_damage(int status) {
  int primary = status & 0xFF;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_FORMAT;
}

Error unusable(int status, const std::string& path) {
  return {ErrorKind::kIo, fmt::format("the cache cannot be used: {}", sqlite3_errstr(status)), path,
          ""};
}

int create_tables(sqlite3* connection) {
  std::string text =
      fmt::format("{};{};PRAGMA application_id={}", kEntryTable, kRecencyTable, kApplication);
  return sqlite::execute(connection, text.c_str());
}

// SQLITE_OK when the tables are exactly ours, SQLITE_EMPTY when there are none yet, SQLITE_NOTADB
// when somebody else's database stands here.
int check_tables(sqlite3* connection) {
  sqlite::Statement application(connection, "PRAGMA application_id");
  if (int status = application.step(); status != SQLITE_ROW) return status;
  bool ours = application.number(0) == kApplication;
  sqlite::Statement tables(connection, "SELECT sql FROM sqlite_schema ORDER BY name");
  std::vector<std::string> found;
  int status = SQLITE_OK;
  while ((status = tables.step()) == SQLITE_ROW && found.size() < 3)
    found.emplace_back(tables.bytes(0));
  if (status != SQLITE_DONE && status != SQLITE_ROW) return status;
  if (found.empty() && application.number(0) == 0) return SQLITE_EMPTY;
  return ours && found == std::vector<std::string>{kEntryTable, kRecencyTable} ? SQLITE_OK
                                                                               : SQLITE_NOTADB;
}

int prepare_tables(sqlite3* connection, bool read_only) {
  int status = check_tables(connection);
  if (status != SQLITE_EMPTY || read_only) return status;
  Transaction writing(connection, "BEGIN IMMEDIATE");
  if (writing.status() != SQLITE_OK) return writing.status();
  status = check_tables(connection);  // again: somebody may have been faster
  if (status == SQLITE_EMPTY) status = create_tables(connection);
  return status == SQLITE_OK ? writing.commit() : status;
}

}  // namespace

std::string_view name_of(Space space) {
  constexpr std::array<std::string_view, kSpaces> kNames = {"facts", "registry", "runs"};
  return kNames[static_cast<std::size_t>(space)];
}

struct Store::Parts {
  struct Stale {
    std::int64_t id;
    std::int64_t size;
  };
  StoreFile file;
  StoreLimits limits;
  std::int64_t hour = 0;
  sqlite::Connection connection;  // null: the database was set aside, or could not be

  int connect() {
    int status = sqlite::open(file.path(), limits.read_only, connection);
    if (status == SQLITE_OK) status = prepare_tables(connection.get(), limits.read_only);
    if (status != SQLITE_OK) connection.reset();
    return status;
  }
  // After this the store is empty and takes nothing; the next one to be opened begins anew.
  void give_up_if_damaged(int status) {
    if (!means_damage(status)) return;
    connection.reset();
    if (!limits.read_only) file.set_aside();
  }
  int read(Space space, const std::vector<std::string>& keys, const Found& found,
           std::vector<Stale>& stale);
  int stamp(Space space, const std::vector<Stale>& stale);
  int write(Space space, const Items& items);
  int evict();
  int empty();
  Result<void> settle(int status) {
    give_up_if_damaged(status);
    if (status == SQLITE_OK) return {};
    return unusable(status, file.path());
  }
};

int Store::Parts::read(Space space, const std::vector<std::string>& keys, const Found& found,
                       std::vector<Stale>& stale) {
  Transaction reading(connection.get(), "BEGIN");
  sqlite::Statement select(connection.get(),
                           "SELECT e.space, e.name, e.checksum, e.value, r.used FROM entry e "
                           "LEFT JOIN recency r ON r.id = e.id WHERE e.id = ?1");
  for (std::size_t index = 0; index < keys.size(); ++index) {
    auto id = hash_of_entry(space, keys[index]);
    int status = select.bind(1, id).step();
    if (status != SQLITE_ROW && status != SQLITE_DONE) return status;
    auto value = status == SQLITE_ROW ? select.bytes(3) : std::string_view();
    bool sound = status == SQLITE_ROW && select.number(0) == static_cast<std::int64_t>(space) &&
                 select.bytes(1) == keys[index] && select.number(2) == checksum_of(id, value);
    if (sound && select.number(4) + kRestampHours <= hour)
      stale.push_back({id, static_cast<std::int64_t>(value.size())});
    if (sound) found(index, value);
    select.reset();
  }
  return SQLITE_OK;
}

int Store::Parts::stamp(Space space, const std::vector<Stale>& stale) {
  Transaction writing(connection.get(), "BEGIN IMMEDIATE");
  sqlite::Statement insert(connection.get(), "INSERT OR REPLACE INTO recency VALUES(?1,?2,?3,?4)");
  int status = writing.status();
  for (const auto& [id, size] : stale) {
    if (status != SQLITE_OK) return status;
    insert.bind(1, id).bind(2, static_cast<std::int64_t>(space)).bind(3, hour).bind(4, size);
    status = insert.run();
  }
  return status == SQLITE_OK ? writing.commit() : status;
}

int Store::Parts::write(Space space, const Items& items) {
  Transaction writing(connection.get(), "BEGIN IMMEDIATE");
  sqlite::Statement entry(connection.get(), "INSERT OR REPLACE INTO entry VALUES(?1,?2,?3,?4,?5)");
  sqlite::Statement recency(connection.get(), "INSERT OR REPLACE INTO recency VALUES(?1,?2,?3,?4)");
  int status = writing.status();
  auto number = static_cast<std::int64_t>(space);
  for (const auto& [key, value] : items) {
    if (value.size() > limits.bytes / 4) continue;
    auto id = hash_of_entry(space, key);
    entry.bind(1, id).bind(2, number).bind(3, key).bind(4, checksum_of(id, value)).bind(5, value);
    recency.bind(1, id).bind(2, number).bind(3, hour);
    recency.bind(4, static_cast<std::int64_t>(value.size()));
    if (status == SQLITE_OK) status = entry.run();
    if (status == SQLITE_OK) status = recency.run();
    if (status != SQLITE_OK) return status;
  }
  if (status == SQLITE_OK) status = evict();
  return status == SQLITE_OK ? writing.commit() : status;
}

// Down to nine tenths, so that it is not each put that has to do it.
int Store::Parts::evict() {
  sqlite::Statement sum(connection.get(), "SELECT total(size) FROM recency");
  if (int status = sum.step(); status != SQLITE_ROW) return status;
  auto total = static_cast<std::uint64_t>(std::max<std::int64_t>(0, sum.number(0)));
  if (total <= limits.bytes) return SQLITE_OK;
  std::vector<std::int64_t> oldest;
  sqlite::Statement order(connection.get(), "SELECT id, size FROM recency ORDER BY used, id");
  while (total > limits.bytes / 10 * 9 && order.step() == SQLITE_ROW) {
    oldest.push_back(order.number(0));
    total -= std::min(total, static_cast<std::uint64_t>(order.number(1)));
  }
  order.reset();
  sqlite::Statement entry(connection.get(), "DELETE FROM entry WHERE id = ?1");
  sqlite::Statement recency(connection.get(), "DELETE FROM recency WHERE id = ?1");
  for (auto id : oldest) {
    if (int status = entry.bind(1, id).run(); status != SQLITE_OK) return status;
    if (int status = recency.bind(1, id).run(); status != SQLITE_OK) return status;
  }
  return SQLITE_OK;
}

int Store::Parts::empty() {
  Transaction writing(connection.get(), "BEGIN IMMEDIATE");
  int status = writing.status();
  if (status == SQLITE_OK) status = sqlite::execute(connection.get(), "DELETE FROM entry");
  if (status == SQLITE_OK) status = sqlite::execute(connection.get(), "DELETE FROM recency");
  return status == SQLITE_OK ? writing.commit() : status;
}

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& folder, const StoreLimits& limits) {
  auto file = StoreFile::open(folder, limits.read_only);
  if (!file) return file.error();
  auto parts = std::make_unique<Parts>();
  parts->file = std::move(*file);
  parts->limits = limits;
  parts->hour = limits.hour >= 0 ? limits.hour : hour_now();
  int status = parts->connect();
  if (means_damage(status) && !limits.read_only && parts->file.set_aside())
    status = parts->connect();
  if (status != SQLITE_OK) return unusable(status, parts->file.path());
  return Store(std::move(parts));
}

std::optional<std::string> Store::get(Space space, const std::string& key) {
  std::optional<std::string> result;
  get_all(space, {key}, [&](std::size_t, std::string_view value) { result.emplace(value); });
  return result;
}

void Store::get_all(Space space, const std::vector<std::string>& keys, const Found& found) {
  if (!parts_->connection) return;
  std::vector<Parts::Stale> stale;
  int status = parts_->read(space, keys, found, stale);
  if (status == SQLITE_OK && !stale.empty() && !parts_->limits.read_only)
    status = parts_->stamp(space, stale);
  parts_->give_up_if_damaged(status);
}

Result<void> Store::put(Space space, const std::string& key, std::string_view value) {
  return put_all(space, {{key, std::string(value)}});
}

Result<void> Store::put_all(Space space, const Items& items) {
  if (!parts_->connection || parts_->limits.read_only)
    return unusable(SQLITE_READONLY, parts_->file.path());
  return parts_->settle(parts_->write(space, items));
}

StoreStats Store::stats() {
  StoreStats stats;
  stats.path = parts_->file.path();
  struct stat found = {};
  if (::stat(stats.path.c_str(), &found) == 0)
    stats.file_bytes = static_cast<std::uint64_t>(found.st_size);
  if (!parts_->connection) return stats;
  sqlite::Statement count(parts_->connection.get(),
                          "SELECT space, count(*), sum(size) FROM recency GROUP BY space");
  while (count.step() == SQLITE_ROW) {
    auto space = static_cast<std::size_t>(count.number(0));
    if (space >= kSpaces) continue;
    stats.spaces[space] = {static_cast<std::uint64_t>(count.number(1)),
                           static_cast<std::uint64_t>(count.number(2))};
  }
  return stats;
}

Result<void> Store::clear() {
  if (!parts_->connection) return unusable(SQLITE_READONLY, parts_->file.path());
  unlink(parts_->file.damaged_path().c_str());
  int status = parts_->empty();
  if (status == SQLITE_OK) status = sqlite::execute(parts_->connection.get(), "VACUUM");
  return parts_->settle(status);
}

}  // namespace stackfit
