#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"

namespace stackfit {

/// `--output FORMAT=PATH`.
struct OutputTarget {
  std::string format;
  std::string path;
};

/// A revision to compare with, and how.
struct BaseChoice {
  enum class Kind : std::uint8_t {
    kMergeBase,    ///< the best common ancestor of HEAD and the revision
    kExact,        ///< the revision itself
    kFirstParent,  ///< the first parent of HEAD, which has to be a merge
  };
  Kind kind = Kind::kMergeBase;
  std::string revision;   ///< as git reads it; empty for the parents
  std::string remedy;     ///< what to do when it cannot be found
  bool optional = false;  ///< when there is no such revision, the next choice counts
};

/// Two states of one repository, to tell new findings from old ones.
struct ChangeOptions {
  bool staged = false;            ///< the index against HEAD
  std::vector<BaseChoice> bases;  ///< the working tree against the first of these that counts
  bool lines = false;             ///< only findings on lines that were added
  std::string index_file;         ///< git's own choice of an index (GIT_INDEX_FILE), or empty
  bool wanted() const { return staged || !bases.empty(); }
};

/// A dependency that somebody decided to keep: `[[dependencies.allow]]` of a configuration.
struct DependencyAllow {
  std::string name;      ///< of the package; `*`: whatever `via` brings in
  std::string versions;  ///< an npm range; empty: every version
  std::string rule;      ///< the rule it answers; empty: unmaintained-dependency
  std::string via;       ///< only as brought in by this package; empty: however it comes
  std::string reason;
  std::string expires;  ///< ISO date, the last day it holds; empty: for good
  std::string where;    ///< `stackfit.toml:3`, for error messages
  std::string path;     ///< of the configuration, relative to the root; empty: outside of it
  std::uint32_t line = 0;
  std::string table;  ///< entries of one table are one allow
};

/// What may be asked of a package registry. Comes from the command line alone: nothing in a scanned
/// tree opens a connection, or decides to whom.
struct OnlineOptions {
  enum class Scope : std::uint8_t {
    kOff,     ///< no socket is opened
    kDirect,  ///< packages that a package.json asks for
    kAll,     ///< every package of the lockfiles
  };
  Scope scope = Scope::kOff;
  std::string registry;   ///< --registry; empty: the user's own settings, then the build's
  std::string token_env;  ///< name of the environment variable that holds its token
};

/// How `callback-nesting` counts. Native is stackfit's own; the others report exactly what the two
/// generations of ESLint's max-nested-callbacks report.
enum class Parity : std::uint8_t { kNative, kEslint, kEslintClassic };

/// Which of the two readings of the article's claims the stack-fit verdict follows.
enum class Lens : std::uint8_t { kToday, kArticle };

/// A fix somebody considers: no finding of a rule any more.
struct Fix {
  std::string rule;
  std::string path;  ///< in this file, or below this folder; empty: anywhere
};

/// Bounds on what one file may cost. Defaults: specs of the project, "Bounds".
struct Limits {
  std::uint64_t source_bytes = 1 << 20;        ///< JavaScript, TypeScript, Python
  std::uint64_t manifest_bytes = 5 << 20;      ///< package.json, pyproject.toml, Dockerfile …
  std::uint64_t lockfile_bytes = 64ull << 20;  ///< package-lock.json …
  std::uint32_t max_entries = 500'000;         ///< files and folders of one tree
  std::uint32_t max_depth = 256;               ///< folders below the root
  double file_cpu_seconds = 3;                 ///< one file in one worker
  double file_wall_seconds = 30;               ///< the same, however idle (a stalled disk)
  double bank_cpu_seconds = 60;                ///< lost to slow files before the first falls to 0.2
  std::uint64_t worker_bytes = 1ull << 30;     ///< address space (resident with sanitizers)
};

/// Everything a run depends on besides the tree: what the command line and config files say.
struct Options {
  std::string root = ".";
  std::vector<std::string> files;  ///< judge findings in these alone, relative to root; empty: all
  std::string format = "text";
  std::vector<OutputTarget> outputs;
  bool sarif_suppressions = false;  ///< SARIF holds suppressed and baselined findings, marked so
  std::string sarif_category;       ///< tells several uploads of one commit apart
  bool statistics = false;          ///< count findings by rule, folder and owner
  /// Analyse standard input alone, as if it were this file below the root; empty: do not.
  std::string stdin_filename;
  unsigned jobs = 0;  ///< worker processes; 0 = one per core
  bool default_excludes = true;
  std::vector<std::string> exclude;  ///< .gitignore syntax, relative to the root
  bool allow_external_gitdir = false;
  ChangeOptions change;
  std::string baseline;  ///< file of accepted findings, relative to root; empty: the usual one
  bool use_baseline = true;
  bool strict = false;                 ///< an incomplete report is exit status 2
  std::optional<Severity> fail_on;     ///< gate; nothing: never fails
  std::string min_grade;               ///< gate; the worst grade that holds, or empty
  bool new_only = false;               ///< gate; findings that are not new count for nothing
  std::optional<double> max_drop;      ///< gate; points of health that may be lost
  bool no_new_poor = false;            ///< gate; no kind of work may become poor
  std::vector<std::string> only;       ///< rule ids; empty: all
  std::vector<std::string> rule_dirs;  ///< further rule pages
  Parity parity = Parity::kNative;
  bool parity_constructors = false;  ///< ESLint's checkConstructorCallCallbacks
  unsigned parity_max = 10;          ///< ESLint's own default
  Lens lens = Lens::kToday;
  std::vector<Fix> what_if;            ///< also judge as if these were done
  std::string as_of = "2026-11-23";    ///< ISO date results refer to; never a clock
  std::vector<DependencyAllow> allow;  ///< dependencies a configuration keeps
  bool allow_permanent = false;        ///< these need no date
  OnlineOptions online;
  Limits limits;
};

}  // namespace stackfit
