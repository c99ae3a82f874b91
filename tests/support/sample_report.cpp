#include "support/sample_report.h"

namespace stackfit {
namespace {

Finding finding(std::string rule, Severity severity, std::string path, std::uint32_t line,
                std::string message) {
  Finding result;
  result.rule = std::move(rule);
  result.severity = severity;
  result.path = std::move(path);
  result.span = {line, 5, line, 17};
  result.message = std::move(message);
  result.scope = "<module>";
  result.fingerprint = "0123456789abcdef";
  return result;
}

void add_callback_findings(std::vector<Finding>& findings) {
  Finding deep = finding("callback-nesting", Severity::kError, "src/upgrade.js", 51,
                         "5 nested asynchronous callbacks in runUpgrade: async.waterfall › "
                         "fs.readFile › db.getObject › async.each › db.setObject");
  deep.scope = "Upgrade.runUpgrade";
  deep.related = {{"", 40, "async.waterfall"}, {"", 44, "fs.readFile"}};
  deep.data = {{"depth", std::int64_t{5}},
               {"chain", std::vector<std::string>{"async.waterfall", "fs.readFile"}},
               {"sure", true},
               {"share", 0.25},
               {"remedy", std::string("await")}};
  findings.push_back(deep);
  for (std::uint32_t line : {10, 20, 30, 40})
    findings.push_back(finding("callback-nesting", Severity::kWarning, "src/user/jobs.js", line,
                               "4 nested asynchronous callbacks in startJobs: setTimeout › "
                               "async.each › db.get › cb"));
}

void add_other_findings(std::vector<Finding>& findings) {
  Finding old = finding("unmaintained-dependency", Severity::kWarning, "package.json", 31,
                        "request 2.88.2 is deprecated: no more changes will be made");
  old.status = FindingStatus::kUnchanged;
  old.confidence = 0.9;
  old.data = {{"status", std::string("deprecated")}};
  findings.push_back(old);
  Finding hidden = finding("module-name-conflict", Severity::kError, "tools/random.py", 1,
                           "shadows the standard library's random");
  hidden.status = FindingStatus::kSuppressed;
  findings.push_back(hidden);
  for (const auto& text : hostile_strings())
    findings.push_back(finding("module-name-conflict", Severity::kNote, text, 1, text));
}

FileInventory inventory() {
  FileInventory files;
  files.analysed = 1214;
  files.by_language = {{"javascript", 1190}, {"python", 7}, {"typescript", 12}};
  files.partial = {{"src/odd.js", "syntax errors: 3 places", false}};
  files.skipped = {{"public/vendor/a.js", "vendored", false},
                   {"public/vendor/b.js", "vendored", false},
                   {"public/all.min.js", "minified: line of 91,322 bytes", false},
                   {"src/bomb.js", "time: more than 3 s", true}};
  for (const auto& text : hostile_strings()) files.skipped.push_back({text, "ignored", false});
  return files;
}

Health health() {
  Health result;
  result.version = "1";
  result.score = 82.6;
  result.score_low = 79.1;
  result.score_high = 86.4;
  result.grade = "B";
  result.coverage = 97.8;
  result.to_next_grade = 7.4;
  result.deductions = {{"callback-nesting", "async", 9.24, 41.5, 512},
                       {"unmaintained-dependency", "dependencies", 5.13, 12, 1319},
                       {"module-name-conflict", "correctness", 0.01, 1, 400}};
  result.not_applicable = {"import-cycle"};
  result.inconclusive = {"tests-missing"};
  result.next = {{"callback-nesting", "src/upgrade.js", 51, 2.41, "write runUpgrade with await"},
                 {"unmaintained-dependency", "package.json", 31, 1.2, "replace request by fetch"}};
  return result;
}

DimensionVerdict dimension(std::string id, std::string name, double score, std::string verdict) {
  DimensionVerdict result;
  result.id = std::move(id);
  result.name = std::move(name);
  result.presence = 0.9;
  result.present = result.dominant = true;
  result.confidence = "high";
  result.score = score;
  result.verdict = verdict;
  result.article = result.today = {score, verdict};
  return result;
}

Fit fit() {
  Fit result;
  result.runtimes = {{"node", "primary", 0.97}, {"python", "tooling", 0.03}};
  result.score = 71.3;
  result.verdict = "good";
  auto cpu = dimension("cpu", "CPU-bound compute", 30, "poor");
  cpu.claims = {"N15", "D5"};
  cpu.evidence = {{"lib/charts.js", 77, "charts drawn on the event loop"},
                  {"lib/pdf.js", 9, "pdfkit imported"}};
  cpu.suggestions = {{"S-CPU-WORKER",
                      "chart drawing runs on the event loop in 3 request handlers: move it to "
                      "worker_threads (a pool such as piscina), or to a Python worker behind a "
                      "queue"}};
  auto realtime = dimension("realtime", "Real-time apps", 60, "undecided");
  realtime.confidence = "low";
  realtime.leans = "caution";
  realtime.article = {45, "caution"};
  realtime.today = {66, "good"};
  for (const auto& text : hostile_strings()) realtime.evidence.push_back({text, 3, text});
  auto api = dimension("api", "API / microservice", 90, "strong");
  api.dominant = false;
  auto ml = dimension("ml", "AI / ML", 0, "undecided");
  ml.present = ml.dominant = false;
  ml.presence = 0;
  result.dimensions = {cpu, realtime, api, ml};
  return result;
}

NpmDependency dependency() {
  NpmDependency result;
  result.name = "request";
  result.version = "2.88.2";
  result.status = "deprecated";
  result.kind = "superseded";
  result.direct = true;
  result.scope = "prod";
  result.action = "replace";
  result.replacement = {"undici"};
  result.evidence = {{"package.json", 31, "declared"}};
  return result;
}

Rule rule(std::string id, std::string instead) {
  Rule result;
  result.id = std::move(id);
  result.summary = "What " + result.id + " is about.";
  result.instead = std::move(instead);
  return result;
}

}  // namespace

std::vector<std::string> hostile_strings() {
  std::string long_path;
  while (long_path.size() < 300) long_path += "a/very/long/folder/";
  return {"carriage\rreturn.js",
          "line\nfeed.js",
          "::error file=x::owned",
          "  ::stop-commands::x",
          "a ##[group]b",
          "##vso[task.setvariable]x",
          "\x1b[31mred\x1b[0m",
          "\x1b]8;;http://x\x07link",
          "back`tick``s",
          "<script>alert(1)</script>",
          "right\u202eto\u2066left",
          "bad\xff\xfe utf8",
          "surrogate\xed\xa0\x80",
          "c1\xc2\x9b"
          "31m",
          "全角の名前.py",
          "| pipe & \"quotes\" 'too'",
          long_path + "index.js"};
}

RuleSet sample_rules() {
  RuleSet rules;
  rules.rules = {rule("callback-nesting", "Return promises and `await` them. Then more."),
                 rule("module-name-conflict", "Rename the file."),
                 rule("unmaintained-dependency", "Replace it.")};
  rules.digest = "00112233445566ff";
  return rules;
}

Report sample_report() {
  Report report;
  report.options.fail_on = Severity::kError;
  report.project.name = "sample\x1b[2J";
  report.project.revision = "4a3f21c0ffee";
  report.project.files = inventory();
  add_callback_findings(report.project.findings);
  add_other_findings(report.project.findings);
  report.project.async_style = {
      0.12,    0.06, 0.82, 1204, {900, 200, 80, 20, 3, 1}, 1204, 5, 0, 1, 2, 0.02, 0.0033,
      "watch", 410,  12,   3};
  report.project.npm.dependencies = {dependency()};
  report.project.npm.packages = 1331;
  report.project.npm.unknown = 40;
  report.project.npm.facts_date = "2026-11-23";
  report.project.npm.flags_recorded = "yes";
  report.project.technologies = {
      {"express", "Express", "web", "runtime", {{"package.json", 12, "express ^4"}}}};
  report.verdict = {health(), fit(), {}};
  report.gate = {false, {{"fail-on error", "0", "1"}}};
  report.complete = false;
  report.rules_digest = "00112233445566ff";
  report.fixed = {finding("callback-nesting", Severity::kNote, "gone.js", 3, "was here")};
  return report;
}

}  // namespace stackfit
