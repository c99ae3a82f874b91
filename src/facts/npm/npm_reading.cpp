#include "facts/npm/npm_reading.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

struct Prefix {
  std::string_view text;
  NpmSpec::Kind kind;
};
constexpr Prefix kPrefixes[] = {
    {"git+", NpmSpec::Kind::kGit},        {"git:", NpmSpec::Kind::kGit},
    {"git@", NpmSpec::Kind::kGit},        {"github:", NpmSpec::Kind::kGit},
    {"gitlab:", NpmSpec::Kind::kGit},     {"bitbucket:", NpmSpec::Kind::kGit},
    {"gist:", NpmSpec::Kind::kGit},       {"ssh:", NpmSpec::Kind::kGit},
    {"file:", NpmSpec::Kind::kFile},      {"link:", NpmSpec::Kind::kFile},
    {"portal:", NpmSpec::Kind::kFile},    {"./", NpmSpec::Kind::kFile},
    {"../", NpmSpec::Kind::kFile},        {"~/", NpmSpec::Kind::kFile},
    {"/", NpmSpec::Kind::kFile},          {"workspace:", NpmSpec::Kind::kWorkspace},
    {"root:", NpmSpec::Kind::kWorkspace}, {"http:", NpmSpec::Kind::kTarball},
    {"https:", NpmSpec::Kind::kTarball},
};

// `name@range` of an alias, `@scope/name@range` too; without `@range` the range is empty. Yarn
// writes `npm:^1.2.0` as well, which is the plain range.
NpmSpec parse_alias(std::string_view target) {
  auto at = target.find('@', 1);
  if (at == std::string_view::npos && target.find_first_of("^~<>=*0123456789") == 0)
    return {NpmSpec::Kind::kRegistry, "", std::string(target)};
  NpmSpec spec{NpmSpec::Kind::kAlias, std::string(target.substr(0, at)), ""};
  if (at != std::string_view::npos) spec.range = target.substr(at + 1);
  return spec;
}

NpmSpec::Kind kind_of_address(std::string_view address, NpmSpec::Kind kind) {
  bool repository =
      kind == NpmSpec::Kind::kTarball && address.substr(0, address.find('#')).ends_with(".git");
  return repository ? NpmSpec::Kind::kGit : kind;
}

}  // namespace

bool expect_object(const JsonTree& tree, FileFacts& facts) {
  if (!tree.problem.empty()) {
    refuse_manifest(facts, tree.problem, tree.problem_line);
  } else if (!root_of(tree).is(JsonKind::kObject)) {
    refuse_manifest(facts, "is not a JSON object", 1);
  } else {
    return true;
  }
  return false;
}

NpmSpec parse_npm_spec(std::string_view text) {
  text = trim(text);
  if (text.starts_with("npm:")) return parse_alias(text.substr(4));
  for (const Prefix& prefix : kPrefixes)
    if (text.starts_with(prefix.text)) return {kind_of_address(text, prefix.kind), "", ""};
  // `user/repository` is a place at the forge npm defaults to; a range never holds a slash.
  if (text.find('/') != std::string_view::npos) return {NpmSpec::Kind::kGit, "", ""};
  return {NpmSpec::Kind::kRegistry, "", std::string(text)};
}

void ScopeHosts::add(std::string_view package, std::string_view address) {
  auto mark = address.find("://");
  if (mark == std::string_view::npos) return;
  auto rest = address.substr(mark + 3);
  std::string host(rest.substr(0, rest.find('/')));
  auto slash = package.find('/');
  if (package.starts_with("@") && slash != std::string_view::npos)
    scoped_[std::string(package.substr(0, slash))].insert(std::move(host));
  else
    plain_.insert(std::move(host));
}

void ScopeHosts::write(ManifestFacts& lock) const {
  for (const auto& [scope, hosts] : scoped_) {
    bool shared = std::any_of(hosts.begin(), hosts.end(),
                              [&](const std::string& host) { return plain_.count(host) > 0; });
    if (!plain_.empty() && !shared) lock.settings.push_back({"elsewhere", scope, 1});
  }
}

bool is_registry_tarball(std::string_view address, std::string_view name) {
  constexpr std::size_t kLongest = 2048;
  if (address.size() > kLongest) return false;
  std::string plain(address);
  for (std::string_view escaped : {"%2f", "%2F"})
    for (auto at = plain.find(escaped); at != std::string::npos; at = plain.find(escaped, at))
      plain.replace(at, escaped.size(), "/");
  std::string folder = "/" + std::string(name) + "/";
  auto holds = [&](const std::string& shape) { return plain.find(shape) != std::string::npos; };
  return holds(folder + "-/") || holds(folder + "download/") || holds("/download" + folder);
}

}  // namespace stackfit
