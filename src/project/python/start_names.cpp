#include "project/python/start_names.h"

namespace stackfit {
namespace {

DataRow row_of(std::string_view table) {
  auto rows = data_rows("data/python-starts.toml", table);
  return rows.empty() ? DataRow{} : rows.front();
}

StartNames load() {
  StartNames names;
  names.script_folders = row_of("script-folder").names("names");
  DataRow test_data = row_of("test-data");
  names.test_data_inside = test_data.names("inside");
  names.test_data_anywhere = test_data.names("anywhere");
  names.twins = test_data.list("twins");
  names.django_files = row_of("django").names("files");
  DataRow wrappers = row_of("wrapper");
  names.wrappers = wrappers.names("names");
  names.wrappers_with_argument = wrappers.names("with_argument");
  names.runners = wrappers.names("runners");
  names.interpreters = row_of("interpreter").names("names");
  DataRow tools = row_of("tool");
  names.tools = tools.names("names");
  names.script_tools = tools.names("scripts");
  names.working_folders = row_of("working-folder").list("texts");
  for (const auto& row : data_rows("data/python-starts.toml", "application")) {
    ApplicationNames application{row.text("module"), row.names("makers"), row.names("files"),
                                 row.text("by")};
    application.made_by.merge(row.names("factories"));
    names.applications.push_back(std::move(application));
  }
  names.builtins_before_3 = row_of("builtin-before-3").names("names");
  names.general = row_of("general").names("names");
  return names;
}

}  // namespace

const StartNames& start_names() {
  static const StartNames kNames = load();
  return kNames;
}

}  // namespace stackfit
