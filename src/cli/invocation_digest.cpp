// Structs are taken apart by structured bindings, which name every field: a field that is added to
// one of them does not compile until somebody says here whether a report depends on it.
#include "cli/invocation_digest.h"

#include <fmt/format.h>
#include <limits.h>
#include <stdlib.h>

#include <map>
#include <optional>
#include <type_traits>
#include <vector>

namespace stackfit {
namespace {

class Digest {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (add(values), ...);
  }
  std::string text;

 private:
  void add(const std::string& value) { text += fmt::format("{}:{} ", value.size(), value); }
  template <class T>
  requires std::is_arithmetic_v<T>
  void add(T value) { text += fmt::format("{} ", value); }
  template <class T>
  requires std::is_enum_v<T>
  void add(T value) { text += fmt::format("{} ", static_cast<int>(value)); }
  template <class T>
  void add(const std::optional<T>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  template <class T>
  void add(const std::vector<T>& values) {
    add(values.size());
    for (const auto& value : values) add(value);
  }
  template <class K, class V>
  void add(const std::map<K, V>& values) {
    add(values.size());
    for (const auto& [key, value] : values) add(key), add(value);
  }
  void add(const OutputTarget& target) {
    const auto& [format, path] = target;
    (*this)(format, path);
  }
  void add(const BaseChoice& choice) {
    const auto& [kind, revision, remedy, optional] = choice;
    (*this)(kind, revision, remedy, optional);
  }
  void add(const ChangeOptions& change) {
    const auto& [staged, bases, lines, index_file] = change;
    (*this)(staged, bases, lines, index_file);
  }
  void add(const DependencyAllow& allow) {
    const auto& [name, versions, rule, via, reason, expires, where, path, line, table] = allow;
    (*this)(name, versions, rule, via, reason, expires, where, path, line, table);
  }
  void add(const OnlineOptions& online) {
    const auto& [scope, registry, token_env] = online;
    (*this)(scope, registry, token_env);
  }
  void add(const Fix& fix) {
    const auto& [rule, path] = fix;
    (*this)(rule, path);
  }
  void add(const Limits& limits) {
    const auto& [source, manifest, lockfile, entries, depth, cpu, wall, bank, worker] = limits;
    (*this)(source, manifest, lockfile, entries, depth, cpu, wall, bank, worker);
  }
  void add(const RuleOverride& change) {
    const auto& [rule, enabled, severity, threshold, where] = change;
    (*this)(rule, enabled, severity, threshold, where);
  }
  void add(const PathOverride& change) {
    const auto& [paths, rules, where, table] = change;
    (*this)(paths, rules, where, table);
  }
  void add(const Options& options);
};

std::string resolved(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? path : buffer;
}

void Digest::add(const Options& options) {
  const auto& [root, files, format, outputs, sarif_suppressions, sarif_category, statistics,
               stdin_filename, jobs, default_excludes, exclude, allow_external_gitdir, change,
               baseline, use_baseline, strict, fail_on, min_grade, new_only, max_drop, no_new_poor,
               only, rule_dirs, parity, parity_constructors, parity_max, lens, what_if, as_of,
               allow, allow_permanent, online, limits] = options;
  static_cast<void>(jobs);  // how many workers does not show
  (*this)(resolved(root), files, format, outputs, sarif_suppressions, sarif_category, statistics,
          stdin_filename, default_excludes, exclude, allow_external_gitdir, change, baseline);
  (*this)(use_baseline, strict, fail_on, min_grade, new_only, max_drop, no_new_poor, only,
          rule_dirs, parity, parity_constructors, parity_max, lens, what_if, as_of, allow,
          allow_permanent, online, limits);
}

}  // namespace

std::string digest_of(const Invocation& invocation) {
  const auto& [command, arguments, options, colour, config_file, settings, overrides,
               path_overrides, reason, why, json, revision, cache, no_cache, commits, tags,
               isolated, ci, pre_commit, exit_zero, help, quiet, verbose, update] = invocation;
  static_cast<void>(std::tie(colour, config_file, settings, isolated));  // shown in the others
  static_cast<void>(std::tie(cache, no_cache, quiet));
  Digest digest;
  digest(command, arguments, options, overrides, path_overrides, reason, why, json, revision,
         commits, tags, ci, pre_commit, exit_zero, help, verbose, update);
  return std::move(digest.text);
}

}  // namespace stackfit
