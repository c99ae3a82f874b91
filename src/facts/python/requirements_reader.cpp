#include "core/text.h"
#include "facts/infra/readers.h"
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

}  // namespace

bool is_requirements(std::string_view path) {
  auto name = base_name(path);
  bool text = name.ends_with(".txt") || name.ends_with(".in") || name.ends_with(".pip");
  return text && (name.find("requirements") != std::string_view::npos ||
                  base_name(folder_of(path)) == "requirements");
}

void read_requirements(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "requirements";
  auto scope = names_development(base_name(input.entry.path)) ? DependencyScope::kDev
                                                              : DependencyScope::kRuntime;
  std::string logical;
  std::uint32_t number = 0, first = 1;
  for (auto line : split(input.bytes, '\n')) {
    ++number;
    line = trim(line);
    if (logical.empty()) first = number;
    bool goes_on = line.ends_with('\\');
    logical += goes_on ? line.substr(0, line.size() - 1) : line;
    if (goes_on) continue;
    if (!logical.starts_with('#')) read_line(trim(logical), scope, first, manifest);
    logical.clear();
  }
}

}  // namespace stackfit
