#include "facts/reader.h"

namespace stackfit {

void read_package_lock(const FileInput&, FileFacts& facts) {
  facts.manifest.emplace().format = "package-lock";
}

}  // namespace stackfit
