#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// SQLite behind RAII, for src/store/ alone. Statuses are SQLite's own (SQLITE_OK, SQLITE_ROW …).

namespace stackfit::sqlite {

struct Closer {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, Closer>;

/// Opens a database for one thread, creating the file unless `read_only`. Settings are those SQLite
/// advises for files of unknown origin: nothing the schema says is trusted, cells are checked
/// before they are used, no page is mapped (a file that is cut short would end the process).
int open(const std::string& path, bool read_only, Connection& connection);

/// Runs statements that return no rows.
int execute(sqlite3* connection, const char* statements);

/// A prepared statement. One that could not be prepared answers its status to every call.
class Statement {
 public:
  Statement(sqlite3* connection, std::string_view text);
  /// Binds a parameter (the first is 1). The bytes have to outlive the next step.
  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view bytes);
  /// SQLITE_ROW when there is a row, SQLITE_DONE at the end, or what went wrong.
  int step();
  /// Steps to the end: SQLITE_OK, or what went wrong.
  int run();
  /// Makes it ready to be bound and stepped again.
  void reset() { sqlite3_reset(statement_.get()); }
  /// Columns of the row, from 0. Bytes are valid until the next step.
  std::int64_t number(int column) const;
  std::string_view bytes(int column) const;

 private:
  struct Finaliser {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finaliser> statement_;
  int status_ = SQLITE_OK;
};

}  // namespace stackfit::sqlite
