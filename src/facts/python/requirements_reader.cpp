#include "core/text.h"
#include "facts/infra/readers.h"
#include "facts/python/compiled_requirements.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

std::string_view option_value(std::string_view line, std::string_view short_name,
                              std::string_view long_name) {
  for (auto name : {long_name, short_name}) {
    if (!line.starts_with(name)) continue;
    auto value = line.substr(name.size());
    return trim(value.starts_with('=') ? value.substr(1) : value);
  }
  return {};
}

// Options that name another file are noted, never followed: the other file has facts of its own.
void read_line(std::string_view line, DependencyScope scope, std::uint32_t number,
               ManifestFacts& facts) {
  if (auto other = option_value(line, "-r", "--requirement"); !other.empty()) {
    facts.settings.push_back({"requirements.include", std::string(other), number});
  } else if (auto pins = option_value(line, "-c", "--constraint"); !pins.empty()) {
    facts.settings.push_back({"requirements.constraint", std::string(pins), number});
  } else if (auto place = option_value(line, "-e", "--editable"); !place.empty()) {
    facts.settings.push_back({"requirements.editable", std::string(place), number});
    if (auto declared = parse_requirement(place, scope, number);
        declared && place.find("#egg=") != std::string_view::npos)
      facts.dependencies.push_back(*declared);
  } else if (!line.starts_with('-')) {
    if (auto declared = parse_requirement(line, scope, number))
      facts.dependencies.push_back(*declared);
  }
}

// PowerShell's `pip freeze > requirements.txt` is UTF-16, and pip reads it all the same. What is
// not ASCII can only stand in comments.
std::string plain_text(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
  bool little = bytes.starts_with("\xFF\xFE"), big = bytes.starts_with("\xFE\xFF");
  if (!little && !big) return std::string(bytes);
  std::string text;
  for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
    char low = bytes[at + (little ? 0 : 1)], high = bytes[at + (little ? 1 : 0)];
    text += high == 0 && static_cast<unsigned char>(low) < 0x80 ? low : '?';
  }
  return text;
}

// A constraints file installs nothing: it says which version, should somebody ask.
bool only_constrains(std::string_view path) {
  return base_name(path).find("constraint") != std::string_view::npos;
}

void turn_into_pins(ManifestFacts& facts) {
  facts.format = "constraints";
  for (const Declared& pin : facts.dependencies) {
    LockedPackage package;
    package.name = normalized_distribution(pin.name);
    package.version = pinned_version(pin.range);
    package.key = package.name + pin.range;
    package.from_registry = !pin.range.starts_with('@');
    package.line = pin.line;
    if (!package.version.empty()) facts.packages.push_back(std::move(package));
  }
  facts.dependencies.clear();
}

}  // namespace

bool is_requirements(std::string_view path) {
  auto name = base_name(path), folder = base_name(folder_of(path));
  bool text = name.ends_with(".txt") || name.ends_with(".in") || name.ends_with(".pip");
  bool lists = folder == "requirements" || folder == "reqs" || folder == "requires";
  for (std::string_view word : {"requirement", "constraints", "reqs."})
    lists = lists || name.find(word) != std::string_view::npos;
  return text && lists;
}

void read_requirements(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "requirements";
  auto name = base_name(input.entry.path);
  auto scope = names_development(name) ? DependencyScope::kDev
               : names_extras(name)    ? DependencyScope::kOptional
                                       : DependencyScope::kRuntime;
  std::string logical, text = plain_text(input.bytes);
  std::uint32_t number = 0, first = 1;
  RequirementOrigins origins;
  for (auto line : split(text, '\n')) {
    ++number;
    line = trim(line);
    if (logical.empty()) first = number;
    bool goes_on = line.ends_with('\\');
    logical += goes_on ? line.substr(0, line.size() - 1) : line;
    if (goes_on) continue;
    if (!logical.starts_with('#')) read_line(trim(logical), scope, first, manifest);
    origins.take(line, manifest.dependencies);
    logical.clear();
  }
  if (only_constrains(input.entry.path)) return turn_into_pins(manifest);
  origins.write(manifest);
}

}  // namespace stackfit
