#include "tree/blob_id.h"

#include <git2.h>

#include "tree/git_repository.h"

namespace stackfit {

std::string blob_id(std::string_view bytes) {
  static const int ready = git_libgit2_init();
  git_oid id;
  if (ready < 0 || git_odb_hash(&id, bytes.data(), bytes.size(), GIT_OBJECT_BLOB) != 0) return "";
  return git::text_of(id);
}

}  // namespace stackfit
