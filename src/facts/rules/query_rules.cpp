// From pages to findings of one file. All queries of a grammar run in one walk; what a page says of
// a pattern with #set! (severity, confidence, message) is read when it is compiled, so that a
// mistake is an error of the page and not a surprise in a report.
#include "facts/rules/query_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

#include "core/nearest.h"
#include "core/text.h"
#include "facts/analyse.h"
#include "facts/fit/handlers.h"
#include "facts/rules/analyses.h"
#include "facts/rules/message.h"
#include "facts/rules/predicates.h"
#include "facts/rules/python_rounds.h"
#include "facts/scope.h"
#include "rules/message.h"
#include "rules/overrides.h"
#include "syntax/query.h"
#include "syntax/text_finder.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostFindings = 200;
constexpr std::string_view kFunctionSlot = "function", kLoopSlot = "loop";

using LazyScopes = std::function<const Scopes&()>;

// What one pattern of a rule reports.
struct PatternReport {
  Severity severity = Severity::kNote;
  double confidence = 1;
  ReachPolicy reach = ReachPolicy::kNone;
  std::string message;
};

// One rule on one grammar.
struct CompiledRule {
  const Rule* rule = nullptr;
  Query query;
  std::vector<PatternReport> reports;
  std::vector<std::vector<std::vector<std::uint32_t>>> requirements;  // numbers of texts
};

Error in_page(const Rule& rule, const Error& error) {
  std::uint32_t line = 0;
  std::from_chars(error.where.data(), error.where.data() + error.where.size(), line);
  return {ErrorKind::kConfig, error.message,
          fmt::format("{}:{}", rule.source, rule.query_line + line), error.hint};
}

Error at_message(const Rule& rule, std::string message, std::string hint) {
  return {ErrorKind::kConfig, std::move(message),
          fmt::format("{}:{}", rule.source, rule.message_line), std::move(hint)};
}

std::vector<std::string_view> predicate_names() {
  std::vector<std::string_view> names;
  for (const auto& row : file_predicates()) names.push_back(row.name);
  return names;
}

// A threshold can be an argument: `"$depth"` is the number of that name.
std::string with_thresholds(const Rule& rule) {
  std::string text = rule.query;
  for (const auto& [name, value] : rule.threshold) {
    auto slot = fmt::format("\"${}\"", name), number = fmt::format("\"{:g}\"", value);
    for (auto at = text.find(slot); at != std::string::npos; at = text.find(slot, at))
      text.replace(at, slot.size(), number);
  }
  return text;
}

Result<void> check_arguments(const Rule& rule, const Query& query) {
  for (std::uint32_t i = 0; i < query.patterns(); ++i)
    for (const Test& test : query.tests(i)) {
      const auto* row = find_file_predicate(test.name);
      if (!row || (test.texts.size() >= row->least && test.texts.size() <= row->most)) continue;
      return in_page(rule, {ErrorKind::kConfig,
                            fmt::format("#{} takes {} behind its capture", test.name,
                                        row->most == 0 ? "nothing" : "other texts"),
                            "", ""});
    }
  return {};
}

Result<void> check_slots(const Rule& rule, const Query& query, const std::string& message) {
  std::vector<std::string> known = query.capture_names();
  known.emplace_back(kFunctionSlot);
  known.emplace_back(kLoopSlot);
  for (auto slot : slots_of(message)) {
    if (std::find(known.begin(), known.end(), slot) != known.end()) continue;
    auto hint = did_you_mean(slot, known);
    return at_message(rule,
                      fmt::format("the message mentions {{{}}}, which nothing captures", slot),
                      hint.empty() ? "captures: " + join(known, ", ") : hint);
  }
  return {};
}

