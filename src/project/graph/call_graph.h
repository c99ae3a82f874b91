#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/name_map.h"
#include "facts/gather.h"

namespace stackfit {

/// A name in a file: `find` of `models/user.js`; "" is what the module itself is.
struct NameInFile {
  std::string path;
  std::string name;
};

/// Where a name taken from an import of a file (index counted from 0) may be defined; no file when
/// that lies outside the project.
using NameResolver = std::function<std::optional<NameInFile>(
    const FileRecord& from, std::size_t import, std::string_view name)>;

/// Who waits for a function, however far away it is called.
enum class Waiting : std::uint8_t {
  kHandler,    ///< a handler of requests, sockets, messages or jobs of the product
  kCoroutine,  ///< an async function that calls it, or calls what calls it, without handing it on
};

/// One function on the way from who waits to where the work is done.
struct CallStep {
  std::string path;
  std::uint32_t line = 0;  ///< of the function
  std::string name;        ///< "" for a nameless handler
  bool registers = false;  ///< no function but the call that makes the next one a handler
};

/// The functions of a project and their calls of each other, joined through what imports lead to.
/// A name that a module does not define itself is looked for one import further: in what an index
/// file re-exports, or a mixin adds.
class CallGraph {
 public:
  CallGraph(const std::vector<FileRecord>& records, const NameResolver& resolve);

  /// The shortest way from somebody who waits to the function around a line, both included: one
  /// step when it waits itself. Empty when nobody within kMostLevels calls does, or no function
  /// with a name is there.
  std::vector<CallStep> way_to(std::string_view path, std::uint32_t line, Waiting who) const;

  /// Whether the function around a line makes handlers itself, so that it runs before any of them.
  bool sets_up(std::string_view path, std::uint32_t line) const;

  /// Whether anything in the product's own code is a handler.
  bool serves() const;

  static constexpr std::uint32_t kMostLevels = 4;

 private:
  struct Call {
    std::uint32_t to = 0;
    bool handed = false;
  };
  struct Function {
    std::uint32_t record = 0;
    const FunctionFact* fact = nullptr;
    std::vector<Call> calls;
  };
  struct FileNames {
    std::unordered_map<std::string_view, std::uint32_t, HashText> whole, last;
    std::uint32_t module = UINT32_MAX;  // what the module itself is
  };
  struct Visit {
    std::uint32_t from = 0;
    std::uint32_t level = UINT32_MAX;
  };

  void add_functions();
  void add_calls(std::uint32_t record, const NameResolver& resolve);
  std::uint32_t find_in(std::uint32_t record, std::string_view name) const;
  std::uint32_t find_beyond(std::uint32_t record, std::string_view name,
                            const NameResolver& resolve) const;
  std::vector<Visit> spread(Waiting who) const;
  std::uint32_t around(std::string_view path, std::uint32_t line) const;

  const std::vector<FileRecord>& records_;
  std::vector<Function> functions_;      // by file, then in source order
  std::vector<std::uint32_t> first_of_;  // by record: its first function; one more at the end
  std::vector<FileNames> names_;         // by record
  std::unordered_map<std::string_view, std::uint32_t, HashText> by_path_;
  std::vector<Visit> handled_, awaited_;
};

}  // namespace stackfit
