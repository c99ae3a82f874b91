#include "report/json_text.h"

namespace stackfit {
namespace {

// CI runners obey `##[command]` anywhere in a line of a log, JSON or not. Two number signs stand in
// strings only, where an escape means the same.
std::string without_commands(const std::string& json) {
  std::string safe;
  safe.reserve(json.size());
  for (std::size_t at = 0; at < json.size(); ++at)
    if (json.compare(at, 2, "##") == 0)
      safe += "\\u0023";
    else
      safe += json[at];
  return safe;
}

}  // namespace

std::string json_text(const Json& document) {
  // Two levels of objects at most hold text that is not ours: dumping never nests deeply.
  return without_commands(document.dump(2, ' ', true, Json::error_handler_t::replace)) + "\n";
}

}  // namespace stackfit
