// How the stack suits the work: one bar for each kind of work, under two readings, with what it
// rests on.

const VERDICTS = [["poor", 0, 45], ["caution", 45, 65], ["good", 65, 80], ["strong", 80, 100]];

/** The article says nothing about some kinds of work: then there is nothing to judge by. */
const isSilent = ({ article, today }) => article.verdict === "undecided" && today.verdict === "undecided";

function fitBar(dimension) {
  const { article, today } = dimension;
  if (isSilent(dimension)) return el("span", { class: "quiet small" }, "The article says nothing about it.");
  const bar = el("div", { class: "fitbar", role: "img",
    "aria-label": `Today ${today.verdict} ${fixed(today.score, 0)}; as the article of 2020 sees it ${article.verdict} ${fixed(article.score, 0)}` });
  for (const [verdict, from, to] of VERDICTS)
    bar.append(el("span", { class: `zone v-${verdict}`, place: { left: `${from}%`, width: `${to - from}%` } }));
  const apart = Math.abs(article.score - today.score);
  if (apart > 1)
    bar.append(el("span", { class: "between", place: { left: `${Math.min(article.score, today.score)}%`, width: `${apart}%` } }));
  bar.append(el("span", { class: "then", place: { left: `${article.score}%` } }), el("span", { class: "now", place: { left: `${today.score}%` } }));
  return bar;
}

function evidenceList(evidence) {
  const shown = 8;
  const list = el("ul", { class: "evidence" }, evidence.map(([path, line, what], i) =>
    el("li", { class: i >= shown ? "extra" : "" }, path ? place(path, line) : null, " ", el("span", { class: "quiet" }, what))));
  return [list, evidence.length > shown ? moreButton(list, `Show all ${count(evidence.length)}`) : null];
}

function dimensionRow(dimension) {
  const undecided = dimension.verdict === "undecided";
  const verdict = el("span", { class: `pill v-${dimension.verdict}` }, capital(dimension.verdict));
  return el("details", { class: "dimension" },
    el("summary", {},
      el("span", { class: "name" }, el("strong", {}, dimension.name),
        el("span", { class: "sub" }, `${dimension.dominant ? "Leading" : "Present"} · ${dimension.confidence} confidence`)),
      fitBar(dimension),
      el("span", { class: "num score" }, undecided ? "–" : fixed(dimension.score, 0)), verdict),
    el("div", { class: "inside" },
      isSilent(dimension) ? null : el("p", {}, undecided && dimension.leans ? `Too little evidence to decide; it leans to ${dimension.leans}. ` : "",
        `Today: ${dimension.today.verdict} ${fixed(dimension.today.score, 0)}. `,
        `The article of 2020: ${dimension.article.verdict} ${fixed(dimension.article.score, 0)}.`),
      dimension.suggestions.length ? el("ul", { class: "advice" }, dimension.suggestions.map((text) => el("li", {}, text))) : null,
      el("h3", { class: "minor" }, "Evidence"), evidenceList(dimension.evidence),
      dimension.claims.length ? [el("h3", { class: "minor" }, "Claims of the article it is judged by"),
        el("ul", { class: "claims" }, dimension.claims.map((claim) => el("li", {},
          el("span", { class: "id" }, claim.id), " ", claim.says,
          claim.status ? el("span", { class: `state s-${claim.status}` }, claim.status) : null,
          claim.today ? el("span", { class: "sub" }, `Today: ${claim.today}`) : null)))] : null));
}

/** What the project itself uses, by kind; what only its dependencies bring is counted. */
function technologyList(technologies) {
  const own = technologies.filter(({ scope }) => scope !== "transitive"), kinds = new Map();
  if (!own.length) return null;
  for (const { name, category } of own) kinds.set(category, [...(kinds.get(category) || []), name]);
  const rest = technologies.length - own.length, sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  return el("details", { class: "seen" }, el("summary", {}, `${counted(own.length, "technology", "technologies")} seen`),
    el("dl", {}, sorted.map(([kind, names]) => el("div", {}, el("dt", {}, capital(kind.replaceAll("-", " "))), el("dd", {}, names.join(", "))))),
    rest ? el("p", { class: "quiet small" }, `${count(rest)} more only come with dependencies.`) : null);
}

function fitSection(data) {
  const { fit } = data;
  const present = fit.dimensions.filter((dimension) => dimension.present);
  const absent = fit.dimensions.filter((dimension) => !dimension.present).map((dimension) => dimension.name);
  return section("fit", "How the stack suits the work",
    present.length ? "One row for each kind of work found here, judged twice: as of today, and by the claims of an article of 2020 on " +
      "choosing between Node.js and Python. Open a row for the evidence." : "No kind of work that the stack could be judged by was found.",
    present.length ? el("div", { class: "legend", "aria-hidden": "true" },
      el("span", { class: "dot now" }), "today", el("span", { class: "dot then" }), "as the article of 2020 sees it",
      el("span", { class: "zones" }, VERDICTS.map(([verdict]) => el("span", { class: `v-${verdict}` }, verdict)))) : null,
    el("div", { class: "dimensions" }, present.map(dimensionRow)),
    fit.suggestions.length ? el("ul", { class: "advice" }, fit.suggestions.map((text) => el("li", {}, text))) : null,
    absent.length ? el("p", { class: "quiet small absent" }, `No evidence of: ${absent.join(", ")}.`) : null,
    technologyList(data.technologies));
}
