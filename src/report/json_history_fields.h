#pragma once
#include "core/dates.h"
#include "report/json_archive.h"
#include "report/json_verdict_fields.h"
#include "report/trend.h"

// What JSON says of a history: `stackfit trend --json`, and the report's `history`.

namespace stackfit {

/// A time, as its day.
template <class A>
void fields_of_day(A& a, std::string_view key, std::int64_t& time) {
  constexpr std::int64_t kDay = 86'400;
  auto date = iso_date(time);
  a.word(key, date);
  if constexpr (A::kReads) time = std::max(0L, days_of(date)) * kDay;
}

template <class A>
void fields(A& a, TrendPoint& p) {
  a.word("commit", p.commit);
  fields_of_day(a, "date", p.time);
  a.texts("tags", p.tags);
  a.number("files", p.files);
  a.object("health", [&](A& health) {
    health.figure("score", p.score, 1);
    health.word("grade", p.grade);
  });
  a.object("findings", [&](A& findings) {
    findings.number("error", p.findings[2]);
    findings.number("warning", p.findings[1]);
    findings.number("note", p.findings[0]);
  });
  a.object("async_style", [&](A& style) {
    style.figure("callback", p.async_style.callback, 4);
    style.figure("then", p.async_style.then, 4);
    style.figure("await", p.async_style.await, 4);
    style.number("sites", p.async_style.sites);
    style.number("deepest", p.async_style.deepest);
  });
  a.object("dependencies", [&](A& npm) {
    npm.number("packages", p.packages);
    npm.counts("by_status", p.packages_by_status);
  });
}

template <class A>
void fields(A& a, Hotspot& h) {
  a.text("path", h.path);
  a.figure("score", h.score, 4);
  a.number("commits", h.commits);
  a.number("code_lines", h.code_lines);
  a.number("findings", h.findings);
  a.number("authors", h.authors);
  a.text("main_author", h.main_author);
  a.figure("main_share", h.main_share, 4);
  fields_of_day(a, "last_change", h.last);
  a.number("days", h.days);
}

template <class A>
void fields(A& a, TrendReport& t) {
  a.number("commits_counted", t.commits);
  a.texts("notes", t.notes);
  list(a, "states", t.points);
  list(a, "hotspots", t.hotspots);
}

}  // namespace stackfit
