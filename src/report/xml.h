#pragma once
#include <string>
#include <string_view>

namespace stackfit {

/// Untrusted text as the value of an XML 1.0 attribute: markup, line ends and everything a reader
/// does not see are character references; what XML forbids even so (most control characters, what
/// is not UTF-8) is U+FFFD.
std::string xml_value(std::string_view untrusted);

}  // namespace stackfit
