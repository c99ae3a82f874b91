#include "core/build_id.h"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>

#include <cstring>
#include <string_view>

namespace stackfit {
namespace {

constexpr std::size_t padded(std::size_t size) {
  return (size + 3) / 4 * 4;
}

// The id in a segment of notes: name, description, both padded, one after the other.
std::string id_in(std::string_view notes) {
  ElfW(Nhdr) head;
  while (notes.size() >= sizeof head) {
    std::memcpy(&head, notes.data(), sizeof head);
    notes.remove_prefix(sizeof head);
    auto name = padded(head.n_namesz), size = padded(head.n_descsz);
    if (name > notes.size() || size > notes.size() - name) return "";
    if (head.n_type == NT_GNU_BUILD_ID &&
        notes.substr(0, head.n_namesz) == std::string_view("GNU\0", 4)) {
      std::string id;
      for (unsigned char byte : notes.substr(name, head.n_descsz))
        id += fmt::format("{:02x}", byte);
      return id;
    }
    notes.remove_prefix(name + size);
  }
  return "";
}

// The first object is the program itself.
int read_program(dl_phdr_info* info, std::size_t, void* result) {
  for (int at = 0; at < info->dlpi_phnum; ++at) {
    const auto& segment = info->dlpi_phdr[at];
    auto& id = *static_cast<std::string*>(result);
    if (segment.p_type != PT_NOTE || !id.empty()) continue;
    id =
        id_in({reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr), segment.p_filesz});
  }
  return 1;
}

}  // namespace

std::string build_id() {
  std::string id;
  dl_iterate_phdr(read_program, &id);
  return id;
}

}  // namespace stackfit
