// A suppression is a promise: this one is all right, and here is why. So it must keep being true.
// A comment that suppresses nothing any more, names a rule that does not exist, has no reason or
// has outlived its date is a finding itself, and one that is past its date or cannot be understood
// suppresses nothing: what it hid comes back.
//
// Judging `unused` needs certainty: the rule ran, wholly, on a file that was wholly understood.
#include "project/suppress.h"

#include <algorithm>
#include <set>

#include "core/nearest.h"
#include "core/text.h"
#include "project/zones.h"
#include "rules/message.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kKind = "suppression";  // of the rules about suppressions

// Needs nothing but its file: a file that was lost elsewhere changes nothing.
bool looks_at_one_file(const Rule& rule) {
  return rule.kind == "query" || rule.kind == "nesting";
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool has_expired(const Suppression& said, const Options& options) {
  return is_date(said.until) && said.until < options.as_of;
}

}  // namespace

SuppressionBook::SuppressionBook(const std::vector<FileRecord>& records, const RuleSet& rules,
                                 const Options& options)
    : rules_(rules), options_(options) {
  for (const Rule& rule : rules.rules)
    if (rule.kind != kKind) rule_ids_.push_back(rule.id);
  std::map<Key, std::vector<std::size_t>> by_rule;
  for (const FileRecord& file : records) {
    for (const Suppression& said : file.facts.suppressions) {
      if (holds(said)) by_rule[{file.entry.path, said.rule}].push_back(entries_.size());
      entries_.push_back({&said, &file, false});
    }
  }
  for (const auto& [key, entries] : by_rule) segments_[key] = segments_of(entries);
}

bool SuppressionBook::holds(const Suppression& said) const {
  return said.fault == SuppressionFault::kNone && said.to_line > 0 &&
         contains(rule_ids_, said.rule) && !has_expired(said, options_);
}

// Sweeps over the lines where some suppression begins or ends; the shortest open one decides.
std::vector<SuppressionBook::Segment> SuppressionBook::segments_of(
    const std::vector<std::size_t>& entries) const {
  struct Edge {
    std::uint64_t line;
    bool opens;
    std::size_t entry;
  };
  std::vector<Edge> edges;
  for (auto entry : entries) {
    edges.push_back({entries_[entry].said->from_line, true, entry});
    edges.push_back({entries_[entry].said->to_line + std::uint64_t{1}, false, entry});
  }
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return a.line < b.line; });
  std::set<std::pair<std::uint32_t, std::size_t>> open;  // lines covered, entry
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    std::pair key(lines_of(static_cast<std::int64_t>(edges[i].entry)), edges[i].entry);
    edges[i].opens ? void(open.insert(key)) : void(open.erase(key));
    if (i + 1 < edges.size() && edges[i + 1].line == edges[i].line) continue;
    if (edges[i].line > UINT32_MAX) break;
    auto decides = open.empty() ? -1 : static_cast<std::int64_t>(open.begin()->second);
    segments.push_back({static_cast<std::uint32_t>(edges[i].line), decides});
  }
  return segments;
}

std::int64_t SuppressionBook::find(const std::vector<Segment>& segments, std::uint32_t line) const {
  auto after =
      std::upper_bound(segments.begin(), segments.end(), line,
                       [](std::uint32_t wanted, const Segment& one) { return wanted < one.line; });
  return after == segments.begin() ? -1 : std::prev(after)->entry;
}

std::uint32_t SuppressionBook::lines_of(std::int64_t entry) const {
  const Suppression& said = *entries_[static_cast<std::size_t>(entry)].said;
  return said.to_line - said.from_line;
}

bool SuppressionBook::apply(Finding& finding) {
  if (finding.status == FindingStatus::kSuppressed) return true;
  auto at = segments_.find({finding.path, finding.rule});
  if (at == segments_.end()) return false;
  auto entry = find(at->second, finding.span.line);
  for (auto line : finding.anchors) {
    auto other = find(at->second, line);
    if (other >= 0 && (entry < 0 || lines_of(other) < lines_of(entry))) entry = other;
  }
  if (entry < 0) return false;
  Entry& used = entries_[static_cast<std::size_t>(entry)];
  used.used = true;
  finding.status = FindingStatus::kSuppressed;
  finding.reason = used.said->reason;
  return true;
}

