#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
#include "judge/fit_score.h"
#include "judge/suggestions.h"
#include "judge/verdict.h"
#include "project/what_if.h"

namespace stackfit {
namespace {

constexpr double kMostForeign =
    0.7;  // of code bytes: above it the report is about another language
constexpr std::size_t kEvidenceShown = 12;
constexpr std::string_view kSize = "monolith";  // the character that says how large it is

LensVerdict judge_lens(const DimensionRow& row, const DimensionFacts& facts, Lens lens) {
  auto stance = stance_of(row, facts, lens);
  if (!stance) return {0, "undecided"};
  double score = fit_score(*stance, facts);
  return {score, verdict_of(score)};
}

bool is_quotable(const Claim& claim, const DimensionFacts& facts) {
  if (claim.status == "wrong" || claim.status == "unverifiable") return false;
  // N… speak of Node, P… of Python, the others of both.
  if (claim.id.front() == 'N') return facts.node_share > 0;
  if (claim.id.front() == 'P') return facts.python_share > 0;
  return true;
}

std::vector<std::string> claims_about(const DimensionFacts& facts) {
  std::vector<std::string> ids;
  for (const Claim& claim : fit_data().claims) {
    const auto& about = claim.dimensions;
    bool named = std::find(about.begin(), about.end(), facts.id) != about.end();
    if (named && is_quotable(claim, facts)) ids.push_back(claim.id);
  }
  return ids;
}

// What a reader wants first: what is placed badly, then what says that the work is there, then what
// places it well. Of each technology or signal one place, and further ones while there is room: the
// fourth import of a library says nothing new.
std::vector<Evidence> evidence_to_show(const DimensionFacts& facts) {
  auto rank = [](const FitEvidence& e) {
    return e.role == "hotspot" ? 0 : e.role == "workload" ? 1 : 2;
  };
  std::map<std::string_view, int> seen;  // families of workload, and how many places they have
  std::vector<std::tuple<int, int, const FitEvidence*>> order;
  for (const auto& e : facts.evidence)
    order.emplace_back(rank(e), rank(e) == 0 ? 0 : seen[e.family]++, &e);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    bool first_a = std::get<1>(a) == 0, first_b = std::get<1>(b) == 0;
    return std::tuple(!first_a, std::get<0>(a)) < std::tuple(!first_b, std::get<0>(b));
  });
  std::vector<Evidence> shown;
  for (const auto& [role, nth, e] : order) {
    bool again = std::any_of(shown.begin(), shown.end(), [place = &e->place](const Evidence& s) {
      return s.path == place->path && s.line == place->line;
    });
    if (!again && shown.size() < kEvidenceShown) shown.push_back(e->place);
  }
  return shown;
}

DimensionVerdict judge_dimension(const DimensionRow& row, const DimensionFacts& facts,
                                 const ProjectFacts& project, Lens lens) {
  DimensionVerdict v;
  v.id = row.id;
  v.name = row.name;
  v.evidence_sum = evidence_sum(facts);
  v.presence = presence_of(v.evidence_sum);
  v.present = v.presence >= kPresent;
  v.confidence = project.foreign_share > kMostForeign ? "low" : confidence_of(facts);
  v.article = judge_lens(row, facts, Lens::kArticle);
  v.today = judge_lens(row, facts, Lens::kToday);
  const LensVerdict& shown = lens == Lens::kArticle ? v.article : v.today;
  v.score = shown.score;
  v.verdict = shown.verdict;
  if (v.confidence == "low" && v.verdict != "undecided") {
    v.leans = v.verdict;
    v.verdict = "undecided";
  }
  v.claims = claims_about(facts);
  v.evidence = evidence_to_show(facts);
  return v;
}

bool is_character(const DimensionVerdict& v) {
  const auto* row = find_dimension(v.id);
  return row && row->is_character;
}

// Kinds of work compete with one another only; a character of the code base never does.
void mark_dominant(std::vector<DimensionVerdict>& dimensions) {
  double largest = 0;
  for (const auto& v : dimensions)
    if (!is_character(v)) largest = std::max(largest, v.evidence_sum);
  for (auto& v : dimensions)
    v.dominant = !is_character(v) && v.presence >= kDominant && v.evidence_sum >= largest / 2;
}

// What the number for the whole is made of: the dominant kinds of work, or, where no kind of work
// is present at all, the characters that stand out: an in-memory database is judged by its memory.
// Size is not among them: being large is no work.
std::vector<const DimensionVerdict*> what_counts(const std::vector<DimensionVerdict>& dimensions) {
  std::vector<const DimensionVerdict*> counted;
  for (const auto& v : dimensions)
    if (v.dominant) counted.push_back(&v);
  bool any_work = std::any_of(dimensions.begin(), dimensions.end(), [](const DimensionVerdict& v) {
    return v.present && !is_character(v);
  });
  if (counted.empty() && !any_work)
    for (const auto& v : dimensions)
      if (v.presence >= kDominant && v.id != kSize) counted.push_back(&v);
  return counted;
}

bool is_silent(const DimensionVerdict& v) {
  return v.verdict == "undecided" && v.leans.empty();
}

void judge_whole(Fit& fit, const ProjectFacts& project) {
  fit.verdict = "undecided";
  auto counted = what_counts(fit.dimensions);
  double weight = 0, sum = 0;
  for (const auto* v : counted) {
    if (is_silent(*v)) continue;
    weight += v->evidence_sum;
    sum += v->evidence_sum * v->score;
  }
  if (weight > 0) fit.score = sum / weight;
  bool all_low = std::all_of(counted.begin(), counted.end(),
                             [](const DimensionVerdict* v) { return v->confidence == "low"; });
  if (project.foreign_share > kMostForeign)
    fit.reason = "most of the code is in a language other than JavaScript, TypeScript and Python";
  else if (!project.out_of_scope.empty())
    fit.reason = project.out_of_scope;
  else if (counted.empty())
    fit.reason = "no kind of work stands out";
  else if (is_silent(*counted.front()))
    fit.reason = "the article says nothing about " + lower(counted.front()->name);
  else if (all_low)
    fit.reason = "the evidence is too thin";
  else
    fit.verdict = verdict_of(fit.score);
}

}  // namespace

Fit judge_fit(const ProjectFacts& project, Lens lens) {
  Fit fit;
  fit.runtimes = project.runtimes;
  for (const DimensionFacts& facts : project.dimensions)
    if (const auto* row = find_dimension(facts.id))
      fit.dimensions.push_back(judge_dimension(*row, facts, project, lens));
  mark_dominant(fit.dimensions);
  std::sort(fit.dimensions.begin(), fit.dimensions.end(),
            [](const DimensionVerdict& a, const DimensionVerdict& b) {
              return std::tuple(is_character(a), -a.evidence_sum, std::string_view(a.id)) <
                     std::tuple(is_character(b), -b.evidence_sum, std::string_view(b.id));
            });
  suggest(fit, project);
  judge_whole(fit, project);
  return fit;
}

Verdict judge(const ProjectFacts& project, const RuleSet& rules, const Options& options) {
  Verdict verdict{judge_health(project, rules), judge_fit(project, options.lens), {}};
  if (options.what_if.empty()) return verdict;
  auto fixed = as_if_fixed(project, options.what_if, rules.scoring);
  verdict.what_if = {fixed.findings, judge_health(fixed.project, rules),
                     judge_fit(fixed.project, options.lens)};
  return verdict;
}

}  // namespace stackfit
