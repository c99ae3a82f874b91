#include "rules/fit_index.h"

#include <unordered_map>

#include "core/text.h"

namespace stackfit {
namespace {

using NameIndex = std::unordered_map<std::string, TechnologyRows>;

NameIndex index_by(std::vector<std::string> TechnologyRow::*names) {
  NameIndex index;
  for (const auto& row : fit_data().technologies)
    for (const auto& name : row.*names) index[name].push_back(&row);
  return index;
}

const TechnologyRows* look_up(const NameIndex& index, std::string_view name) {
  auto at = index.find(std::string(name));
  return at == index.end() ? nullptr : &at->second;
}

}  // namespace

const TechnologyRows* technologies_of_npm(std::string_view package) {
  static const NameIndex kIndex = index_by(&TechnologyRow::npm);
  return look_up(kIndex, package);
}

const TechnologyRows* technologies_of_pypi(std::string_view distribution) {
  static const NameIndex kIndex = index_by(&TechnologyRow::pypi);
  return look_up(kIndex, distribution);
}

KnownModule technologies_of_module(std::string_view module) {
  static const NameIndex kIndex = index_by(&TechnologyRow::imports);
  for (;;) {
    if (const auto* rows = look_up(kIndex, module)) return {std::string(module), rows};
    auto dot = module.rfind('.');
    if (dot == std::string_view::npos) return {};
    module = module.substr(0, dot);
  }
}

std::string distribution_name(std::string_view name) {
  std::string result;
  for (char c : lower(name)) {
    bool separator = c == '-' || c == '_' || c == '.';
    if (separator && result.ends_with('-')) continue;
    result += separator ? '-' : c;
  }
  return result;
}

std::string package_of_specifier(std::string_view specifier) {
  if (specifier.starts_with("node:")) specifier.remove_prefix(5);
  if (specifier.starts_with("npm:")) specifier.remove_prefix(4);
  if (specifier.empty() || specifier.front() == '.' || specifier.front() == '/' ||
      specifier.find(':') != std::string_view::npos)
    return {};
  auto slash = specifier.find('/');
  if (specifier.front() == '@' && slash != std::string_view::npos)
    slash = specifier.find('/', slash + 1);
  return std::string(specifier.substr(0, slash));
}

}  // namespace stackfit
