#include "registry/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace stackfit {
namespace {

std::uint16_t usual_port(std::string_view scheme) {
  return scheme == "http" ? 80 : 443;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
         c == ':' || c == '[' || c == ']';
}

bool is_path_character(char c) {
  return c > ' ' && c < 0x7F && c != '?' && c != '#' && c != '"' && c != '<' && c != '>' &&
         c != '\\';
}

// npm's grammar for new names; letters of either case, because old packages carry them.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.front() != '_' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.' || c == '~';
         });
}

}  // namespace

std::string Address::origin() const {
  return port == usual_port(scheme) ? fmt::format("{}://{}", scheme, host)
                                    : fmt::format("{}://{}:{}", scheme, host, port);
}

Result<Address> parse_address(std::string_view text, const std::string& where) {
  auto refused = [&](std::string why) {
    return Error{ErrorKind::kConfig, "the registry's address " + std::move(why), where,
                 "for example: https://registry.example.org/"};
  };
  auto mark = text.find("://");
  if (mark == std::string_view::npos) return refused("is no address");
  Address address;
  address.scheme = lower(text.substr(0, mark));
  if (address.scheme != "https" && address.scheme != "http")
    return refused("is neither https nor http");
  auto rest = text.substr(mark + 3);
  auto slash = std::min(rest.find('/'), rest.size());
  auto authority = rest.substr(0, slash), path = rest.substr(slash);
  if (authority.find('@') != std::string_view::npos) return refused("holds a user or a password");
  auto colon = authority.rfind(':');
  auto bracket = authority.rfind(']');
  bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  address.host = lower(has_port ? authority.substr(0, colon) : authority);
  address.port = usual_port(address.scheme);
  if (has_port) {
    auto digits = authority.substr(colon + 1);
    auto [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (problem != std::errc() || end != digits.data() + digits.size() || address.port == 0)
      return refused("has no valid port");
  }
  if (address.host.empty() ||
      !std::all_of(address.host.begin(), address.host.end(), is_host_character) ||
      !std::all_of(path.begin(), path.end(), is_path_character))
    return refused("is no address");
  address.path = path.empty() ? "/" : std::string(path);
  if (!address.path.ends_with('/')) address.path += '/';
  return address;
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
         host.starts_with("127.") || host == "0.0.0.0" || host == "[::]" ||
         host.starts_with("[::ffff:127.");
}

std::string path_of_package(std::string_view name) {
  if (name.size() > 214) return "";
  if (!name.starts_with("@")) return is_plain_name(name) ? std::string(name) : "";
  auto slash = name.find('/');
  if (slash == std::string_view::npos) return "";
  auto scope = name.substr(1, slash - 1), inner = name.substr(slash + 1);
  if (!is_plain_name(scope) || !is_plain_name(inner)) return "";
  return fmt::format("@{}%2f{}", scope, inner);
}

}  // namespace stackfit
