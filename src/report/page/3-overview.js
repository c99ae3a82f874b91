// The first screen: the grade and what moves it, the work and how the stack suits it, what to do first.

/** A scale from 0 to 100 with the grades under it, the score as a mark and its interval as a band. */
function gradeScale(health) {
  const label = `Health ${fixed(health.score)} of 100, grade ${health.grade}; ` +
    `between ${fixed(health.low)} and ${fixed(health.high)} by how sure the findings are`;
  const scale = el("div", { class: "scale", role: "img", "aria-label": label });
  let to = 100;
  for (const { grade, from } of health.grades) {
    scale.append(el("span", { class: `zone grade-${grade}${grade === health.grade ? " here" : ""}`,
      place: { left: `${from}%`, width: `${to - from}%` } }, el("b", {}, grade)));
    to = from;
  }
  scale.append(
    el("span", { class: "band", place: { left: `${health.low}%`, width: `${Math.max(0.4, health.high - health.low)}%` } }),
    el("span", { class: "mark", place: { left: `${health.score}%` } }));
  return scale;
}

function gradeWords(health) {
  const next = health.grades[health.grades.findIndex(({ grade }) => grade === health.grade) - 1];
  return next ? `${fixed(health.toNext)} points below ${next.grade}` : "The best grade";
}

/** Grade and fit, large. */
function hero({ health, fit }) {
  const decided = fit.verdict !== "undecided";
  return el("div", { class: "hero" },
    el("div", { class: "verdict" },
      el("span", { class: `letter grade-${health.grade}`, "aria-hidden": "true" }, health.grade),
      el("div", {},
        el("h2", { class: "label" }, "Health"),
        el("p", { class: "big" }, fixed(health.score), el("small", {}, " / 100")),
        el("p", { class: "quiet" }, el("span", { class: "hidden" }, `Grade ${health.grade}. `), gradeWords(health)))),
    el("div", { class: "verdict" },
      el("div", {},
        el("h2", { class: "label" }, "Stack fit"),
        el("p", { class: "big" }, decided ? fixed(fit.score, 0) : "–", el("small", {}, decided ? " / 100" : "")),
        el("p", {}, el("span", { class: `pill v-${fit.verdict}` }, capital(fit.verdict)),
          fit.reason ? el("span", { class: "quiet" }, ` ${fit.reason}`) : null))),
    gradeScale(health),
    health.high - health.low >= 0.5 ? el("p", { class: "scale-note quiet small", "aria-hidden": "true" },
      `Shaded: ${fixed(health.low)} to ${fixed(health.high)}, by how sure the findings are.`) : null);
}

/** What the grade is made of, in three lines. */
function movers(data, go) {
  const rows = data.health.deductions.filter((deduction) => deduction.points >= 0.05), shown = rows.slice(0, 3);
  const rest = rows.slice(3).reduce((sum, { points }) => sum + points, 0);
  if (!rows.length) return el("p", { class: "quiet" }, "Nothing that is looked for costs a point.");
  return el("ul", { class: "brief" }, shown.map(({ rule, points }) => el("li", {},
    link(() => go({ rule }), rule), el("strong", {}, `−${fixed(points)}`))),
  rest >= 0.05 ? el("li", { class: "quiet" },
    el("a", { class: "link", href: "#health" }, counted(rows.length - shown.length, "other rule")), el("span", {}, `−${fixed(rest)}`)) : null);
}

/** The kinds of work that lead, then those the stack suits least. */
function kindsOfWork(fit) {
  const present = fit.dimensions.filter((dimension) => dimension.present);
  const worst = present.filter(({ dominant, verdict }) => !dominant && ["poor", "caution"].includes(verdict));
  const shown = [...present.filter(({ dominant }) => dominant), ...worst].slice(0, 4);
  if (!shown.length) return el("p", { class: "quiet" }, present.length ? "None stands out." : "None that a stack could be judged by.");
  const others = present.length - shown.length;
  const verdictOf = ({ verdict, score }) => (verdict === "undecided" ? "Undecided" : `${capital(verdict)} ${fixed(score, 0)}`);
  return el("ul", { class: "brief" }, shown.map((dimension) => el("li", {}, el("span", {}, dimension.name),
    el("span", { class: `pill v-${dimension.verdict}` }, verdictOf(dimension)))),
  others ? el("li", { class: "quiet" }, el("a", { class: "link", href: "#fit" }, counted(others, "other kind"), " of work")) : null);
}