Result<PatternReport> read_report(const Rule& rule, const Query& query, std::uint32_t pattern) {
  PatternReport report{rule.severity, 1, ReachPolicy::kNone, rule.message};
  auto wrong = [&](const std::string& key, const std::string& value) {
    return in_page(rule,
                   {ErrorKind::kConfig, fmt::format("#set! {} cannot be \"{}\"", key, value), "1",
                    "#set! severity, confidence (0 to 1), message or reach (raises, only)"});
  };
  for (const auto& [key, value] : query.settings(pattern)) {
    if (key == "message") {
      report.message = value;
    } else if (key == "severity") {
      bool known = false;
      for (auto severity : {Severity::kNote, Severity::kWarning, Severity::kError})
        if (value == name_of(severity)) report.severity = severity, known = true;
      if (!known) return wrong(key, value);
    } else if (key == "confidence") {
      auto read = std::from_chars(value.data(), value.data() + value.size(), report.confidence);
      bool good = read.ec == std::errc() && read.ptr == value.data() + value.size();
      if (!good || report.confidence < 0 || report.confidence > 1) return wrong(key, value);
    } else if (key == "reach") {
      if (value != "raises" && value != "only") return wrong(key, value);
      report.reach = value == "only" ? ReachPolicy::kOnly : ReachPolicy::kRaises;
    } else {
      return wrong(key, value);
    }
  }
  if (auto checked = check_slots(rule, query, report.message); !checked) return checked.error();
  return report;
}

// The texts as a finder knows them; whole words are not asked for, because a rule may look into
// strings.
std::vector<std::vector<std::vector<std::uint32_t>>> numbers_of(
    const std::vector<std::vector<RequiredTexts>>& requirements, TextFinder& finder) {
  std::vector<std::vector<std::vector<std::uint32_t>>> numbers;
  for (const auto& pattern : requirements) {
    auto& lists = numbers.emplace_back();
    for (const auto& texts : pattern) {
      auto& list = lists.emplace_back();
      for (const auto& required : texts) list.push_back(finder.add(required.text, false));
    }
  }
  return numbers;
}

Result<CompiledRule> compile_rule(const Rule& rule, const Language& grammar, TextFinder& finder) {
  static const auto kNames = predicate_names();
  auto text = with_thresholds(rule);
  auto query = Query::compile(grammar, text, kNames);
  if (!query) return in_page(rule, query.error());
  // The built-in pages are tested; a user's is checked before anything runs.
  if (!rule.builtin)
    if (auto checked = query->check(); !checked) return in_page(rule, checked.error());
  if (auto checked = check_arguments(rule, *query); !checked) return checked.error();
  std::vector<PatternReport> reports;
  for (std::uint32_t i = 0; i < query->patterns(); ++i) {
    auto report = read_report(rule, *query, i);
    if (!report) return report.error();
    reports.push_back(std::move(*report));
  }
  return CompiledRule{&rule, std::move(*query), std::move(reports),
                      numbers_of(requirements_of(text), finder)};
}

// Can any pattern match in a source with these texts?
bool can_match(const CompiledRule& rule, const std::vector<bool>& found) {
  return std::any_of(rule.requirements.begin(), rule.requirements.end(), [&](const auto& needs) {
    return std::all_of(needs.begin(), needs.end(), [&](const auto& texts) {
      return std::any_of(texts.begin(), texts.end(), [&](auto number) { return found[number]; });
    });
  });
}

// Inside a part that did not parse, the structure is a guess.
bool in_broken_part(const SyntaxTree& tree, NodeId node) {
  if (tree.errors() == 0) return false;
  for (NodeId at = node; at != kNoNode; at = tree.parent(at))
    if (tree.broken(at)) return true;
  return std::any_of(tree.nodes().begin() + node, tree.nodes().begin() + tree[node].after,
                     [](const Node& inner) { return inner.flags & SyntaxTree::kBroken; });
}

std::string function_text(const SyntaxTree& tree, NodeId node, const std::string& scope) {
  if (scope != "<module>") return scope + "()";
  for (NodeId at = tree.parent(node); at != kNoNode; at = tree.parent(at))
    if (is_function_node(tree.kind(at))) return "a function";
  return "the module body";
}

