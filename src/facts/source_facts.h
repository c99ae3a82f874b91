#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/finding.h"

// What one source file says about itself. Depends on its bytes, its language and the rule set only.
// Every struct has a `describe(archive, value)` beside it that lists its fields once, for encoding
// and decoding (facts/encoding.h).

namespace stackfit {

template <class Archive>
void describe(Archive& archive, Span& s) {
  archive(s.line, s.column, s.end_line, s.end_column);
}
template <class Archive>
void describe(Archive& archive, Related& r) {
  archive(r.path, r.line, r.message);
}

/// Sizes of a source file.
struct Metrics {
  std::uint32_t lines = 0;
  std::uint32_t code_lines = 0;  ///< lines that hold more than blanks and comments
  std::uint32_t functions = 0;
  std::uint32_t assertions = 0;  ///< calls and statements that check something, as tests do
};
template <class Archive>
void describe(Archive& archive, Metrics& m) {
  archive(m.lines, m.code_lines, m.functions, m.assertions);
}

enum class ImportKind : std::uint8_t {
  kEsm,         ///< import … from "x", export … from "x"
  kRequire,     ///< require("x")
  kDynamic,     ///< import("x") with a literal; importlib.import_module("x")
  kPython,      ///< import x.y
  kPythonFrom,  ///< from x import a, b
};

/// A name taken out of a module: `from x import name`, `import {name} from "x"`, or an attribute
/// used on the module (`x.name`).
struct ImportedName {
  std::string name;   ///< `*` for everything
  std::string alias;  ///< local name; empty for an attribute use
  std::uint32_t line = 0;
};
template <class Archive>
void describe(Archive& archive, ImportedName& n) {
  archive(n.name, n.alias, n.line);
}

/// One import statement or require call.
struct Import {
  std::string module;  ///< as written: `./a`, `@scope/pkg/sub`, `os.path`; "" for `from . import`
  std::uint8_t dots = 0;  ///< Python: leading dots of a relative import
  ImportKind kind = ImportKind::kEsm;
  bool in_function = false;    ///< runs later than the module's own load
  bool type_only = false;      ///< `import type`, `if TYPE_CHECKING:`
  bool guarded = false;        ///< inside `try` with a handler that survives its failure
  bool in_main_guard = false;  ///< Python: only when the file is the main script
  bool at_load = false;        ///< JavaScript: its value is needed while the module loads
  bool conditional = false;    ///< Python: a fallback, or only on some version or platform
  std::string alias;           ///< local name of the whole module, if it has one
  std::vector<ImportedName> names;
  std::vector<ImportedName> attributes;  ///< attributes read from the module by its local name
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};
template <class Archive>
void describe(Archive& archive, Import& i) {
  archive(i.module, i.dots, i.kind, i.in_function, i.type_only, i.guarded, i.in_main_guard,
          i.at_load, i.conditional, i.alias, i.names, i.attributes, i.line, i.column);
}

/// One function of a chain of nested callbacks, outermost first.
struct CallbackLink {
  std::string label;        ///< last two names of the callee: `fs.readFile`, `new Promise`, `{key}`
  std::uint32_t line = 0;   ///< where the function stands
  std::uint8_t weight = 0;  ///< 1 when the link adds a level
  bool known = false;       ///< false: the kind is assumed
  std::string kind;         ///< row of rules/data: `error-first`, `promise`, `event` …
};
template <class Archive>
void describe(Archive& archive, CallbackLink& l) {
  archive(l.label, l.line, l.weight, l.known, l.kind);
}

/// Longer chains keep their two ends.
inline constexpr std::size_t kMostChainLinks = 64;

/// An outermost chain of nested callbacks, down to its deepest function (javascript.md §4.3).
struct CallbackChain {
  Span span;                ///< head of the deepest callback
  std::uint32_t depth = 0;  ///< sum of the links' weights
  std::uint32_t raw = 0;    ///< callbacks from the file's root to the deepest, weights apart
  std::uint32_t known = 0;  ///< levels of `depth` that are no guess
  std::vector<std::uint32_t> leaves;     ///< depths of the other innermost callbacks, deepest first
  std::vector<std::uint32_t> callbacks;  ///< callbacks of the chain at depth 1, 2, 3 …
  bool in_test_structure = false;        ///< starts in describe/it …
  bool crosses_error = false;            ///< passes through a part that did not parse
  std::string function;                  ///< the named function it stands in, "" at module level
  std::string scope;                     ///< the whole chain of names around it
  std::uint32_t statement_line = 0;      ///< where the outermost callback's statement begins
  std::string shape;                     ///< completion, promise, control-flow, event, timer, mixed
  std::string remedy;                    ///< id of a row of rules/data/callback-remedies.toml
  std::uint64_t digest = 0;              ///< of the head of the outermost callback's statement
  std::vector<CallbackLink>
      links;  ///< at most kMostChainLinks; the middle of longer ones is left out
};
template <class Archive>
void describe(Archive& archive, CallbackChain& c) {
  archive(c.span, c.depth, c.raw, c.known, c.leaves, c.callbacks, c.in_test_structure,
          c.crosses_error, c.function, c.scope, c.statement_line, c.shape, c.remedy, c.digest,
          c.links);
}

/// One callback as ESLint's max-nested-callbacks counts it (parity modes only).
struct ParityCallback {
  std::uint32_t depth = 0;
  Span span;
  std::uint32_t utf16_column = 0;  ///< ESLint's column, 1-based
  std::string scope;
  std::uint64_t digest = 0;
};
template <class Archive>
void describe(Archive& archive, ParityCallback& c) {
  archive(c.depth, c.span, c.utf16_column, c.scope, c.digest);
}

/// Sites per style of asynchronous code, and how deep its callbacks nest (javascript.md §4.6).
struct AsyncSites {
  std::uint32_t callback = 0;
  std::uint32_t then = 0;
  std::uint32_t await = 0;
  std::uint32_t functions = 0;  ///< functions that are, take or await something asynchronous
  std::uint32_t mixed = 0;      ///< of these, functions that mix styles
  std::array<std::uint32_t, 12> depths = {};  ///< asynchronous callbacks at depth 0 … 11 and more
  std::uint32_t deepest = 0;                  ///< the greatest depth
};
template <class Archive>
void describe(Archive& archive, AsyncSites& s) {
  archive(s.callback, s.then, s.await, s.functions, s.mixed, s.depths, s.deepest);
}

/// A `sys.path` change at module level, folded as far as literals and __file__ allow.
struct SearchPathEdit {
  enum class Kind : std::uint8_t { kFront, kBack, kRemoveFirst, kUnknown };
  Kind kind = Kind::kUnknown;
  bool from_file = false;  ///< relative to the file's own folder; else to the working folder
  std::string folder;      ///< `..`, `../lib`
  std::uint32_t line = 0;
};
template <class Archive>
void describe(Archive& archive, SearchPathEdit& e) {
  archive(e.kind, e.from_file, e.folder, e.line);
}

/// A class of Django's `AppConfig` kind: what it names and how it is labelled.
struct DjangoConfig {
  std::string class_name;
  std::string name;   ///< dotted package; empty: not literal
  std::string label;  ///< empty: the last part of the name
};
template <class Archive>
void describe(Archive& archive, DjangoConfig& c) {
  archive(c.class_name, c.name, c.label);
}

/// Something a Python module does while it is being loaded, in the order in which it happens.
struct LoadEvent {
  enum class Kind : std::uint8_t {
    kImport,  ///< an import statement of any form: `import` is its index in SourceFacts::imports
    kBind,    ///< `name` gets a value in the module
    kUse,     ///< `name` is read: attributes of a module, `a.b.c`
  };
  Kind kind = Kind::kBind;
  std::string name;
  std::uint32_t import = 0;
  std::uint32_t line = 0;
  bool maybe = false;       ///< not every load does it: a branch, a loop, part of an expression
  bool local = false;       ///< an import that binds names in a class body, not in the module
  std::uint32_t guard = 0;  ///< the `try` that survives a failure here, counted from 1
  bool import_survived = false;     ///< a failed import
  bool attribute_survived = false;  ///< a missing attribute
  std::uint32_t unless = 0;         ///< does not happen once that `try` has failed
  std::uint32_t only_if = 0;        ///< happens only when that `try` has failed
};
template <class Archive>
void describe(Archive& archive, LoadEvent& e) {
  archive(e.kind, e.name, e.import, e.line, e.maybe, e.local, e.guard, e.import_survived,
          e.attribute_survived, e.unless, e.only_if);
}

/// What a Python file contributes to module resolution (python.md §2, §3).
struct PythonFacts {
  std::uint32_t main_guard_line = 0;  ///< `if __name__ == "__main__"`, 0 when there is none
  bool shebang = false;               ///< `#!…python`
  bool flat_script = false;           ///< top level does calls or loops and defines no class
  bool program = false;               ///< no guard, and prints, asks, loops or starts at top level
  bool runs_django = false;           ///< execute_from_command_line or DJANGO_SETTINGS_MODULE
  bool calls_setup = false;           ///< calls setup(…)
  bool binds_anything = false;  ///< module `__getattr__`, `globals()[…] = …`: any name may exist
  bool python2 = false;         ///< print and exec statements: Python 3 cannot run it
  bool extends_path = false;    ///< pkgutil.extend_path, declare_namespace
  std::vector<std::string> bound;  ///< names bound at module level
  std::vector<std::string> state;  ///< of these, classes and what can change: lists, objects …
  std::vector<SearchPathEdit> search_path;
  std::uint32_t handler_line = 0;  ///< `def lambda_handler(event, context)` and the like
  std::uint32_t application_line =
      0;                    ///< `app = Flask(__name__)`, `def create_app` at module level
  std::string application;  ///< what makes it, as written: `Flask`, `create_app`
  std::vector<ImportedName> unimportable;  ///< imports that are no syntax: `import my-mod`
  std::vector<ImportedName> django_apps;   ///< of INSTALLED_APPS; alias `+=` for what is appended
  std::vector<DjangoConfig> django_configs;
  std::vector<LoadEvent> events;
};
template <class Archive>
void describe(Archive& archive, PythonFacts& p) {
  archive(p.main_guard_line, p.shebang, p.flat_script, p.program, p.runs_django, p.calls_setup,
          p.binds_anything, p.python2, p.extends_path, p.bound, p.state, p.search_path,
          p.handler_line, p.application_line, p.application, p.unimportable, p.django_apps,
          p.django_configs, p.events);
}

/// A fit signal seen in code (fit-signals `call`, `code` and file-local `structure` rows).
struct SignalHit {
  std::string signal;  ///< id of the row
  std::uint32_t line = 0;
  std::string what;  ///< the source line, cut
  bool in_handler = false;
  bool in_async = false;   ///< inside an async function
  std::uint32_t unit = 0;  ///< line of the function it stands in, 0 at module level
};
template <class Archive>
void describe(Archive& archive, SignalHit& h) {
  archive(h.signal, h.line, h.what, h.in_handler, h.in_async, h.unit);
}

/// Functions that something else waits for: the units of which hotspots flag some.
struct WorkUnits {
  std::uint32_t handlers = 0;  ///< of requests, sockets, events and jobs
  std::uint32_t async = 0;     ///< further async functions
};
template <class Archive>
void describe(Archive& archive, WorkUnits& u) {
  archive(u.handlers, u.async);
}

/// A call that can be followed by name: of a function of the same file, or of one taken from an
/// import.
struct CallFact {
  /// As the callee writes it below what the import bound: `find`, `User.find`, "" for the module
  /// itself. Of the same file: `find`, `User.find`, and `.find` for a method of this object.
  std::string name;
  std::uint32_t import = 0;  ///< index in SourceFacts::imports counted from 1; 0: of this file
  std::uint32_t line = 0;
  bool handed = false;  ///< not called here but given to another function
};
template <class Archive>
void describe(Archive& archive, CallFact& c) {
  archive(c.name, c.import, c.line, c.handed);
}

/// A function that others can name or that something waits for, with what it calls. What stands in
/// a nameless function belongs to the nearest such function around it.
struct FunctionFact {
  std::string name;  ///< `find`, `User.find`; "" for a nameless handler or module
  std::uint32_t line = 0, end_line = 0;
  bool handler = false;    ///< of requests, sockets, messages, jobs
  bool async = false;      ///< it is an async function
  bool is_module = false;  ///< what the module itself is: `module.exports = f`, `export default f`
  bool registers = false;  ///< no function but a place that makes handlers of what it calls
  std::vector<CallFact> calls;  ///< each callee once, in source order
};
template <class Archive>
void describe(Archive& archive, FunctionFact& f) {
  archive(f.name, f.line, f.end_line, f.handler, f.async, f.is_module, f.registers, f.calls);
}

/// Whether a finding depends on who calls the function it stands in.
enum class ReachPolicy : std::uint8_t {
  kNone,    ///< no
  kRaises,  ///< it gets its rule's own severity when a handler or coroutine reaches it
  kOnly,    ///< and is none when nothing does
};

/// A finding that needs nothing but its file. `project/` decides severity steps by zone.
struct CandidateFinding {
  std::string rule;
  Severity severity = Severity::kNote;
  Span span;
  double confidence = 1;
  ReachPolicy reach = ReachPolicy::kNone;
  std::string scope;
  std::uint64_t digest = 0;
  std::string message;
  std::vector<Related> related;
};
template <class Archive>
void describe(Archive& archive, CandidateFinding& c) {
  archive(c.rule, c.severity, c.span, c.confidence, c.reach, c.scope, c.digest, c.message,
          c.related);
}

/// Everything learnt from one source file.
struct SourceFacts {
  std::string language;  ///< `javascript`, `typescript`, `tsx`, `python`
  Metrics metrics;
  bool in_browser = false;  ///< it uses what only pages have, and nothing only servers have
  std::vector<Import> imports;
  std::vector<CallbackChain> chains;  ///< depth 2 and more
  std::vector<ParityCallback> parity;
  AsyncSites async_sites;
  std::uint32_t exports_line = 0;  ///< first `module.exports = …` at module level; 0: none
  PythonFacts python;
  std::vector<SignalHit> signals;
  WorkUnits units;
  std::vector<FunctionFact> functions;  ///< in source order
  std::vector<CandidateFinding> findings;
};
template <class Archive>
void describe(Archive& archive, SourceFacts& s) {
  archive(s.language, s.metrics, s.in_browser, s.imports, s.chains, s.parity, s.async_sites,
          s.exports_line, s.python, s.signals, s.units, s.functions, s.findings);
}

}  // namespace stackfit
