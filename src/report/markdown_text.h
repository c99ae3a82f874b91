#pragma once
#include <string>
#include <string_view>
#include <vector>

// Untrusted text in GitHub's and GitLab's Markdown.

namespace stackfit {

/// Untrusted text that shall look as it is: displayed, no markup, no HTML, no link, and no mention
/// of a person, team, issue or merge request, which would notify people or leave traces.
std::string markdown_text(std::string_view untrusted);

/// Untrusted text as a code span, whose fence is longer than any in the text. "" for nothing.
std::string markdown_code(std::string_view untrusted);

/// The sections one after another, as long as they fit into `budget` bytes; the first that does not
/// and all behind it are left out, and a last line says how many.
std::string join_sections(const std::vector<std::string>& sections, std::size_t budget);

}  // namespace stackfit
