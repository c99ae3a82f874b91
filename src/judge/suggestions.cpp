// Each suggestion has one stated condition (`when` in rules/data/fit-suggestions.toml) and one row
// below that tests it and fills the template's placeholders. A suggestion whose facts are not
// gathered has no row and is never made.
#include "judge/suggestions.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/text.h"
#include "judge/fit_score.h"
#include "rules/fit_data.h"

namespace stackfit {
namespace {

using Words = std::vector<std::pair<std::string_view, std::string>>;

struct Situation {
  const ProjectFacts& project;
  const DimensionFacts& facts;
  bool node() const { return facts.node_share >= 0.5; }
  bool python() const { return facts.python_share >= 0.5; }
};

std::vector<const FitEvidence*> evidence_of(const Situation& s,
                                            std::initializer_list<std::string_view> signals) {
  std::vector<const FitEvidence*> found;
  for (const auto& e : s.facts.evidence)
    if (std::find(signals.begin(), signals.end(), e.signal) != signals.end()) found.push_back(&e);
  return found;
}

// Up to three different texts: `a, b and c`.
std::string few(const std::vector<const FitEvidence*>& evidence,
                std::string (*text)(const FitEvidence&)) {
  std::vector<std::string> texts;
  for (const auto* e : evidence) {
    auto one = text(*e);
    if (std::find(texts.begin(), texts.end(), one) == texts.end()) texts.push_back(one);
  }
  if (texts.size() > 3) texts.resize(3);
  std::string last = texts.back();
  texts.pop_back();
  return texts.empty() ? last : join(texts, ", ") + " and " + last;
}
std::string what(const FitEvidence& e) {
  return e.place.what;
}
std::string where(const FitEvidence& e) {
  return fmt::format("{}:{}", e.place.path, e.place.line);
}
std::string path(const FitEvidence& e) {
  return e.place.path;
}
std::size_t units_of(const std::vector<const FitEvidence*>& evidence) {
  std::set<std::string_view> units;
  for (const auto* e : evidence) units.insert(e->unit);
  return units.size();
}

std::size_t files_of(const std::vector<const FitEvidence*>& evidence) {
  std::set<std::string_view> files;
  for (const auto* e : evidence) files.insert(e->place.path);
  return files.size();
}

// Libraries that compute on the calling thread.
std::vector<const FitEvidence*> library_work(const Situation& s) {
  return evidence_of(s, {"js_jimp", "js_canvas", "js_sheet", "js_pdf_build", "js_img_inline"});
}
// Calls that have an asynchronous form.
std::vector<const FitEvidence*> sync_calls(const Situation& s) {
  return evidence_of(
      s, {"js_crypto_sync", "js_zlib_sync", "js_exec_sync", "js_fs_sync", "js_json_file"});
}

// Work of the dimension that is present by technologies which run in one given way.
std::vector<const FitEvidence*> work_run(const Situation& s, std::string_view execution) {
  std::vector<const FitEvidence*> found;
  for (const auto& e : s.facts.evidence)
    if (e.role == "workload" && e.runtime == "node" && e.execution == execution && e.strength >= 1)
      found.push_back(&e);
  return found;
}

std::optional<Words> move_to_worker(const Situation& s) {
  auto hot = library_work(s);
  if (hot.empty()) return std::nullopt;
  return Words{{"what", few(hot, what)}, {"n", std::to_string(units_of(hot))}};
}

std::optional<Words> accept_and_queue(const Situation& s) {
  auto hot = library_work(s);
  if (units_of(hot) < 3 || mitigation_of(s.facts) > 0.2) return std::nullopt;
  return Words{{"what", few(hot, what)}};
}

std::optional<Words> use_asynchronous_form(const Situation& s) {
  auto hot = sync_calls(s);
  if (hot.empty()) return std::nullopt;
  return Words{{"api", few(hot, what)}};
}

std::optional<Words> size_the_pool(const Situation& s) {
  std::set<std::string_view> families;
  for (const auto* e : work_run(s, "pool")) families.insert(e->family);
  if (families.size() < 2 || !evidence_of(s, {"m_threadpool"}).empty()) return std::nullopt;
  return Words{{"n", std::to_string(families.size())}};
}

std::optional<Words> vectorise(const Situation& s) {
  auto hot = evidence_of(s, {"py_iterrows"});
  if (hot.empty()) return std::nullopt;
  return Words{{"what", few(hot, what)}};
}

std::optional<Words> await_instead(const Situation& s) {
  auto hot = evidence_of(s, {"py_blocking_sleep"});
  if (hot.empty()) return std::nullopt;
  return Words{{"where", few(hot, where)}};
}

bool uses_any(const Situation& s, std::initializer_list<std::string_view> ids) {
  const auto& all = s.project.technologies;
  return std::any_of(all.begin(), all.end(), [&](const auto& technology) {
    return std::find(ids.begin(), ids.end(), technology.id) != ids.end();
  });
}

std::optional<Words> serve_with_asgi(const Situation& s) {
  bool wsgi = uses_any(
      s, {"django", "flask", "bottle", "pyramid", "falcon", "cherrypy", "gunicorn", "uwsgi"});
  bool asgi =
      uses_any(s, {"channels", "asgi_servers", "daphne", "fastapi", "starlette", "websockets_py"});
  if (!s.python() || !wsgi || asgi) return std::nullopt;
  return Words{};
}

std::optional<Words> move_numbers_to_python(const Situation& s) {
  if (!s.node()) return std::nullopt;
  std::vector<const FitEvidence*> work;
  for (const auto& e : s.facts.evidence)
    if (e.role == "workload" && e.runtime == "node" && e.execution != "remote" &&
        (e.evidence_class == "import" || e.evidence_class == "call"))
      work.push_back(&e);
  if (work.empty()) return std::nullopt;
  return Words{{"n", std::to_string(files_of(work))}};
}

std::optional<Words> read_in_chunks(const Situation& s) {
  auto hot = evidence_of(s, {"py_read_all"});
  if (hot.empty()) return std::nullopt;
  return Words{{"path", few(hot, path)}};
}

std::optional<Words> serve_model_from_python(const Situation& s) {
  if (!s.node() || work_run(s, "inline").empty()) return std::nullopt;
  return Words{};
}

std::optional<Words> keep_hosted_calls(const Situation& s) {
  if (!s.node() || work_run(s, "remote").empty() || !work_run(s, "inline").empty())
    return std::nullopt;
  return Words{};
}

std::optional<Words> split_two_languages(const Situation& s) {
  if (evidence_of(s, {"f_two_language_ui"}).empty()) return std::nullopt;
  bool both = std::all_of(s.project.runtimes.begin(), s.project.runtimes.end(),
                          [](const RuntimeFacts& r) { return r.share >= 0.15; });
  return both ? std::optional(Words{}) : std::nullopt;
}

std::optional<Words> break_cycle(const Situation& s) {
  auto hot = evidence_of(s, {"s_import_cycle"});
  if (hot.empty()) return std::nullopt;
  return Words{{"n", hot.front()->place.what}, {"edge", where(*hot.front())}};
}

std::optional<Words> leave_shell_to_python(const Situation& s) {
  auto shell = evidence_of(s, {"js_shell"});
  if (!s.node() || files_of(shell) < 3) return std::nullopt;
  return Words{{"n", std::to_string(files_of(shell))}};
}

std::optional<Words> write_phone_client_in_js(const Situation& s) {
  return s.python() ? std::optional(Words{}) : std::nullopt;
}

std::optional<Words> stream_it(const Situation& s) {
  auto hot = evidence_of(s, {"js_buffer_concat", "js_to_array"});
  if (hot.empty()) return std::nullopt;
  return Words{{"where", few(hot, where)}};
}

std::optional<Words> find_retained_data(const Situation& s) {
  auto flags = evidence_of(s, {"m_max_old_space"});
  if (flags.empty()) return std::nullopt;
  return Words{{"where", few(flags, where)}};
}

std::optional<Words> bound_the_cache(const Situation& s) {
  auto hot = evidence_of(s, {"py_unbounded_cache", "s_module_cache"});
  if (hot.empty()) return std::nullopt;
  return Words{{"name", few(hot, where)}};
}

struct Condition {
  std::string_view id;
  std::optional<Words> (*holds)(const Situation&);
};
constexpr Condition kConditions[] = {
    {"S-CPU-WORKER", move_to_worker},       {"S-CPU-QUEUE", accept_and_queue},
    {"S-CPU-ASYNC", use_asynchronous_form}, {"S-CPU-POOLSIZE", size_the_pool},
    {"S-PY-PROCPOOL", vectorise},           {"S-PY-ASYNCBLOCK", await_instead},
    {"S-RT-ASGI", serve_with_asgi},         {"S-DATA-PY", move_numbers_to_python},
    {"S-DATA-CHUNK", read_in_chunks},       {"S-ML-PY", serve_model_from_python},
    {"S-ML-REMOTE", keep_hosted_calls},     {"S-FS-SPLIT", split_two_languages},
    {"S-MONO-CYCLE", break_cycle},          {"S-AUTO-PY", leave_shell_to_python},
    {"S-MOB-JS", write_phone_client_in_js}, {"S-MEM-STREAM", stream_it},
    {"S-MEM-HEAP", find_retained_data},     {"S-MEM-CACHE", bound_the_cache},
};

std::string fill(std::string text, const Words& words) {
  for (const auto& [name, value] : words) {
    auto hole = fmt::format("{{{}}}", name);
    for (auto at = text.find(hole); at != std::string::npos;
         at = text.find(hole, at + value.size()))
      text.replace(at, hole.size(), value);
  }
  return text;
}

const SuggestionRow* row_of(std::string_view id) {
  for (const auto& row : fit_data().suggestions)
    if (row.id == id) return &row;
  return nullptr;
}

void suggest_for(DimensionVerdict& verdict, const Situation& situation) {
  for (const auto& condition : kConditions) {
    const auto* row = row_of(condition.id);
    if (!row || row->dimension != verdict.id) continue;
    if (row->stack == "node" && situation.facts.node_share <= 0) continue;
    if (row->stack == "python" && situation.facts.python_share <= 0) continue;
    if (auto words = condition.holds(situation))
      verdict.suggestions.push_back({row->id, fill(row->text, *words)});
  }
}

// The stack as a whole: a language without an entry point of its own is tooling.
void suggest_for_stack(Fit& fit, const ProjectFacts& project) {
  const auto* row = row_of("S-STACK-MIN");
  for (const auto& runtime : project.runtimes) {
    bool minor = runtime.role == "tooling" && runtime.share >= 0.01 && runtime.share < 0.5;
    if (!row || !minor) continue;
    Words words = {{"lang", runtime.id == "node" ? "JavaScript" : "Python"},
                   {"pct", fmt::format("{:.0f}", 100 * runtime.share)}};
    fit.suggestions.push_back({row->id, fill(row->text, words)});
  }
}

}  // namespace

void suggest(Fit& fit, const ProjectFacts& project) {
  for (auto& verdict : fit.dimensions) {
    if (!verdict.present) continue;
    for (const auto& facts : project.dimensions)
      if (facts.id == verdict.id) suggest_for(verdict, {project, facts});
  }
  suggest_for_stack(fit, project);
}

std::vector<std::string> suggestion_ids() {
  std::vector<std::string> ids = {"S-STACK-MIN"};
  for (const auto& condition : kConditions) ids.emplace_back(condition.id);
  return ids;
}

}  // namespace stackfit
