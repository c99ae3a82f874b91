#pragma once
#include <string>
#include <string_view>

#include "report/json_text.h"
#include "report/report.h"

// What the HTML report is put together from.

namespace stackfit {

/// Untrusted text as text or attribute value of HTML: displayed, with markup written as references.
std::string html_text(std::string_view untrusted);

/// What the page's script shows, in short rows (report/page/2-data.js gives them names). Every text
/// has been displayed.
Json page_data(const Report& report, const RuleSet& rules);

/// The report without script: headings, tables and lists.
std::string static_page(const Report& report);

}  // namespace stackfit
