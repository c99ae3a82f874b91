#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "rules/data_table.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Whether a callback adds a level of nesting.
enum class CallbackWeight : std::uint8_t {
  kNone,   ///< it runs at once, or it is a definition
  kOne,    ///< it runs later
  kEntry,  ///< it runs later, but is free where it is the outermost asynchronous callback
};

/// One row of the kind table.
struct CallbackKind {
  std::string id;
  std::string family;  ///< completion, promise, control-flow, event, timer, or ""
  CallbackWeight weight = CallbackWeight::kNone;
  bool assumed = false;  ///< a guess
  bool site = false;     ///< counts as a callback in the profile of asynchronous styles
  std::string test, unless;
  NameSet unless_roots;
  bool asynchronous() const { return weight != CallbackWeight::kNone; }
};

/// `debounce(fn)`, `iferr(cb, fn)`: a call that hands a function on in another coat.
struct Adapter {
  bool any_place = false;    ///< the function need not be the first argument
  bool takes_error = false;  ///< it handles the error of an error-first callback
};

/// What the conditions of a row are asked about.
struct KindQuestion {
  std::string_view role;     ///< call, new, jsx
  std::string_view carrier;  ///< direct, array, object
  std::string_view callee;   ///< name, member
  std::string_view name, root, key;
  std::string_view first_parameter, last_parameter;
  std::string_view parameters;  ///< the first two, separated by a blank
};

/// The kind table of rules/data/callback-kinds.toml. Every condition keeps, for each word it knows,
/// the set of rows that accept the word, so one question costs a few hash look-ups however many
/// rows there are.
class CallbackKinds {
 public:
  /// The most rows the table can have.
  static constexpr std::size_t kMostRows = 256;
  /// One bit per row.
  using Rows = std::bitset<kMostRows>;

  /// The table with the rows that rule folders add. Fails with kConfig and the place of the row
  /// when one of theirs says what cannot be.
  static Result<CallbackKinds> read(const RuleSet& rules);
  const std::vector<CallbackKind>& rows() const { return rows_; }
  /// The rows whose word conditions all accept the question; tests are not asked.
  Rows accepting(const KindQuestion& question) const;

  /// Null when a call of that name is no adapter.
  const Adapter* adapter(std::string_view name) const;
  bool is_neutral(std::string_view name) const { return neutral_.count(name) > 0; }
  /// Functions that util.promisify treats in a way of their own.
  bool is_customised(std::string_view name) const { return customised_.count(name) > 0; }
  bool is_index(std::string_view name) const { return index_.count(name) > 0; }
  bool is_iterator_library(std::string_view root) const { return iterators_.count(root) > 0; }
  /// Functions of tests everybody knows, a level for none of the rows.
  const std::vector<std::string>& test_functions() const { return test_functions_; }
  /// A callback of an assumed kind that covers so much of its file is a wrapper around it.
  std::uint32_t whole_file_percent() const { return whole_file_percent_; }
  /// Shorter files have no wrapper worth the name.
  std::uint32_t whole_file_lines() const { return whole_file_lines_; }
  /// `forEach`, `map` …
  bool is_sync_iteration(std::string_view name) const;
  /// `on`, `once`, `addListener` …
  bool is_event(std::string_view name) const;
  /// A parameter called `cb`, `done`, `saveCallback` …
  bool is_continuation_name(std::string_view parameter) const;
  /// A parameter called `err`, `parseError` …
  bool is_error_name(std::string_view parameter) const;

 private:
  // The rows that accept a word: by the whole word, its beginning, its end, or whatever it is.
  struct Condition {
    NameMap<Rows> words;
    std::vector<std::pair<std::string, Rows>> beginnings, endings;
    Rows indifferent;
    Rows accepting(std::string_view word) const;
  };
  enum Subject {
    kRole,
    kCarrier,
    kCallee,
    kName,
    kRoot,
    kKey,
    kFirst,
    kLast,
    kParameters,
    kSubjects
  };

  CallbackKinds() = default;
  Result<void> add_row(const DataRow& data);
  Result<void> read_rows(const RuleSet& rules);
  void add_words(const DataRow& data, Subject subject, const char* words, const char* beginnings,
                 const char* endings);
  void add_text(const DataRow& data, Subject subject, const char* key, const char* fallback);
  bool word_of(Subject subject, std::string_view word, std::string_view id) const;

  std::vector<CallbackKind> rows_;
  std::array<Condition, kSubjects> conditions_;
  std::map<std::string, Adapter, std::less<>> adapters_;
  std::vector<std::string> test_functions_;
  NameSet neutral_, index_, iterators_, customised_;
  std::uint32_t whole_file_percent_ = 100, whole_file_lines_ = 0;
};

/// The built-in table.
const CallbackKinds& callback_kinds();

}  // namespace stackfit
