#pragma once
#include "report/json_archive.h"
#include "report/json_history_fields.h"
#include "report/json_verdict_fields.h"
#include "report/report.h"

// What the JSON report says of each thing, listed once for writing, reading and rounding. Names
// follow report/schema/stackfit-report-1.schema.json: additions are free, changes are not.

namespace stackfit {

template <class A>
void fields(A& a, Skipped& s) {
  a.text("path", s.path);
  a.text("reason", s.reason);
  if (a.has("incomplete", s.incomplete)) a.flag("incomplete", s.incomplete);
}

template <class A>
void fields(A& a, SourceFile& s) {
  a.text("path", s.path);
  a.word("language", s.language);
  a.word("zone", s.zone);
  a.number("lines", s.lines);
  if (a.has("changes", s.changes > 0)) a.number("changes", s.changes);
}

template <class A>
void fields(A& a, Related& r) {
  a.text("path", r.path);
  a.number("line", r.line);
  a.text("message", r.message);
}

/// Where nothing else is said, a related place is in the finding's own file.
template <class A>
void fields_of_related(A& a, Finding& f) {
  a.each("related", f.related, [&](A& inner, Related& related, std::size_t) {
    Related whole = related;
    if (whole.path.empty()) whole.path = f.path;
    if constexpr (A::kReads) {
      fields(inner, related);
      if (related.path == f.path) related.path.clear();
    } else {
      fields(inner, whole);
    }
  });
}

template <class A>
void fields(A& a, Excerpt& e) {
  a.text("line", e.line);
  a.text("text", e.text);
  a.number("column", e.column);
  a.number("end_column", e.end_column);
  a.text("line_hash", e.line_hash);
}

template <class A>
void fields(A& a, Finding& f) {
  a.word("rule", f.rule);
  a.name("severity", f.severity);
  a.text("path", f.path);
  a.number("line", f.span.line);
  a.number("column", f.span.column);
  a.number("end_line", f.span.end_line);
  a.number("end_column", f.span.end_column);
  a.text("message", f.message);
  a.figure("confidence", f.confidence, 3);
  a.text("scope", f.scope);
  a.name("status", f.status);
  a.word("fingerprint", f.fingerprint);
  if (a.has("baselined", f.baselined)) a.flag("baselined", f.baselined);
  if (a.has("reason", !f.reason.empty())) a.text("reason", f.reason);
  fields_of_related(a, f);
  a.data("data", f.data);
}

template <class A>
void fields(A& a, GateFailure& g) {
  a.text("condition", g.condition);
  a.text("limit", g.limit);
  a.text("value", g.value);
}

template <class A>
void fields(A& a, FileInventory& f) {
  a.number("analysed", f.analysed);
  list(a, "partial", f.partial);
  a.counts("by_language", f.by_language);
  list(a, "skipped", f.skipped);
}

template <class A>
void fields(A& a, Technology& t) {
  a.word("id", t.id);
  a.text("name", t.name);
  a.word("category", t.category);
  a.word("scope", t.scope);
  list(a, "evidence", t.evidence);
}

template <class A>
void fields(A& a, NpmDependency& d) {
  a.text("name", d.name);
  a.text("version", d.version);
  a.word("status", d.status);
  a.word("kind", d.kind);
  a.flag("direct", d.direct);
  a.texts("via", d.via);
  a.number("paths", d.paths);
  a.word("scope", d.scope);
  a.word("action", d.action);
  a.texts("replacement", d.replacement);
  a.text("workspace", d.workspace);
  list(a, "evidence", d.evidence);
}

template <class A>
void fields(A& a, NpmReport& n) {
  list(a, "npm", n.dependencies);
  if (a.has("pypi", !n.pypi.empty())) list(a, "pypi", n.pypi);
  a.number("packages", n.packages);
  a.number("unknown", n.unknown);
  a.word("facts_date", n.facts_date);
  a.word("flags_recorded", n.flags_recorded);
  if (a.has("online", !n.online.registry.empty()))
    a.object("online", [&](A& online) {
      online.text("registry", n.online.registry);
      online.number("asked", n.online.asked);
      online.number("answered", n.online.answered);
      online.word("asked_on", n.online.asked_on);
      online.flag("dates_trusted", n.online.dates_trusted);
      online.texts("notes", n.online.notes);
    });
}

template <class A>
void fields(A& a, AsyncStyle& s) {
  a.figure("callback", s.callback, 3);
  a.figure("then", s.then, 3);
  a.figure("await", s.await, 3);
  a.number("sites", s.sites);
  a.numbers("depth_histogram", s.depth_histogram);
  a.object("depths", [&](A& depths) {
    depths.number("callbacks", s.callbacks);
    depths.number("median", s.median);
    depths.number("p90", s.p90);
    depths.number("p95", s.p95);
    depths.number("deepest", s.deepest);
    depths.figure("deep", s.deep, 4);
    depths.figure("very_deep", s.very_deep, 4);
    if (depths.has("deep_from", true)) depths.number("deep_from", s.deep_from);
  });
  a.word("band", s.band);
  a.number("functions", s.functions);
  a.number("mixed_functions", s.mixed);
}

/// `fixed` is how many findings are no longer there.
template <class A>
void fields(A& a, ChangeSummary& c, std::size_t fixed) {
  a.word("base", c.base);
  std::string of = c.staged ? "index" : "working tree";
  a.word("of", of);
  if constexpr (A::kReads) c.staged = of == "index";
  a.figure("base_score", c.base_score, 2);
  std::uint64_t changed = c.changed.size(), gone = fixed;
  a.number("changed_files", changed);
  a.number("new", c.fresh);
  a.number("unchanged", c.unchanged);
  a.number("fixed", gone);
  a.number("elsewhere", c.elsewhere);
  a.texts("unanalysed", c.unanalysed);
  if (a.has("changed", true)) a.texts("changed", c.changed);
}

template <class A>
void fields(A& a, BaselineEntry& e) {
  a.word("rule", e.known.identity.rule);
  a.text("path", e.known.identity.path);
  a.text("scope", e.known.identity.scope);
}

template <class A>
void fields(A& a, BaselineUse& b) {
  a.text("path", b.path);
  a.number("entries", b.entries);
  if (a.has("accepted", true)) a.number("accepted", b.accepted);
  list(a, "stale", b.stale);
}

template <class A>
void fields(A& a, Tally& t) {
  a.text("name", t.name);
  a.number("error", t.count[2]);
  a.number("warning", t.count[1]);
  a.number("note", t.count[0]);
}

template <class A>
void fields(A& a, Statistics& s) {
  list(a, "by_rule", s.by_rule);
  list(a, "by_directory", s.by_directory);
  if (!a.has("owners_file", !s.owners_file.empty())) return;
  a.text("owners_file", s.owners_file);
  list(a, "by_owner", s.by_owner);
}

/// What the run was asked that writers mention.
template <class A>
void fields_of_asked(A& a, Options& o) {
  a.words("only", o.only);
  std::string fail_on(o.fail_on ? name_of(*o.fail_on) : "never");
  a.word("fail_on", fail_on);
  if constexpr (A::kReads)
    for (auto severity : {Severity::kNote, Severity::kWarning, Severity::kError})
      if (fail_on == name_of(severity)) o.fail_on = severity;
  a.flag("new_only", o.new_only);
}

template <class A>
void fields_of_findings(A& a, Report& r) {
  a.each("findings", r.project.findings, [&](A& inner, Finding& finding, std::size_t i) {
    fields(inner, finding);
    bool known = i < r.excerpts.size() && r.excerpts[i].column != 0;
    if (!inner.has("excerpt", known)) return;
    if (r.excerpts.size() <= i) r.excerpts.resize(i + 1);
    inner.object("excerpt", [&](A& excerpt) { fields(excerpt, r.excerpts[i]); });
  });
}

template <class A, class T>
void fields_of_optional(A& a, std::string_view key, std::optional<T>& value) {
  if (!a.has(key, value.has_value())) return;
  if (!value) value.emplace();
  a.object(key, [&](A& inner) { fields(inner, *value); });
}

template <class A>
void fields_of_root(A& a, Report& r) {
  a.object("root", [&](A& root) {
    root.text("name", r.project.name);
    root.text("revision", r.project.revision);
  });
}

template <class A>
void fields_of_fit(A& a, Report& r) {
  a.object("fit", [&](A& fit) {
    std::string lens = r.options.lens == Lens::kArticle ? "article" : "today";
    if (fit.has("lens", true)) fit.word("lens", lens);
    if constexpr (A::kReads) r.options.lens = lens == "article" ? Lens::kArticle : Lens::kToday;
    fields(fit, r.verdict.fit);
  });
}

template <class A>
void fields(A& a, Fix& f) {
  a.word("rule", f.rule);
  if (a.has("path", !f.path.empty())) a.text("path", f.path);
}

/// Of the verdicts after the fixes, what reports say.
template <class A>
void fields_of_what_if(A& a, Report& r) {
  if (!a.has("what_if", r.verdict.what_if.has_value())) return;
  if (!r.verdict.what_if) r.verdict.what_if.emplace();
  a.object("what_if", [&](A& inner) {
    WhatIf& after = *r.verdict.what_if;
    double gain = after.health.score - r.verdict.health.score;
    list(inner, "fixes", r.options.what_if);
    inner.number("findings", after.findings);
    inner.figure("score", after.health.score, 1);
    inner.word("grade", after.health.grade);
    inner.figure("gain", gain, 2);
    inner.each("fit", after.fit.dimensions, [](A& fit, DimensionVerdict& d, std::size_t) {
      fit.word("id", d.id);
      fit.figure("score", d.score, 1);
      fit.word("verdict", d.verdict);
    });
  });
}

/// The whole document behind its first member, the schema's name.
template <class A>
void fields(A& a, Report& r) {
  a.object("tool", [&](A& tool) {
    std::string name = "stackfit", version = STACKFIT_VERSION;
    tool.word("name", name);
    tool.word("version", version);
    tool.word("rules_digest", r.rules_digest);
  });
  fields_of_root(a, r);
  a.flag("complete", r.complete);
  if (a.has("asked", true)) a.object("asked", [&](A& asked) { fields_of_asked(asked, r.options); });
  a.object("gate", [&](A& gate) {
    gate.flag("passed", r.gate.passed);
    list(gate, "failed", r.gate.failed);
  });
  list(a, "fixed", r.fixed);
  a.object("files", [&](A& files) {
    fields(files, r.project.files);
    if (files.has("sources", true)) list(files, "sources", r.sources);
  });
  fields_of_findings(a, r);
  a.object("health", [&](A& health) { fields(health, r.verdict.health); });
  fields_of_fit(a, r);
  list(a, "technologies", r.project.technologies);
  a.object("dependencies", [&](A& npm) { fields(npm, r.project.npm); });
  a.object("async_style", [&](A& style) { fields(style, r.project.async_style); });
  if (a.has("comparison", r.change.has_value())) {
    if (!r.change) r.change.emplace();
    a.object("comparison", [&](A& inner) { fields(inner, *r.change, r.fixed.size()); });
  }
  fields_of_optional(a, "baseline", r.baseline);
  fields_of_optional(a, "statistics", r.statistics);
  fields_of_what_if(a, r);
  fields_of_optional(a, "history", r.history);
}

}  // namespace stackfit
