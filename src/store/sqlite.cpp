#include "store/sqlite.h"

namespace stackfit::sqlite {
namespace {

constexpr int kBusyMilliseconds = 2000;

// A rollback journal, not a write-ahead log: that needs memory shared between all users of the
// file, which network file systems do not give. Nothing waits for the disk: after a power cut the
// file may be damaged, which is noticed, and a cache is only made again.
constexpr const char* kSettings =
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cell_size_check=ON;"
    "PRAGMA mmap_size=0;"
    "PRAGMA journal_mode=TRUNCATE;"
    "PRAGMA synchronous=OFF;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-16384;";

}  // namespace

int open(const std::string& path, bool read_only, Connection& connection) {
  int access = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* raw = nullptr;
  int status = sqlite3_open_v2(path.c_str(), &raw,
                               access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nullptr);
  connection.reset(raw);
  if (status != SQLITE_OK) return status;
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  return execute(raw, kSettings);
}

int execute(sqlite3* connection, const char* statements) {
  return sqlite3_exec(connection, statements, nullptr, nullptr, nullptr);
}

Statement::Statement(sqlite3* connection, std::string_view text) {
  sqlite3_stmt* raw = nullptr;
  status_ =
      sqlite3_prepare_v2(connection, text.data(), static_cast<int>(text.size()), &raw, nullptr);
  statement_.reset(raw);
}

Statement& Statement::bind(int at, std::int64_t value) {
  if (status_ == SQLITE_OK) status_ = sqlite3_bind_int64(statement_.get(), at, value);
  return *this;
}

Statement& Statement::bind(int at, std::string_view bytes) {
  if (status_ == SQLITE_OK)
    status_ = sqlite3_bind_blob64(statement_.get(), at, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

int Statement::step() {
  return status_ == SQLITE_OK ? sqlite3_step(statement_.get()) : status_;
}

int Statement::run() {
  int status = step();
  while (status == SQLITE_ROW) status = step();
  reset();
  return status == SQLITE_DONE ? SQLITE_OK : status;
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  int size = sqlite3_column_bytes(statement_.get(), column);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

}  // namespace stackfit::sqlite
