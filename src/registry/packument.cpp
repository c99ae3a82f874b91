#include "registry/packument.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "core/text.h"
#include "facts/json_reader.h"

namespace stackfit {
namespace {

std::uint64_t number_of(JsonValue value) {
  std::uint64_t number = 0;
  auto text = value.is(JsonKind::kNumber) ? value.text() : std::string_view();
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// `deprecated` is a text; some registries keep `true`, and `false` or "" once it is taken back.
std::string deprecation_of(JsonValue value) {
  return value.is_true() ? "true" : value.string();
}

RegistryVersion read_version(JsonValue version) {
  RegistryVersion read;
  read.version = version.key();
  read.deprecated = deprecation_of(version["deprecated"]);
  read.node = version["engines"]["node"].string();
  for (JsonValue dependency : version["dependencies"])
    read.dependencies += dependency.is(JsonKind::kString) ? 1 : 0;
  read.unpacked = number_of(version["dist"]["unpackedSize"]);
  read.files = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(number_of(version["dist"]["fileCount"]), 0xFFFFFFFF));
  JsonValue scripts = version["scripts"];
  read.install_script = version["hasInstallScript"].is_true() || scripts["install"].exists() ||
                        scripts["postinstall"].exists() || scripts["preinstall"].exists();
  return read;
}

void read_times(JsonValue time, Packument& packument) {
  std::map<std::string_view, std::string> published;
  for (JsonValue entry : time) {
    if (entry.key() == "modified" && packument.modified.empty())
      packument.modified = entry.string();
    else if (entry.key() == "created")
      packument.created = entry.string();
    else
      published[entry.key()] = entry.string();
  }
  for (RegistryVersion& version : packument.versions)
    if (auto at = published.find(version.version); at != published.end())
      version.published = at->second;
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      (result += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      result += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      result += c;
  }
  return result + '"';
}

std::string shortened(const RegistryVersion& version) {
  std::string text = quoted(version.version) + ":{";
  if (!version.deprecated.empty()) text += "\"deprecated\":" + quoted(version.deprecated) + ",";
  if (!version.node.empty()) text += "\"engines\":{\"node\":" + quoted(version.node) + "},";
  if (version.install_script) text += "\"hasInstallScript\":true,";
  text += "\"dependencies\":{";
  for (std::uint32_t i = 0; i < std::min(version.dependencies, 1000u); ++i)
    text += fmt::format("{}\"{}\":\"\"", i > 0 ? "," : "", i);
  return text + fmt::format("}},\"dist\":{{\"unpackedSize\":{},\"fileCount\":{}}}}}",
                            version.unpacked, version.files);
}

}  // namespace

const RegistryVersion* Packument::find(std::string_view version) const {
  auto at = std::find_if(versions.begin(), versions.end(),
                         [&](const RegistryVersion& one) { return one.version == version; });
  return at == versions.end() ? nullptr : &*at;
}

Result<Packument> read_packument(std::string_view bytes, std::string_view name) {
  JsonOptions options;
  options.limits.nodes = 8'000'000;
  JsonTree tree = read_json(bytes, options);
  JsonValue root = root_of(tree);
  if (!root.is(JsonKind::kObject) || !root["versions"].is(JsonKind::kObject))
    return Error{ErrorKind::kInput, "its answer is no package document", std::string(name), ""};
  if (root["name"].text() != name)
    return Error{ErrorKind::kInput, "its answer is about another package", std::string(name), ""};
  Packument packument;
  packument.name = name;
  packument.latest = root["dist-tags"]["latest"].string();
  packument.modified = root["modified"].string();
  packument.has_repository = root["repository"].exists();
  packument.full = root["time"].is(JsonKind::kObject) || root["readme"].exists();
  for (JsonValue version : root["versions"])
    if (version.is(JsonKind::kObject)) packument.versions.push_back(read_version(version));
  for (JsonValue maintainer : root["maintainers"])
    if (auto who = maintainer["name"].string(); !who.empty()) packument.maintainers.push_back(who);
  read_times(root["time"], packument);
  return packument;
}

std::string shortened(const Packument& packument) {
  std::string text =
      fmt::format("{{\"name\":{},\"modified\":{},\"dist-tags\":{{\"latest\":{}}},",
                  quoted(packument.name), quoted(packument.modified), quoted(packument.latest));
  if (packument.has_repository) text += "\"repository\":true,";
  text += "\"maintainers\":[";
  for (std::size_t i = 0; i < packument.maintainers.size(); ++i)
    text += fmt::format("{}{{\"name\":{}}}", i > 0 ? "," : "", quoted(packument.maintainers[i]));
  text += "],\"versions\":{";
  for (std::size_t i = 0; i < packument.versions.size(); ++i)
    text += (i > 0 ? "," : "") + shortened(packument.versions[i]);
  text += "}";
  if (packument.full) {
    text += ",\"time\":{";
    if (!packument.created.empty()) text += "\"created\":" + quoted(packument.created) + ",";
    for (const RegistryVersion& version : packument.versions)
      if (!version.published.empty())
        text += quoted(version.version) + ":" + quoted(version.published) + ",";
    if (text.back() == ',') text.pop_back();
    text += "}";
  }
  return text + "}";
}

}  // namespace stackfit
