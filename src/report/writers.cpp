#include "report/writers.h"

namespace stackfit {

const std::vector<Writer>& writers() {
  static const std::vector<Writer> kWriters = {
      {"text", "for a person at a terminal", write_text},
      {"concise", "one line per finding", write_concise},
      {"json", "for programs; stackfit schema describes it", write_json},
  };
  return kWriters;
}

const Writer* find_writer(std::string_view format) {
  for (const auto& writer : writers())
    if (writer.format == format) return &writer;
  return nullptr;
}

}  // namespace stackfit
