// Files that name the runtime for version managers and platforms.
#include <algorithm>

#include "core/text.h"
#include "facts/infra/readers.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostBytes = 4096;

struct VersionFile {
  std::string_view name, setting;
};
constexpr VersionFile kFiles[] = {{".python-version", "python.version"},
                                  {".nvmrc", "node.version"},
                                  {".node-version", "node.version"},
                                  {"runtime.txt", ""},
                                  {".tool-versions", ""}};

const VersionFile* file_of(std::string_view path) {
  auto at = std::find_if(std::begin(kFiles), std::end(kFiles),
                         [&](const VersionFile& file) { return file.name == base_name(path); });
  return at == std::end(kFiles) ? nullptr : at;
}

// `python-3.11.4` of runtime.txt, `nodejs 18.16.0` of .tool-versions.
Setting named_version(std::string_view line, std::uint32_t number) {
  auto end = line.find_first_of("- \t");
  auto name = line.substr(0, end);
  auto version = end == std::string_view::npos ? std::string_view() : trim(line.substr(end + 1));
  version = version.substr(0, version.find_first_of(" \t"));
  std::string_view key = name == "python"                     ? "python.version"
                         : name == "nodejs" || name == "node" ? "node.version"
                                                              : "";
  return {std::string(key), std::string(version), number};
}

}  // namespace

bool is_version_file(std::string_view path) {
  return file_of(path) != nullptr;
}

void read_version_file(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "version-file";
  const VersionFile& file = *file_of(input.entry.path);
  std::uint32_t number = 0;
  for (auto line : split(input.bytes.substr(0, kMostBytes), '\n')) {
    ++number;
    line = trim(line);
    if (line.empty() || line.starts_with('#')) continue;
    Setting setting = file.setting.empty()
                          ? named_version(line, number)
                          : Setting{std::string(file.setting), std::string(line), number};
    if (!setting.key.empty() && !setting.value.empty()) manifest.settings.push_back(setting);
  }
}

}  // namespace stackfit