function facts(data, go) {
  const { async, files, npm } = data;
  const fact = (value, words, href, on = {}) => el("li", {}, el("a", { href, on }, el("strong", {}, value), el("span", {}, words)));
  const open = (level) => {
    const severity = SEVERITIES[level], number = data.open.filter((finding) => finding.severity === level).length;
    return fact(count(number), number === 1 ? severity : `${severity}s`, "#findings", { click(event) {
      event.preventDefault();
      go({ severity });
    } });
  };
  return el("ul", { class: "facts" },
    fact(count(files.analysed), files.analysed === 1 ? "file analysed" : "files analysed", data.sources.length < FEWEST ? "#findings" : "#map"),
    open(2), open(1), open(0),
    npm.packages > 0 ? fact(count(npm.list.length), `of ${count(npm.packages)} packages unmaintained`, "#dependencies") : null,
    hasStyle(async) ? fact(percent(async.await), "of asynchronous code awaits", "#async") : null);
}

/** The best steps, each with the score after it. One step makes room for another (a category costs at
 *  most its cap): together they gain no less than their sum. */
function nextSteps(data, go) {
  const { health } = data, steps = health.next;
  if (!steps.length) return null;
  const scored = (score) => [el("b", { class: `grade-text grade-${gradeOf(health, score)}` }, gradeOf(health, score)), ` ${fixed(score)}`];
  const all = Math.min(100, health.score + steps.reduce((sum, { gain }) => sum + gain, 0));
  return el("div", { class: "next" },
    el("h3", {}, steps.length > 1 ? `The ${["", "", "two", "three"][steps.length] || "best"} best fixes` : "The best fix"),
    el("ol", {}, steps.map((step) => el("li", {},
      el("p", { class: "after" }, el("span", { class: "gain" }, `+${fixed(step.gain)}`), quiet("makes it ", scored(health.score + step.gain))),
      el("div", {}, el("p", {}, inline(summaryOf(data, step.rule) || step.rule)),
        el("p", { class: "quiet" }, link(() => go({ q: step.path, rule: step.rule }), place(step.path, step.line)), " ", step.text))))),
    steps.length > 1 ? el("p", { class: "quiet together" }, "All together: at least ", scored(all), ".") : null);
}

function changeNote(data) {
  if (!data.change) return null;
  const gain = data.health.score - data.change.base_score;
  return el("p", { class: "note-line" },
    `Against ${data.change.base || "an empty repository"}: ${counted(data.change.fresh, "new finding")}, `,
    `${count(data.change.fixed)} fixed, ${count(data.change.unchanged)} unchanged, health `,
    el("strong", { class: gain >= 0 ? "better" : "worse" }, `${gain >= 0 ? "+" : "−"}${fixed(Math.abs(gain))}`), ".");
}

function gateNote(gate) {
  return gate.failed.map((failure) => el("p", { class: "note-line bad" },
    el("strong", {}, "Gate failed. "), `${failure.condition}: ${failure.value}, the limit is ${failure.limit}.`));
}

function overview(data, go) {
  return el("section", { id: "overview", "aria-labelledby": "overview-title" },
    el("p", { class: "kicker" }, data.revision ? `Revision ${data.revision.slice(0, 10)}` : "Working folder",
      data.runtimes.length ? ` · ${data.runtimes.join(", ")}` : ""),
    el("h1", { id: "overview-title" }, data.name || "This folder"),
    data.one ? el("p", { class: "note-line" }, "Some rules alone were asked for: the page says nothing of health and fit.")
      : [hero(data), el("div", { class: "brief-pair" },
        el("div", {}, el("h3", {}, "What moves the grade"), movers(data, go)),
        el("div", {}, el("h3", {}, "What kind of work it is"), kindsOfWork(data.fit)))],
    changeNote(data), gateNote(data.gate),
    data.complete ? null : el("p", { class: "note-line bad" }, el("strong", {}, "Incomplete. "),
      "Files that should have been analysed were not; see the end of this page."),
    facts(data, go),
    data.one ? null : nextSteps(data, go));
}
