// Rules about single declared dependencies: where they come from, and whether they are what their
// name says.
#include <algorithm>
#include <map>

#include "core/text.h"
#include "facts/python/requirement.h"
#include "project/manifests/manifest_rules.h"
#include "project/zones.h"
#include "rules/data_table.h"
#include "rules/message.h"

namespace stackfit {
namespace {

bool is_hex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isxdigit(c) != 0; });
}

// `user/repository` and `github:user/repository`, npm's shorthands.
bool is_repository(std::string_view range) {
  for (std::string_view prefix : {"github:", "gitlab:", "bitbucket:", "gist:"})
    if (range.starts_with(prefix)) return true;
  auto slash = range.find('/');
  return slash != std::string_view::npos && slash > 0 && range.find_first_of("@: ") > slash &&
         range.find('/', slash + 1) == std::string_view::npos && range[0] != '.';
}

bool is_git(std::string_view range) {
  return range.starts_with("git+") || range.starts_with("git:") || range.starts_with("git@") ||
         range.starts_with("ssh:") || is_repository(range) ||
         (range.starts_with("http") && range.find(".git") != std::string_view::npos);
}

// `…#<commit>` in npm, `…@<commit>#egg=name` in Python.
bool is_fixed_commit(std::string_view range) {
  for (std::string_view fragment : {"#egg=", "#subdirectory="})
    range = range.substr(0, range.find(fragment));
  auto mark = range.find_last_of("#@");
  if (mark == std::string_view::npos) return false;
  auto revision = range.substr(mark + 1);
  revision = revision.substr(0, revision.find_first_of("#&"));
  constexpr std::size_t kShortest = 7;
  return revision.size() >= kShortest && is_hex(revision);
}

// What the range follows: `a branch`, `an address`; empty when it is fixed, or of the registry.
std::string_view floats_on(std::string_view range) {
  if (range.starts_with("@ ")) range = trim(range.substr(1));  // Python's `name @ address`
  if (is_git(range)) return is_fixed_commit(range) ? "" : "a branch or tag of a repository";
  bool address = range.starts_with("http://") || range.starts_with("https://");
  return address ? "whatever an address serves" : "";
}

using Table = std::map<std::string, std::vector<std::string>, std::less<>>;

Table read_table(std::string_view path) {
  Table table;
  for (auto line : split(rule_data(path), '\n')) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> cells;
    for (auto cell : split(line, '\t')) cells.emplace_back(cell);
    if (cells.size() < 2) continue;
    auto name = cells.front();
    cells.erase(cells.begin());
    table.emplace(std::move(name), std::move(cells));
  }
  return table;
}

bool declares_python(const ManifestFacts& manifest) {
  constexpr std::string_view kFormats[] = {"requirements", "pyproject", "setup-cfg",
                                           "setup-py",     "pipfile",   "conda"};
  return std::find(std::begin(kFormats), std::end(kFormats), manifest.format) != std::end(kFormats);
}

// Calls `visit` for each declared dependency of the product, of one ecosystem or of both.
template <class Visit>
void each_declared(const ManifestView& view, bool npm, bool python, Visit visit) {
  for (const auto& record : view.records) {
    if (!record.facts.manifest || zone_of(record.entry.path) != Zone::kProduct) continue;
    const ManifestFacts& manifest = *record.facts.manifest;
    bool wanted =
        (npm && manifest.format == "package-json") || (python && declares_python(manifest));
    if (!wanted) continue;
    for (const Declared& declared : manifest.dependencies)
      visit(record.entry.path, manifest, declared);
  }
}

}  // namespace

ManifestResult judge_floating_sources(const ManifestView& view, const Rule& rule) {
  ManifestResult result;
  each_declared(view, true, true,
                [&](const std::string& path, const ManifestFacts&, const Declared& declared) {
                  ++result.looked_at;
                  auto source = floats_on(trim(declared.range));
                  if (source.empty()) return;
                  auto finding = manifest_finding(rule, path, declared.line, declared.name);
                  finding.message = fill_message(rule.message, {{"name", display(declared.name)},
                                                                {"source", std::string(source)}});
                  finding.data = {{"package", declared.name}, {"range", declared.range}};
                  result.findings.push_back(std::move(finding));
                });
  return result;
}

ManifestResult judge_micro_packages(const ManifestView& view, const Rule& rule) {
  static const Table kPackages = read_table("data/micro-packages.tsv");
  ManifestResult result;
  each_declared(view, true, false,
                [&](const std::string& path, const ManifestFacts&, const Declared& declared) {
                  if (declared.scope != DependencyScope::kRuntime) return;
                  ++result.looked_at;
                  auto row = kPackages.find(declared.name);
                  if (row == kPackages.end()) return;
                  auto finding = manifest_finding(rule, path, declared.line, declared.name);
                  finding.message = fill_message(rule.message, {{"name", display(declared.name)},
                                                                {"instead", row->second[0]}});
                  finding.data = {{"package", declared.name}, {"instead", row->second[0]}};
                  result.findings.push_back(std::move(finding));
                });
  return result;
}

ManifestResult judge_wrong_names(const ManifestView& view, const Rule& rule) {
  static const Table kNames = read_table("data/python-wrong-names.tsv");
  ManifestResult result;
  each_declared(view, false, true,
                [&](const std::string& path, const ManifestFacts&, const Declared& declared) {
                  ++result.looked_at;
                  auto row = kNames.find(normalized_distribution(declared.name));
                  if (row == kNames.end()) return;
                  auto finding = manifest_finding(rule, path, declared.line, declared.name);
                  finding.message = fill_message(rule.message, {{"name", display(declared.name)},
                                                                {"meant", row->second[0]},
                                                                {"what", row->second.back()}});
                  finding.data = {{"package", declared.name}, {"meant", row->second[0]}};
                  result.findings.push_back(std::move(finding));
                });
  return result;
}

}  // namespace stackfit
