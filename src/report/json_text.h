#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace stackfit {

using Json = nlohmann::ordered_json;

/// The document as text for a file or a log: indented, ASCII alone, so that no control or
/// bidirectional character reaches whoever prints it, and free of CI runner commands. What is not
/// UTF-8 becomes U+FFFD. Ends in a newline.
std::string json_text(const Json& document);

}  // namespace stackfit
