#include "report/writers.h"

namespace stackfit {

const std::vector<Writer>& writers() {
  static const std::vector<Writer> kWriters = {
      {"text", "for a person at a terminal", write_text},
      {"concise", "one line per finding", write_concise},
      {"json", "for programs; stackfit schema describes it", write_json, true},
      {"json-v1", "the same, by a name that stays when json moves on", write_json, true},
      {"sarif", "SARIF 2.1.0 for code scanning and editors", write_sarif, true},
      {"github", "annotations of GitHub Actions, the best ten of each kind", write_github, true},
      {"azure", "issues of Azure Pipelines, the best ten of each kind", write_azure, true},
      {"gitlab", "GitLab Code Quality", write_gitlab},
      {"markdown", "Markdown, for any page", write_markdown},
      {"summary", "Markdown for a job summary, added to the file, 900 KiB at most", write_summary,
       false, true},
      {"pr-comment", "Markdown for a comment, 60,000 characters at most", write_comment},
      {"junit", "JUnit XML, for test reports of any CI", write_junit},
      {"checkstyle", "Checkstyle XML, for review bots", write_checkstyle, true},
      {"rdjson", "reviewdog's diagnostics", write_rdjson},
      {"csv", "one finding a row, for a spreadsheet", write_csv},
      {"html", "a page for the browser, in one file that asks for nothing", write_html, true},
      {"badge", "the grade, for the endpoint badge of shields.io", write_badge},
      {"badge-svg", "the grade as a picture", write_badge_svg},
  };
  return kWriters;
}

const Writer* find_writer(std::string_view format) {
  for (const auto& writer : writers())
    if (writer.format == format) return &writer;
  return nullptr;
}

}  // namespace stackfit
