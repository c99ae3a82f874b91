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

/// A table of that page under its heading, of markup; nothing when it has no rows.
std::string plain_table(std::string_view title, std::string_view heads, const std::string& rows);

/// Its part on the history.
std::string static_history(const TrendReport& history);

}  // namespace stackfit
