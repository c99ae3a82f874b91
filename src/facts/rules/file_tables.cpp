#include "facts/rules/file_tables.h"

namespace stackfit {

FileTables read_file_tables(const RuleSet& rules) {
  constexpr std::string_view kBlocking = "data/blocking-apis.toml";
  FileTables tables;
  for (const auto& row : data_rows(rules, kBlocking, "blocking"))
    tables.blocking.push_back({row.names("modules"), row.names("names"), row.names("except"),
                               row.list("endings"), row.flag("itself"),
                               row.flag("without_callback")});
  for (const auto& row : data_rows(rules, kBlocking, "startup")) {
    tables.startup_names.merge(row.names("names"));
    for (auto& beginning : row.list("beginnings")) tables.startup_beginnings.push_back(beginning);
  }
  for (const auto& row : data_rows(rules, kBlocking, "startup-event"))
    tables.startup_events.merge(row.names("names"));
  for (const auto& row : data_rows(rules, kBlocking, "process-event"))
    tables.process_events.merge(row.names("names"));
  constexpr std::string_view kPromises = "data/promise-apis.toml";
  for (const auto& row : data_rows(rules, kPromises, "end"))
    tables.promise_ends.merge(row.names("names"));
  for (const auto& row : data_rows(rules, kPromises, "no-promise"))
    tables.no_promise_roots.merge(row.names("roots"));
  for (const auto& row : data_rows(rules, kPromises, "order"))
    tables.order_words.merge(row.names("words"));
  for (const auto& row : data_rows(rules, kPromises, "emitter"))
    tables.emitter_makers.merge(row.names("makers"));
  tables.python = read_python_tables(rules);
  tables.hosts = read_script_hosts(rules);
  return tables;
}

}  // namespace stackfit
