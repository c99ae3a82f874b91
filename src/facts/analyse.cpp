#include "facts/analyse.h"

#include <algorithm>

#include "core/text.h"
#include "facts/reader.h"

namespace stackfit {
namespace {

bool is_source(std::string_view path) {
  return language_of_path(path) != nullptr;
}
bool is_package_json(std::string_view path) {
  return base_name(path) == "package.json";
}
bool is_package_lock(std::string_view path) {
  auto name = base_name(path);
  return name == "package-lock.json" || name == "npm-shrinkwrap.json";
}

constexpr FileReader kReaders[] = {
    {"source", is_source, read_source_file, &Limits::source_bytes},
    {"package-json", is_package_json, read_package_json, &Limits::manifest_bytes},
    {"package-lock", is_package_lock, read_package_lock, &Limits::lockfile_bytes},
};

}  // namespace

bool is_interesting(std::string_view path) {
  return std::any_of(std::begin(kReaders), std::end(kReaders),
                     [&](const FileReader& reader) { return reader.accepts(path); });
}

std::uint64_t size_limit(std::string_view path, const Limits& limits) {
  std::uint64_t largest = 0;
  for (const auto& reader : kReaders)
    if (reader.accepts(path)) largest = std::max(largest, limits.*reader.limit);
  return largest;
}

FileFacts analyse_file(const AnalysisContext& context, const Entry& entry, std::string_view bytes) {
  // One set of parsers per thread: creating them is a third of the cost of a small file.
  thread_local Parser parser;
  FileInput input{context, entry, bytes, parser};
  FileFacts facts;
  for (const auto& reader : kReaders)
    if (reader.accepts(entry.path)) reader.read(input, facts);
  return facts;
}

}  // namespace stackfit
