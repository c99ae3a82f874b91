#pragma once
#include <string>
#include <vector>

#include "core/result.h"
#include "facts/javascript/script_host.h"
#include "facts/python/tables.h"
#include "rules/data_table.h"
#include "rules/rule_set.h"

namespace stackfit {

/// A row of rules/data/blocking-apis.toml.
struct BlockingApi {
  NameSet modules, names, except;
  std::vector<std::string> endings;
  bool itself = false;
  bool without_callback = false;
};

/// What rules ask of data tables; a project's rule folder may add rows.
struct FileTables {
  std::vector<BlockingApi> blocking;
  NameSet startup_names, startup_events, process_events;
  std::vector<std::string> startup_beginnings;
  NameSet promise_ends;      ///< methods that end a chain of promises and take its failure
  NameSet no_promise_roots;  ///< objects whose `then` is no promise's
  NameSet order_words;       ///< parts of names that hint at rounds of a loop needing their order
  PythonTables python;
  ScriptHosts hosts;
  NameSet emitter_makers;  ///< `fs.createReadStream` …: what they return emits errors
};

/// Reads the tables from the data files of the rule set.
FileTables read_file_tables(const RuleSet& rules);

}  // namespace stackfit
