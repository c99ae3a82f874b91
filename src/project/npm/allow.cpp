// A decision to keep a package is data like a suppression in the code: it has a reason, it ends on
// a day, and it must stay of use. pnpm's list has neither reason nor date; it is taken as it is,
// for deprecated packages only, because that is what its users meant.
#include "project/npm/allow.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "rules/message.h"
#include "rules/overrides.h"

namespace stackfit::npm {
namespace {

constexpr std::string_view kRule = "unmaintained-dependency";
constexpr std::string_view kImported = "allowed-deprecated.";  // settings of the readers

std::string_view rule_of(const DependencyAllow& said) {
  return said.rule.empty() ? kRule : std::string_view(said.rule);
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string text_of(const DependencyAllow& said) {
  std::string text = said.name;
  if (!said.versions.empty() && said.versions != "*") text += " " + said.versions;
  if (!said.via.empty()) text += " from " + said.via;
  return fmt::format("{} for {}", rule_of(said), display(text));
}

}  // namespace

AllowBook::AllowBook(const std::vector<FileRecord>& records, const Options& options) {
  for (const DependencyAllow& said : options.allow) {
    Entry entry;
    entry.said = said;
    if (!said.versions.empty()) entry.versions = parse_range(said.versions);
    entry.expired = is_date(said.expires) && said.expires < options.as_of;
    entries_.push_back(std::move(entry));
  }
  for (const FileRecord& record : records)
    if (record.facts.manifest) import_from(record);
}

void AllowBook::import_from(const FileRecord& record) {
  for (const Setting& setting : record.facts.manifest->settings) {
    if (!setting.key.starts_with(kImported)) continue;
    Entry entry;
    entry.said.name = setting.key.substr(kImported.size());
    entry.said.versions = setting.value;
    entry.said.reason = "imported from pnpm's allowedDeprecatedVersions";
    entry.said.path = record.entry.path;
    entry.said.line = setting.line;
    entry.versions = parse_range(setting.value);
    entry.imported = true;
    if (entry.versions) entries_.push_back(std::move(entry));
  }
}

bool AllowBook::means(const Entry& entry, const Finding& finding, const AllowSubject& subject) {
  const DependencyAllow& said = entry.said;
  if (entry.expired || rule_of(said) != finding.rule) return false;
  if (said.name != "*" && said.name != subject.name && said.name != subject.shown) return false;
  if (entry.imported && !subject.deprecated) return false;
  if (!said.via.empty() && !contains(subject.via, said.via)) return false;
  if (!entry.versions || said.versions == "*") return true;
  auto version = parse_version(subject.version);
  return version && covers(*entry.versions, *version);
}

bool AllowBook::apply(Finding& finding, const AllowSubject& subject) {
  bool found = false;
  for (Entry& entry : entries_) {
    if (!means(entry, finding, subject)) continue;
    entry.used = true;
    if (!found && finding.status != FindingStatus::kSuppressed) {
      finding.status = FindingStatus::kSuppressed;
      finding.reason = entry.said.reason;
    }
    found = true;
  }
  return found;
}

std::vector<Finding> AllowBook::complaints(const RuleSet& rules, const Options& options,
                                           bool certain) const {
  std::vector<Finding> all;
  for (const Entry& entry : entries_) {
    const DependencyAllow& said = entry.said;
    const Rule* about = find_rule(rules, rule_of(said));
    bool asked = about != nullptr && enabled_anywhere(rules, *about) &&
                 (options.only.empty() || contains(options.only, about->id));
    bool unused = certain && asked && !entry.used;
    if (!entry.expired && !unused) continue;
    const Rule* rule = find_rule(rules, entry.expired ? "allow-expired" : "allow-unused");
    // A configuration outside of the scanned folder has no place in the report.
    if (rule == nullptr || said.path.empty() || !settings_at(rules, *rule, said.path).enabled)
      continue;
    Finding finding;
    finding.rule = rule->id;
    finding.severity = settings_at(rules, *rule, said.path).severity.value_or(rule->severity);
    finding.path = said.path;
    finding.span = {std::max(1u, said.line), 1, std::max(1u, said.line), 1};
    finding.message =
        fill_message(rule->message, {{"rule", text_of(said)}, {"until", said.expires}});
    finding.digest = hash_of(text_of(said));
    finding.data = {{"rule", std::string(rule_of(said))},
                    {"name", said.name},
                    {"reason", said.reason},
                    {"imported", entry.imported}};
    if (!said.expires.empty()) finding.data.emplace_back("until", said.expires);
    all.push_back(std::move(finding));
  }
  return all;
}

}  // namespace stackfit::npm
