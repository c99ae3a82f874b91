// Who may say where a request goes: the command line, the environment, the user's own npm
// settings, and who built the program. Never a file of the scanned tree: its .npmrc could send the
// names of a company's packages, or a token from the environment, to anybody (GHSA-3qhv-2rgh-x77r
// and GHSA-cjhr-43r9-cfmw are that mistake in other tools).
#include "registry/npm_settings.h"

#include <fmt/format.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostExpanded = 64 << 10;

std::string expand(std::string_view text, const Environment& environment) {
  std::string result;
  for (std::size_t at = 0; at < text.size() && result.size() < kMostExpanded; ++at) {
    auto end = text[at] == '$' && at + 1 < text.size() && text[at + 1] == '{'
                   ? text.find('}', at)
                   : std::string_view::npos;
    bool escaped = at > 0 && text[at - 1] == '\\';
    auto found = end == std::string_view::npos || escaped
                     ? environment.end()
                     : environment.find(text.substr(at + 2, end - at - 2));
    if (found == environment.end()) {
      result += text[at];
    } else {
      result += found->second;
      at = end;
    }
  }
  return result;
}

std::string_view unquoted(std::string_view text) {
  bool quoted = text.size() > 1 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::string text_of(const std::map<std::string, std::string, std::less<>>& map,
                    std::string_view key) {
  auto at = map.find(key);
  return at == map.end() ? "" : at->second;
}

// npm asks its variables in any letter case.
std::string npm_variable(const Environment& environment, std::string_view key) {
  if (environment.count("npm_lifecycle_event") > 0) return "";
  for (const auto& [name, value] : environment)
    if (!value.empty() && lower(name) == fmt::format("npm_config_{}", key)) return value;
  return "";
}

std::string base64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    auto byte = [&](std::size_t i) {
      return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    unsigned bits = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
    for (unsigned digit = 0; digit < 4; ++digit)
      result += at + digit > text.size() ? '=' : kDigits[bits >> (18 - 6 * digit) & 63];
  }
  return result;
}

std::string from_base64(std::string_view text) {
  std::string result;
  unsigned bits = 0, count = 0;
  for (char c : text) {
    unsigned value = c >= 'A' && c <= 'Z'   ? c - 'A'
                     : c >= 'a' && c <= 'z' ? c - 'a' + 26
                     : c >= '0' && c <= '9' ? c - '0' + 52
                     : c == '+' || c == '-' ? 62
                     : c == '/' || c == '_' ? 63
                                            : 64u;
    if (value == 64) continue;
    bits = bits << 6 | value;
    count += 6;
    if (count >= 8) result += static_cast<char>(bits >> (count -= 8) & 255);
  }
  return result;
}

// A secret with a line break would end the header and begin another.
bool is_header_text(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

// The secret for `prefix`, `//host/path/`.
std::string secret_at(const NpmConfig& config, const std::string& prefix) {
  if (auto token = text_of(config, prefix + ":_authToken"); !token.empty())
    return "Bearer " + token;
  if (auto both = text_of(config, prefix + ":_auth"); !both.empty()) return "Basic " + both;
  auto user = text_of(config, prefix + ":username"),
       password = text_of(config, prefix + ":_password");
  if (user.empty() || password.empty()) return "";
  return "Basic " + base64(user + ":" + from_base64(password));
}

// Of all prefixes of the address the longest one with a secret decides.
std::string secret_for(const NpmConfig& config, const Address& base) {
  std::string host = base.origin().substr(base.scheme.size() + 1);  // `//host:port`
  for (std::string path = base.path;;) {
    for (const auto& prefix : {host + path, host + path.substr(0, path.size() - 1)})
      if (auto secret = secret_at(config, prefix); is_header_text(secret)) return secret;
    if (path == "/") return "";
    path = path.substr(0, path.rfind('/', path.size() - 2) + 1);
  }
}

Result<void> check_reach(const RegistrySettings& settings) {
  if (settings.chosen) return {};
  if (settings.base.scheme == "https" && !is_this_machine(settings.base.host)) return {};
  return Error{ErrorKind::kConfig,
               fmt::format("the registry of {} is {}", settings.source,
                           settings.base.scheme == "https" ? "this machine" : "not encrypted"),
               "", "name it with --registry if that is meant"};
}

std::string token_of(const OnlineOptions& options, const Environment& environment) {
  return options.token_env.empty() ? "" : text_of(environment, options.token_env);
}

}  // namespace

NpmConfig read_npmrc(std::string_view text, const Environment& environment) {
  NpmConfig config;
  for (auto line : split(text, '\n')) {
    line = trim(line);
    auto mark = line.find('=');
    if (line.empty() || line[0] == ';' || line[0] == '#' || line[0] == '[' ||
        mark == std::string_view::npos)
      continue;
    auto key = expand(unquoted(trim(line.substr(0, mark))), environment);
    auto value = unquoted(trim(line.substr(mark + 1)));
    if (!key.ends_with("[]")) config[key] = expand(value, environment);
  }
  return config;
}

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text(*entry);
    if (auto mark = text.find('='); mark != std::string_view::npos)
      environment.emplace(text.substr(0, mark), text.substr(mark + 1));
  }
  return environment;
}

std::string user_npmrc(const Environment& environment, const std::string& root) {
  std::string path = npm_variable(environment, "userconfig");
  if (path.empty()) {
    auto home = text_of(environment, "HOME");
    if (!home.starts_with("/")) return "";
    path = join_path(home, ".npmrc");
  }
  char file[PATH_MAX], folder[PATH_MAX];
  if (realpath(path.c_str(), file) == nullptr || realpath(root.c_str(), folder) == nullptr)
    return "";
  std::string_view inside(folder);
  bool scanned = inside == "/" || std::string_view(file).starts_with(std::string(inside) + "/");
  return scanned ? "" : file;
}

Result<RegistrySettings> registry_settings(const OnlineOptions& options,
                                           const Environment& environment, const NpmConfig& user) {
  RegistrySettings settings;
  struct Choice {
    std::string address, source;
  };
  const Choice choices[] = {
      {options.registry, "--registry"},
      {npm_variable(environment, "registry"), "the environment (npm_config_registry)"},
      {text_of(user, "registry"), "your npm settings"},
      {std::string(built_in_registry()), "this build"}};
  auto choice = std::find_if(std::begin(choices), std::end(choices),
                             [](const Choice& one) { return !one.address.empty(); });
  if (choice == std::end(choices))
    return Error{ErrorKind::kConfig, "no registry is known", "", "name one with --registry"};
  auto base = parse_address(choice->address, choice->source);
  if (!base) return base.error();
  settings.base = *base;
  settings.source = choice->source;
  settings.chosen = choice == std::begin(choices);
  if (auto reach = check_reach(settings); !reach) return reach.error();
  if (!options.token_env.empty()) {
    auto token = token_of(options, environment);
    if (!is_header_text(token))
      return Error{ErrorKind::kConfig,
                   fmt::format("the variable {} holds no token", display(options.token_env)), "",
                   "--registry-token-env wants the name of an environment variable"};
    settings.authorization = "Bearer " + token;
  } else {
    settings.authorization = secret_for(user, settings.base);
  }
  constexpr std::string_view kScope = ":registry";
  for (const auto& [key, value] : user) {
    if (!key.starts_with("@") || !key.ends_with(kScope)) continue;
    auto other = parse_address(value, "");
    if (!other || !(*other == settings.base))
      settings.other_scopes.push_back(key.substr(0, key.size() - kScope.size()));
  }
  return settings;
}

std::string_view built_in_registry() {
  return
#include "registry.inc"
      ;
}

}  // namespace stackfit
