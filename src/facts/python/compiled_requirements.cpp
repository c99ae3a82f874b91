#include "facts/python/compiled_requirements.h"

#include <unordered_map>

#include "core/text.h"
#include "facts/python/locks.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

constexpr std::string_view kVia = "via";

// The comment of a line; empty when it has none.
std::string_view comment_of(std::string_view line) {
  if (line.starts_with('#')) return trim(line.substr(1));
  auto mark = line.find(" #");
  return mark == std::string_view::npos ? "" : trim(line.substr(mark + 2));
}

// `-r requirements.in` and `app (pyproject.toml)` are lists that somebody keeps by hand.
bool is_list(std::string_view name) {
  return name.starts_with("-r ") || name.ends_with(')');
}

}  // namespace

void RequirementOrigins::add(std::string_view names, std::size_t requirement) {
  for (auto name : split(names, ',')) {
    name = trim(name);
    if (name.empty() || name.starts_with("-c ")) continue;
    origins_.push_back({requirement, is_list(name) ? "" : normalized_distribution(name)});
  }
}

void RequirementOrigins::take(std::string_view line, const std::vector<Declared>& dependencies) {
  auto comment = comment_of(line);
  bool whole = line.starts_with('#'), begins = comment.starts_with(kVia);
  if (begins) comment.remove_prefix(kVia.size());
  begins = begins && (comment.empty() || comment.front() == ' ');
  listing_ = begins || (listing_ && whole);
  if (listing_ && !dependencies.empty()) add(comment, dependencies.size() - 1);
}

void RequirementOrigins::write(ManifestFacts& facts) const {
  if (origins_.empty()) return;
  LockedPackage project;
  project.importer = true;
  project.from_registry = false;
  std::unordered_map<std::string, std::size_t> rows;
  for (const Declared& declared : facts.dependencies) {
    LockedPackage package;
    package.name = normalized_distribution(declared.name);
    package.version = pinned_version(declared.range);
    package.key = distribution_key(package.name, package.version);
    package.from_registry = !package.version.empty();
    package.line = declared.line;
    rows.emplace(package.name, facts.packages.size());
    facts.packages.push_back(std::move(package));
  }
  std::vector<bool> told(facts.packages.size());  // somebody is said to ask for it
  for (const auto& [requirement, parent] : origins_) {
    const Declared& declared = facts.dependencies[requirement];
    Declared edge{facts.packages[requirement].name, "", declared.scope, declared.line,
                  static_cast<std::uint32_t>(requirement + 1)};
    auto row = rows.find(parent);
    bool listed = parent.empty() || row == rows.end();
    told[requirement] = true;
    (listed ? project : facts.packages[row->second]).dependencies.push_back(std::move(edge));
  }
  for (std::uint32_t i = 0; i < told.size(); ++i) {
    const Declared& declared = facts.dependencies[i];
    if (!told[i])
      project.dependencies.push_back(
          {facts.packages[i].name, "", declared.scope, declared.line, i + 1});
  }
  facts.packages.push_back(std::move(project));
}

}  // namespace stackfit
