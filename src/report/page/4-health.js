// What moves the grade: every rule that costs points, and the score without it.

function whatIf(data, selected) {
  const { health } = data;
  const score = scoreWithout(health, selected), grade = gradeOf(health, score);
  const now = scoreWithout(health, new Set());
  const shown = Math.min(100, health.score + score - now);  // the report's own figure, moved
  if (!selected.size)
    return ["Tick what you would fix, to see the score after it."];
  return [el("strong", { class: `grade-text grade-${grade}` }, `${grade} ${fixed(shown)}`),
    ` with ${counted(selected.size, "rule")} fixed: `,
    el("strong", { class: "better" }, `+${fixed(score - now)}`), ` from ${health.grade} ${fixed(health.score)}`];
}

function healthSection(data, showRule) {
  const { health } = data;
  const rows = health.deductions.filter((deduction) => deduction.points >= 0.05);
  if (!rows.length) return section("health", "What moves the grade", "Nothing that is looked for costs a point.");
  const most = Math.max(...rows.map((row) => row.points));
  const selected = new Set();
  const answer = el("p", { class: "answer", role: "status" }, whatIf(data, selected));
  const shown = 12;
  const line = (row, index) => el("tr", { class: index >= shown ? "extra" : "" },
    el("td", { class: "pick" }, el("input", { type: "checkbox", "aria-label": `Without ${row.rule}`, on: {
      change(event) {
        event.target.checked ? selected.add(row.rule) : selected.delete(row.rule);
        answer.replaceChildren(...whatIf(data, selected));
      } } })),
    el("th", { scope: "row" }, el("button", { class: "link", type: "button", on: { click: () => showRule(row.rule) } }, row.rule),
      el("span", { class: "sub" }, inline(summaryOf(data, row.rule)))),
    el("td", { class: "quiet wide-only" }, row.category),
    el("td", { class: "quiet num wide-only" }, `${row.flagged < 1 ? "less than 1" : count(Math.round(row.flagged))} of ${count(Math.round(row.flagged + row.clean))}`),
    el("td", { class: "bar-cell" }, el("span", { class: "bar", place: { width: `${(100 * row.points) / most}%` } })),
    el("td", { class: "num points" }, `−${fixed(row.points)}`));
  const table = el("table", { class: "rules" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Fixed"),
      el("th", { scope: "col" }, "Rule"), el("th", { scope: "col", class: "wide-only" }, "Category"),
      el("th", { scope: "col", class: "num wide-only" }, "Flagged"), el("td", { class: "bar-cell" }), el("th", { scope: "col", class: "num" }, "Points"))),
    el("tbody", {}, rows.map(line)));
  return section("health", "What moves the grade",
    `The score is 100 minus what each rule costs. Here, ${counted(rows.length, "rule")} cost ${fixed(100 - health.score)} points.`,
    answer, table, rows.length > shown ? moreButton(table, `Show all ${count(rows.length)} rules`) : null,
    health.inconclusive.length ? el("p", { class: "quiet small" }, `Could not be judged: ${health.inconclusive.join(", ")}.`) : null);
}

/** A button that unfolds the rows of class `extra`. */
function moreButton(table, label) {
  table.classList.add("folded");
  return el("button", { type: "button", class: "more", on: {
    click(event) {
      table.classList.remove("folded");
      event.target.remove();
    } } }, label);
}
