#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace stackfit {

/// An http or https address without user, query or fragment.
struct Address {
  std::string scheme;      ///< `https` or `http`
  std::string host;        ///< lower case; an IPv6 address in brackets
  std::uint16_t port = 0;  ///< the scheme's own when none was written
  std::string path = "/";  ///< begins and ends with a slash

  /// `https://host` or `https://host:8443`: what a secret is bound to, with the path.
  std::string origin() const;
  std::string text() const { return origin() + path; }
  bool operator==(const Address&) const = default;
};

/// Reads an address. Fails with kConfig when it is none, when it is neither http nor https, or when
/// it carries a user and password: those would be printed with it.
Result<Address> parse_address(std::string_view text, const std::string& where);

/// True for names and literal addresses that mean this machine.
bool is_this_machine(std::string_view host);

/// The path of a package's document below a registry: `@scope%2fname`. Empty when the name does not
/// follow npm's grammar, so that nothing else is ever sent.
std::string path_of_package(std::string_view name);

}  // namespace stackfit
