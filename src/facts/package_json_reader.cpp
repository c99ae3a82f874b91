#include "facts/reader.h"

namespace stackfit {

void read_package_json(const FileInput&, FileFacts& facts) {
  facts.manifest.emplace().format = "package-json";
}

}  // namespace stackfit
