#pragma once
#include "report/json_archive.h"
#include "report/report.h"

// What the JSON report says of health and fit; the rest is in json_fields.h.

namespace stackfit {

template <class A, class T>
void list(A& a, std::string_view key, std::vector<T>& elements) {
  a.each(key, elements, [](A& inner, T& element, std::size_t) { fields(inner, element); });
}

template <class A>
void fields(A& a, Evidence& e) {
  a.text("path", e.path);
  a.number("line", e.line);
  a.text("what", e.what);
}

template <class A>
void fields(A& a, Deduction& d) {
  a.word("rule", d.rule);
  a.word("category", d.category);
  a.figure("points", d.points, 2);
  a.figure("flagged", d.flagged, 2);
  a.figure("clean", d.clean, 2);
  if (a.has("alone", true)) a.figure("alone", d.alone, 2);
  if (a.has("category_most", true)) a.figure("category_most", d.category_most, 2);
}

template <class A>
void fields(A& a, NextStep& n) {
  a.word("rule", n.rule);
  a.text("path", n.path);
  a.number("line", n.line);
  a.figure("gain", n.gain, 2);
  a.text("text", n.text);
}

template <class A>
void fields(A& a, Health& h) {
  a.figure("score", h.score, 1);
  a.figure("score_low", h.score_low, 1);
  a.figure("score_high", h.score_high, 1);
  a.word("grade", h.grade);
  a.figure("coverage", h.coverage, 1);
  a.figure("to_next_grade", h.to_next_grade, 1);
  a.word("scoring", h.version);
  list(a, "deductions", h.deductions);
  a.words("not_applicable", h.not_applicable);
  a.words("inconclusive", h.inconclusive);
  list(a, "next", h.next);
}

template <class A>
void fields(A& a, LensVerdict& l) {
  a.figure("score", l.score, 1);
  a.word("verdict", l.verdict);
}

template <class A>
void fields(A& a, Suggestion& s) {
  a.word("id", s.id);
  a.text("text", s.text);
}

template <class A>
void fields(A& a, DimensionVerdict& d) {
  a.word("id", d.id);
  a.text("name", d.name);
  a.figure("presence", d.presence, 3);
  a.flag("present", d.present);
  a.flag("dominant", d.dominant);
  a.word("confidence", d.confidence);
  a.figure("score", d.score, 1);
  a.word("verdict", d.verdict);
  if (a.has("leans", !d.leans.empty())) a.word("leans", d.leans);
  a.object("lens", [&](A& lens) {
    lens.object("article", [&](A& inner) { fields(inner, d.article); });
    lens.object("today", [&](A& inner) { fields(inner, d.today); });
  });
  a.words("claims", d.claims);
  list(a, "evidence", d.evidence);
  list(a, "suggestions", d.suggestions);
}

template <class A>
void fields(A& a, RuntimeFacts& r) {
  a.word("id", r.id);
  a.word("role", r.role);
  a.figure("share", r.share, 3);
}

template <class A>
void fields(A& a, Fit& f) {
  list(a, "runtimes", f.runtimes);
  list(a, "dimensions", f.dimensions);
  a.object("overall", [&](A& overall) {
    overall.figure("score", f.score, 1);
    overall.word("verdict", f.verdict);
    if (overall.has("reason", !f.reason.empty())) overall.text("reason", f.reason);
  });
  list(a, "suggestions", f.suggestions);
}

}  // namespace stackfit