// What a capture of the match captured, as code; "" when it took no part.
std::string captured(const SyntaxTree& tree, const Query& query, const QueryMatch& match,
                     std::string_view name) {
  const auto& names = query.capture_names();
  for (const auto& capture : match.captures)
    if (names[capture.name] == name) return quoted_code(tree.text(capture.node));
  return "";
}

// The line of the loop that repeats a node of Python code.
std::string loop_line(const FileView& file, NodeId node) {
  NodeId loop = file.python ? repeating_loop(file, node) : kNoNode;
  return loop == kNoNode ? "?" : std::to_string(file.tree.line(loop));
}

// A finding of a rule on a node, but for its message.
CandidateFinding place_finding(const Rule& rule, const SyntaxTree& tree, const Scopes& scopes,
                               NodeId node) {
  CandidateFinding finding;
  finding.rule = rule.id;
  finding.span = tree.span(node);
  identify(tree, scopes, node, finding);
  if (tree.kind(node) == Kind::kComment) finding.digest = hash_of(tree.text(node));
  return finding;
}

CandidateFinding make_finding(const CompiledRule& compiled, const FileView& file,
                              const Scopes& scopes, const QueryMatch& match) {
  const SyntaxTree& tree = file.tree;
  const PatternReport& report = compiled.reports.at(match.pattern);
  auto finding = place_finding(*compiled.rule, tree, scopes, match.hit);
  finding.severity = report.severity;
  finding.confidence = report.confidence;
  finding.reach = report.reach;
  Slots slots = {{kFunctionSlot, function_text(tree, match.hit, finding.scope)}};
  if (report.message.find("{loop}") != std::string::npos)
    slots.emplace_back(kLoopSlot, loop_line(file, match.hit));
  for (const auto& name : compiled.query.capture_names())
    slots.emplace_back(name, captured(tree, compiled.query, match, name));
  finding.message = fill_message(report.message, slots);
  return finding;
}

// An analysis fills the slots of the rule's message itself.
CandidateFinding make_finding(const Rule& rule, const SyntaxTree& tree, const Scopes& scopes,
                              AnalysisHit hit) {
  auto finding = place_finding(rule, tree, scopes, hit.node);
  finding.severity = hit.severity.value_or(rule.severity);
  finding.confidence = hit.confidence;
  finding.related = std::move(hit.related);
  Slots slots = {{kFunctionSlot, function_text(tree, hit.node, finding.scope)}};
  for (const auto& [name, value] : hit.slots) slots.emplace_back(name, value);
  finding.message = fill_message(rule.message, slots);
  return finding;
}

bool speaks_of(const Rule& rule, std::string_view language) {
  return std::find(rule.languages.begin(), rule.languages.end(), language) != rule.languages.end();
}

}  // namespace

bool judges_files(const Rule& rule) {
  return rule.kind == "query" || find_file_analysis(rule.kind) != nullptr;
}

// All rules for files in `language` that were parsed with `grammar`.
struct FileRules::Plan {
  std::string_view language, grammar;
  std::vector<CompiledRule> rules;
  TextFinder finder;  // of the texts rules require
  std::optional<QueryWalk> walk;
  std::vector<std::pair<const Rule*, const FileAnalysis*>> analyses;

  bool run_queries(const FileView& file, const LazyScopes& scopes, SourceFacts& facts) const;
  bool run_analyses(const FileView& file, const LazyScopes& scopes, SourceFacts& facts) const;
};

FileRules::FileRules() = default;
FileRules::FileRules(FileRules&&) noexcept = default;
FileRules& FileRules::operator=(FileRules&&) noexcept = default;
FileRules::~FileRules() = default;

SourceNeeds needs_of(const AnalysisContext& context) {
  return context.file_rules ? context.file_rules->needs() : SourceNeeds::kEverything;
}