bool SuppressionBook::may_be_unused(const Entry& entry, const ProjectFacts& project) const {
  const Rule* rule = find_rule(rules_, entry.said->rule);
  if (entry.used || rule == nullptr || !entry.file->facts.partial.empty()) return false;
  if (!settings_at(rules_, *rule, entry.file->entry.path).enabled) return false;
  if (!options_.only.empty() && !contains(options_.only, rule->id)) return false;
  if (rule->kind == "nesting" && options_.parity != Parity::kNative) return false;
  auto units = std::find_if(project.units.begin(), project.units.end(),
                            [&](const RuleUnits& row) { return row.rule == rule->id; });
  if (units != project.units.end() && units->inconclusive) return false;
  const auto& skipped = project.files.skipped;
  return looks_at_one_file(*rule) ||
         std::none_of(skipped.begin(), skipped.end(),
                      [](const Skipped& lost) { return lost.incomplete; });
}

namespace {

// Makes the findings about one comment.
class Complainer {
 public:
  Complainer(const RuleSet& rules, const FileRecord& file, const Suppression& said,
             std::vector<Finding>& all)
      : rules_(rules), file_(file), said_(said), all_(all) {}

  void add(std::string_view id, std::string problem = "") {
    const Rule* rule = find_rule(rules_, id);
    if (rule == nullptr) return;
    Finding finding;
    finding.rule = id;
    finding.severity = rule->severity;
    finding.path = file_.entry.path;
    finding.span = said_.span;
    finding.scope = said_.scope;
    finding.message = fill_message(rule->message, {{"word", said_.word},
                                                   {"rule", said_.rule},
                                                   {"until", said_.until},
                                                   {"problem", std::move(problem)}});
    finding.digest = hash_of(said_.word + "\n" + said_.rule);
    if (!said_.rule.empty()) finding.data.emplace_back("rule", said_.rule);
    if (!said_.reason.empty()) finding.data.emplace_back("reason", said_.reason);
    if (!said_.until.empty()) finding.data.emplace_back("until", said_.until);
    all_.push_back(std::move(finding));
  }

 private:
  const RuleSet& rules_;
  const FileRecord& file_;
  const Suppression& said_;
  std::vector<Finding>& all_;
};

// What is wrong with the form of the comment; "" when nothing is.
std::string malformation(const Suppression& said) {
  switch (said.fault) {
    case SuppressionFault::kUnknownForm:
      return "there is no such form: write stackfit-ignore, stackfit-ignore-file, "
             "stackfit-ignore-start or stackfit-ignore-end";
    case SuppressionFault::kNoDate:
      return "\"" + said.until + "\" is no date: write it as 2027-01-31";
    case SuppressionFault::kBelowCode:
      return "it stands below the first line of code: move it to the top of the file";
    default:
      return "";
  }
}

}  // namespace

void SuppressionBook::complain(const Entry& entry, const ProjectFacts& project,
                               std::vector<Finding>& all) const {
  const Suppression& said = *entry.said;
  Complainer complainer(rules_, *entry.file, said, all);
  if (auto problem = malformation(said); !problem.empty()) {
    if (said.first) complainer.add("allow-malformed", problem);
    return;
  }
  if (said.rule.empty()) return complainer.add("allow-all");
  bool ends = said.kind == SuppressionKind::kEnd;
  if (!ends && !contains(rule_ids_, said.rule)) {
    bool about_comments = find_rule(rules_, said.rule) != nullptr;
    auto hint = did_you_mean(said.rule, rule_ids_);
    return complainer.add("allow-unknown",
                          about_comments ? "a comment cannot suppress what is said about comments"
                          : hint.empty() ? "stackfit rules lists them"
                                         : hint);
  }
  if (said.fault == SuppressionFault::kUnpaired)
    return complainer.add("allow-unpaired", ends ? "has no stackfit-ignore-start before it"
                                                 : "has no stackfit-ignore-end after it");
  if (ends) return;
  if (said.first && said.reason.empty()) complainer.add("allow-unexplained");
  if (has_expired(said, options_))
    complainer.add("allow-expired");
  else if (may_be_unused(entry, project))
    complainer.add("allow-unused");
}

std::vector<Finding> SuppressionBook::complaints(const ProjectFacts& project) const {
  std::vector<Finding> all;
  for (const Entry& entry : entries_) {
    Zone zone = zone_of(entry.file->entry.path);
    bool foreign = zone == Zone::kVendored || zone == Zone::kGenerated;
    if (!foreign || !options_.default_excludes) complain(entry, project, all);
  }
  return all;
}

}  // namespace stackfit
