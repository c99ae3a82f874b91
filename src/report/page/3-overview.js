// The first screen: the grade, the verdict, and what to do first.

/** A scale from 0 to 100 with the grades under it, the score as a mark and its interval as a band. */
function gradeScale(health) {
  const scale = el("div", { class: "scale", role: "img",
    "aria-label": `Health ${fixed(health.score)} of 100, grade ${health.grade}; between ${fixed(health.low)} and ${fixed(health.high)} by how sure the findings are` });
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

function facts(data) {
  const open = [0, 0, 0];
  for (const finding of data.open) open[finding.severity] += 1;
  const fact = (value, label, href) => el("li", {}, el("a", { href }, el("strong", {}, value), el("span", {}, label)));
  const rows = [
    fact(count(data.files.analysed), "files analysed", "#map"),
    fact(count(open[2]), open[2] === 1 ? "error" : "errors", "#findings"),
    fact(count(open[1]), open[1] === 1 ? "warning" : "warnings", "#findings"),
  ];
  if (data.npm.packages > 0) rows.push(fact(count(data.npm.list.length), `unmaintained of ${count(data.npm.packages)} packages`, "#dependencies"));
  if (data.async.sites > 0) rows.push(fact(percent(data.async.await), "of asynchronous code awaits", "#async"));
  return el("ul", { class: "facts" }, rows);
}

function nextSteps(health) {
  if (!health.next.length) return null;
  return el("div", { class: "next" }, el("h3", {}, "Start here"),
    el("ol", {}, health.next.map((step) => el("li", {},
      el("span", { class: "gain" }, `+${fixed(step.gain)}`),
      el("div", {}, el("div", {}, place(step.path, step.line)), el("div", { class: "quiet" }, step.text))))));
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

function overview(data) {
  const { health, fit } = data;
  const decided = fit.verdict !== "undecided";
  return el("section", { id: "overview", "aria-labelledby": "overview-title" },
    el("p", { class: "kicker" }, data.revision ? `Revision ${data.revision.slice(0, 10)}` : "Working folder",
      data.runtimes.length ? ` · ${data.runtimes.join(" · ")}` : ""),
    el("h1", { id: "overview-title" }, data.name || "This folder"),
    el("div", { class: "hero" },
      el("div", { class: "verdict" },
        el("span", { class: `letter grade-${health.grade}`, "aria-hidden": "true" }, health.grade),
        el("div", {},
          el("h2", { class: "label" }, "Health"),
          el("p", { class: "big" }, fixed(health.score), el("small", {}, " / 100")),
          el("p", { class: "quiet" }, health.grade === "A" ? `Grade A` : `Grade ${health.grade}, ${fixed(health.toNext)} points to the next`))),
      el("div", { class: "verdict" },
        el("div", {},
          el("h2", { class: "label" }, "Stack fit"),
          el("p", { class: "big" }, decided ? fixed(fit.score, 0) : "–", el("small", {}, decided ? " / 100" : "")),
          el("p", {}, el("span", { class: `pill v-${fit.verdict}` }, capital(fit.verdict)),
            fit.reason ? el("span", { class: "quiet" }, ` ${fit.reason}`) : null))),
      gradeScale(health)),
    changeNote(data), gateNote(data.gate),
    data.complete ? null : el("p", { class: "note-line bad" }, el("strong", {}, "Incomplete. "),
      "Files that should have been analysed were not; see the end of this page."),
    facts(data),
    nextSteps(health));
}