Result<FileRules> FileRules::prepare(const RuleSet& rules, SourceNeeds needs) {
  std::vector<std::pair<std::string_view, const Language*>> targets;
  for (const auto& language : languages()) targets.emplace_back(language.name, &language);
  if (const Language* tsx = language_named("tsx")) targets.emplace_back("javascript", tsx);
  auto kinds = CallbackKinds::read(rules);
  if (!kinds) return kinds.error();
  FileRules all;
  all.kinds_ = std::make_unique<const CallbackKinds>(std::move(*kinds));
  all.needs_ = needs;
  if (needs != SourceNeeds::kEverything) return all;
  all.tables_ = read_file_tables(rules);
  for (const auto& [language, grammar] : targets) {
    auto plan = std::make_unique<Plan>();
    plan->language = language;
    plan->grammar = grammar->name;
    for (const Rule& rule : rules.rules) {
      if (!enabled_anywhere(rules, rule) || !speaks_of(rule, language)) continue;
      if (const auto* analysis = find_file_analysis(rule.kind))
        plan->analyses.emplace_back(&rule, analysis);
      if (rule.kind != "query") continue;
      auto compiled = compile_rule(rule, *grammar, plan->finder);
      if (!compiled) return compiled.error();
      plan->rules.push_back(std::move(*compiled));
    }
    std::vector<const Query*> queries;
    for (const auto& rule : plan->rules) queries.push_back(&rule.query);
    plan->walk.emplace(std::move(queries));
    all.plans_.push_back(std::move(plan));
  }
  return all;
}

bool FileRules::Plan::run_queries(const FileView& file, const LazyScopes& scopes,
                                  SourceFacts& facts) const {
  if (rules.empty()) return true;
  auto ask = [&](const Test& test, NodeId node) {
    const auto* row = find_file_predicate(test.name);
    return row && row->holds(file, test, node);
  };
  auto found_texts = finder.find(file.tree.source());
  auto wanted = [&](std::size_t i) { return can_match(rules[i], found_texts); };
  auto runs = walk->run(file.tree, ask, wanted);
  bool whole = true;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::size_t found = 0;
    for (const auto& match : runs[i].matches) {
      if (in_broken_part(file.tree, match.hit)) continue;
      if (++found > kMostFindings) break;
      facts.findings.push_back(make_finding(rules[i], file, scopes(), match));
    }
    whole = whole && !runs[i].cut && found <= kMostFindings;
  }
  return whole;
}

bool FileRules::Plan::run_analyses(const FileView& file, const LazyScopes& scopes,
                                   SourceFacts& facts) const {
  bool whole = true;
  for (const auto& [rule, analysis] : analyses) {
    std::vector<AnalysisHit> hits;
    analysis->run(file, *rule, hits);
    std::size_t found = 0;
    for (auto& hit : hits) {
      if (in_broken_part(file.tree, hit.node)) continue;
      if (++found > kMostFindings) break;
      facts.findings.push_back(make_finding(*rule, file.tree, scopes(), std::move(hit)));
    }
    whole = whole && found <= kMostFindings;
  }
  return whole;
}

bool FileRules::run(std::string_view language, const FileView& file, SourceFacts& facts) const {
  auto plan = std::find_if(plans_.begin(), plans_.end(), [&](const auto& known) {
    return known->language == language && known->grammar == file.tree.language().name;
  });
  if (plan == plans_.end()) return true;
  // Most files have no finding and need no scopes.
  std::optional<Scopes> known;
  LazyScopes scopes = [&]() -> const Scopes& {
    if (!known) known = named_scopes(file.tree);
    return *known;
  };
  bool all_queries = (*plan)->run_queries(file, scopes, facts);
  bool all_analyses = (*plan)->run_analyses(file, scopes, facts);
  return all_queries && all_analyses;
}

}  // namespace stackfit
