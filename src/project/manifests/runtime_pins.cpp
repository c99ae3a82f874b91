// A runtime whose support has ended gets no more fixes. Only a pin is judged, a place that decides
// which runtime the product runs on: a base image, a version file, a range that admits nothing
// newer. `>=14` pins nothing.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/text.h"
#include "project/fit/names.h"
#include "project/manifests/manifest_rules.h"
#include "project/npm/semver.h"
#include "project/zones.h"
#include "rules/data_table.h"
#include "rules/message.h"

namespace stackfit {
namespace {

struct Release {
  std::string runtime, version, codename, end;
};

const std::vector<Release>& releases() {
  static const std::vector<Release> kReleases = [] {
    std::vector<Release> all;
    for (const auto& row : data_rows("data/runtime-releases.toml", "release"))
      all.push_back(
          {row.text("runtime"), row.text("version"), row.text("codename"), row.text("end")});
    return all;
  }();
  return kReleases;
}

// `v14.17.0` and `14` are of release line 14, `3.7.9` of 3.7, `lts/fermium` and `fermium` of 14.
const Release* release_of(std::string_view runtime, std::string_view version) {
  if (version.starts_with("lts/")) version.remove_prefix(4);
  if (version.starts_with('v') || version.starts_with('=')) version.remove_prefix(1);
  for (const Release& release : releases()) {
    if (release.runtime != runtime) continue;
    if (!release.codename.empty() && lower(version) == release.codename) return &release;
    if (!version.starts_with(release.version)) continue;
    auto rest = version.substr(release.version.size());
    if (rest.empty() || rest[0] == '.' || rest[0] == '-') return &release;
  }
  return nullptr;
}

npm::Version version_of(const Release& release, std::uint64_t patch) {
  auto dot = release.version.find('.');
  npm::Version version;
  std::from_chars(release.version.data(), release.version.data() + release.version.size(),
                  version.major);
  if (dot != std::string::npos)
    std::from_chars(release.version.data() + dot + 1,
                    release.version.data() + release.version.size(), version.minor);
  bool whole = dot == std::string::npos;
  if (whole) version.minor = patch;
  version.patch = patch;
  return version;
}

// Of the release lines a range admits, when it bounds them, the one with the longest support (of
// Node's, odd lines end early); null when it admits newer ones.
const Release* longest_admitted(std::string_view runtime, std::string_view text) {
  std::string range(text);
  if (runtime == "python") {  // `~=3.7`, `==3.7.*`, `>=3.6,<3.8`: near enough to npm's
    std::replace(range.begin(), range.end(), ',', ' ');
    for (std::string_view from : {"~=", "==="})
      if (auto at = range.find(from); at != std::string::npos) range.replace(at, from.size(), "~");
    while (range.find("==") != std::string::npos) range.replace(range.find("=="), 2, "=");
    while (range.find("!=") != std::string::npos) return nullptr;
  }
  auto parsed = npm::parse_range(range);
  if (!parsed || !npm::upper_bound(*parsed)) return nullptr;
  const Release* longest = nullptr;
  for (const Release& release : releases()) {
    if (release.runtime != runtime) continue;
    constexpr std::uint64_t kLast = 99;
    bool admitted = npm::admits(*parsed, version_of(release, 0)) ||
                    npm::admits(*parsed, version_of(release, kLast));
    if (admitted && (longest == nullptr || release.end >= longest->end)) longest = &release;
  }
  return longest != nullptr ? longest : release_of(runtime, trim(text));
}

struct Pin {
  const Release* release = nullptr;
  std::string where;  // `the base image node:14-alpine`
};

std::optional<Pin> pin_of_image(std::string_view image) {
  auto name = image_name(image);
  auto base = base_name(name);
  auto colon = image.rfind(':');
  if ((base != "node" && base != "python") || colon == std::string_view::npos) return std::nullopt;
  return Pin{release_of(base, image.substr(colon + 1)), fmt::format("the image {}", image)};
}

std::optional<Pin> pin_of(const Setting& setting) {
  if (setting.key == "docker.from") return pin_of_image(setting.value);
  if (setting.key == "engines.node")
    return Pin{longest_admitted("node", setting.value),
               fmt::format("engines.node {}", setting.value)};
  if (setting.key == "requires-python")
    return Pin{longest_admitted("python", setting.value),
               fmt::format("the required Python {}", setting.value)};
  if (setting.key == "python.version" || setting.key == "node.version") {
    auto runtime = setting.key.substr(0, setting.key.find('.'));
    return Pin{release_of(runtime, setting.value), fmt::format("version {}", setting.value)};
  }
  return std::nullopt;
}

std::string_view shown(std::string_view runtime) {
  return runtime == "node" ? "Node.js" : "Python";
}

}  // namespace

ManifestResult judge_runtime_pins(const ManifestView& view, const Rule& rule) {
  ManifestResult result;
  for (const auto& record : view.records) {
    if (!record.facts.manifest) continue;
    const auto& [path, manifest] = std::tie(record.entry.path, *record.facts.manifest);
    // What CI tries out is no promise of where the product runs.
    if (zone_of(path) != Zone::kProduct || manifest.format == "ci") continue;
    for (const Setting& setting : manifest.settings) {
      auto pin = pin_of(setting);
      if (!pin) continue;
      ++result.looked_at;
      if (pin->release == nullptr || pin->release->end >= view.options.as_of) continue;
      auto finding =
          manifest_finding(rule, path, setting.line, setting.key + " " + pin->release->runtime);
      finding.message =
          fill_message(rule.message, {{"where", display(pin->where)},
                                      {"runtime", std::string(shown(pin->release->runtime))},
                                      {"version", pin->release->version},
                                      {"end", pin->release->end}});
      finding.data = {{"runtime", pin->release->runtime},
                      {"version", pin->release->version},
                      {"end", pin->release->end}};
      result.findings.push_back(std::move(finding));
    }
  }
  return result;
}

}  // namespace stackfit
