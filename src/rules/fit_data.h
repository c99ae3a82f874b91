#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The catalogue behind the stack-fit verdict: technologies, signals, kinds of work, suggestions and
// the article's claims. Parsed from rules/data/*.toml and fit-tests.tsv, whose headers say what
// each field means.

namespace stackfit {

/// How strongly something speaks for one kind of work: 1 hint … 5 definitional.
struct DimensionWeight {
  std::string dimension;
  double weight = 0;
};

/// A path glob, and a text the file must contain (empty: any file will do).
struct FileTest {
  std::string path;
  std::string contains;
};

struct TechnologyRow {
  std::string id, name, category;
  std::vector<DimensionWeight> dimensions;
  std::vector<std::string> npm, pypi, imports, images;
  std::vector<FileTest> files;
  std::string execution;  ///< inline, pool, process, native, wasm, remote, mitigation, ""
  std::string status;     ///< legacy, eol, discontinued; "" while active
  bool named_in_article = false;
  std::string note;
};

/// A tree-sitter query that finds evidence in code. One hit is evidence for each dimension.
struct CallSignal {
  std::string id;
  std::vector<std::string> languages;
  std::string query;
  std::vector<DimensionWeight> dimensions;
  std::string role;   ///< workload, hotspot, mitigation
  std::string scope;  ///< any, handler, async
  std::uint32_t cap = 0;
  std::string execution;
  std::vector<std::string> requires_any;  ///< technology ids; `child_process`
  std::string note;
  std::vector<std::string> needs;  ///< texts of which one must occur; empty: the predicates tell
  std::string match, no_match;     ///< examples
};

/// A signal that is neither a package name nor a query.
struct FitTest {
  std::string kind;  ///< file, manifest, structure, code, counter
  std::string id;
  std::vector<DimensionWeight> dimensions;
  std::string role;
  std::string category;
  std::uint32_t cap = 0;  ///< 0: no limit is given
  std::string match;      ///< a glob for `file`, else words
  std::string contains;
  std::string note;
};

/// How well a runtime suits a kind of work, -2 … +2.
struct Stance {
  double article = 0;
  double today = 0;
};

struct DimensionRow {
  std::string id, name;
  bool is_character = false;  ///< of the code base: judged, never ranked against kinds of work
  std::vector<std::int64_t> article_lines;
  std::optional<Stance> node, python;   ///< nothing: the article is silent
  std::optional<double> remote_node;    ///< stance when the work is a hosted service
  std::optional<Stance> python_server;  ///< of Python where the page is written in JavaScript
  std::string note;
};

struct SuggestionRow {
  std::string id, dimension, stack, text;
};

/// One claim of the article, and what became of it.
struct Claim {
  std::string id;
  std::string line;  ///< of the article; a range for some
  std::string group, says, status, today;
  std::vector<std::string> dimensions;
  std::string visible_as, evidence, against;
  /// What in a repository bears on it: `rule ID`, `work DIMENSION RUNTIME` … (claims.toml).
  std::vector<std::string> speaks_for, speaks_against;
  std::string unseen;  ///< why nothing does
};

/// Everything, each list in the order of its file.
struct FitData {
  std::vector<TechnologyRow> technologies;
  std::vector<CallSignal> calls;
  std::vector<FitTest> tests;
  std::vector<DimensionRow> dimensions;
  std::vector<SuggestionRow> suggestions;
  std::vector<Claim> claims;
};

/// Parses the built-in catalogue on first use (some 5 ms) and keeps it. A mistake in it is a
/// mistake of the program: it ends the program, naming file and line.
const FitData& fit_data();

/// The row with that id; null when there is none.
const TechnologyRow* find_technology(std::string_view id);
const CallSignal* find_call(std::string_view id);
const FitTest* find_fit_test(std::string_view id);
const DimensionRow* find_dimension(std::string_view id);

/// One row of evidence in its plain form: what a name, query or test says about one dimension.
struct FitSignal {
  std::string id;  ///< `npm:ws:realtime`
  std::string
      kind;  ///< npm, pypi, py_import, docker, call, file, manifest, structure, code, counter
  std::string match;
  std::string dimension;
  double weight = 0;
  std::string technology;  ///< "" for calls and tests
  std::string role;
  std::string execution;
};

/// The role a technology's name plays for a dimension: what moves work off the loop is a mitigation
/// where the placement of work is judged (cpu, memory), and ordinary evidence elsewhere.
std::string_view role_of(const TechnologyRow& technology, std::string_view dimension);
/// The weight of a container image: one less than that of the technology, because an image beside
/// the code shows a neighbour, not what the code does.
double image_weight(double weight);

/// The catalogue written out row by row, in catalogue order.
std::vector<FitSignal> expand_signals(const FitData& data);

}  // namespace stackfit
