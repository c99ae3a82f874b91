// The JSON report, version 1. Other programs depend on these names: additions are free, changes are
// not, and report/schema/stackfit-report-1.schema.json says the same (a test compares them). No
// time, duration or machine ever appears, so that equal input gives equal bytes.
//
// Any other format can be made from it later, byte for byte: whatever a writer uses is in it, and
// every figure has the decimals it has here before any writer sees it. Text of the scanned
// repository may hold any byte. JSON is UTF-8, so what is not becomes U+FFFD; what lost something
// that way has its bytes beside it in `…_base64`.
#include "report/json.h"

#include "report/json_fields.h"
#include "report/text.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr std::string_view kSchema = "stackfit-report/1";
constexpr JsonLimits kLimits = {64, 12'000'000};

Error not_a_report(std::string message, const std::string& where) {
  return {ErrorKind::kInput, "this is no report of stackfit: " + std::move(message), where,
          "stackfit audit --output json=report.json writes one"};
}

}  // namespace

std::string write_json(const Report& report, const RuleSet&, const Style&) {
  Json document, members;
  JsonWriter writer(members);
  fields(writer, const_cast<Report&>(report));  // one list of fields for all: changes nothing
  document["schema"] = kSchema;
  document.update(members);
  return json_text(document);
}

std::string write_fit_json(const Report& report, const Style&) {
  auto& same = const_cast<Report&>(report);  // as above
  Json document, members;
  JsonWriter writer(members);
  fields_of_root(writer, same);
  writer.flag("complete", same.complete);
  fields_of_fit(writer, same);
  list(writer, "technologies", same.project.technologies);
  fields_of_what_if(writer, same);
  document["schema"] = "stackfit-fit/1";
  document.update(members);
  return json_text(document);
}

Result<Report> read_report(std::string_view bytes, const std::string& where) {
  JsonOptions options;
  options.limits = kLimits;
  auto tree = read_json(bytes, options);
  if (!tree.problem.empty())
    return not_a_report(tree.problem + ", line " + std::to_string(tree.problem_line), where);
  auto root = root_of(tree);
  auto schema = root["schema"].text();
  if (schema != kSchema)
    return not_a_report(
        "its schema is not " + std::string(kSchema) +
            (schema.starts_with("stackfit-report/") ? ", another version of stackfit made it" : ""),
        where);
  Report report;
  std::string problem;
  JsonReader reader(root, problem);
  fields(reader, report);
  if (!problem.empty()) return not_a_report(problem, where);
  if (!report.excerpts.empty()) report.excerpts.resize(report.project.findings.size());
  return report;
}

void round_figures(Report& report) {
  FigureRounder rounder;
  fields(rounder, report);
}

}  // namespace stackfit
