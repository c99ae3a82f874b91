#include "report/report.h"

namespace stackfit {

const std::vector<Writer>& writers() {
  static const std::vector<Writer> kWriters = {};
  return kWriters;
}

const Writer* find_writer(std::string_view format) {
  for (const auto& writer : writers())
    if (writer.format == format) return &writer;
  return nullptr;
}

}  // namespace stackfit
