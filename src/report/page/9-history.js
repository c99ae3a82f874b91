// How the project got here: the score, the style and the packages over its commits, and the files
// that are changed most. A drawing is stretched to any width; its words stand beside it as text. One
// slider moves through the commits of all drawings, and a table says the same.

const FRAME = 100;  // both sides of a drawing, in its own units
const HEADROOM = 1.2;  // above the largest number

/** The place of state `i` of so many, from the left. */
const along = (i, number) => (number > 1 ? (FRAME * i) / (number - 1) : FRAME / 2);

/** Points of a line through values; one value is a line across. */
function route(values, low, high) {
  const y = (value) => (FRAME * (high - value)) / (high - low || 1);
  if (values.length === 1) return [[0, y(values[0])], [FRAME, y(values[0])]];
  return values.map((value, i) => [along(i, values.length), y(value)]);
}

const pathOf = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");

/** A drawing in its frame: `ticks` are [value, text] with a line across, `extra` is laid over it. */
function plot(name, label, low, high, ticks, shapes, extra) {
  const height = (value) => `${(100 * (high - value)) / (high - low || 1)}%`;
  const rule = el("span", { class: "rule", "aria-hidden": "true" });
  const frame = el("div", { class: `plot ${name}` },
    draw("svg", { viewBox: `0 0 ${FRAME} ${FRAME}`, preserveAspectRatio: "none", role: "img", "aria-label": label }, shapes),
    ticks.map(([value, text]) =>
      el("span", { class: `tick${value === low ? " low" : ""}`, "aria-hidden": "true", place: { top: height(value) } }, el("b", {}, text))),
    extra || null, rule);
  frame.point = (at) => rule.style.setProperty("left", `${at}%`);
  return frame;
}

function scorePlot(history, health) {
  const { states } = history, scores = states.map((state) => state.score);
  const low = Math.max(0, 5 * Math.floor((Math.min(...scores) - 4) / 5)), high = Math.min(100, 5 * Math.ceil((Math.max(...scores) + 4) / 5));
  const ticks = health.grades.filter(({ from }) => from > low && from < high).map(({ grade, from }) => [from, `${grade} from ${from}`]);
  const points = route(scores, low, high);
  const area = `${pathOf(points)}L${FRAME} ${FRAME}L0 ${FRAME}Z`;
  const tagged = states.map((state, i) =>
    (state.tags.length ? el("span", { class: "tag-mark", place: { left: `${along(i, states.length)}%` } }) : null));
  const apart = (value) => high - value > (high - low) / 8 && value - low > (high - low) / 8;
  return plot("score", `Health over ${counted(states.length, "commit")}, from ${fixed(scores[0])} to ${fixed(scores[scores.length - 1])}`, low, high,
    [[high, high], ...ticks.filter(([value]) => apart(value)), [low, low]],
    [draw("path", { class: "under", d: area }), draw("path", { class: "line", d: pathOf(points) })], tagged);
}

/** Values upon each other: [class, values], the first at the bottom. */
function stackPlot(name, label, series, high) {
  const sums = series[0][1].map(() => 0);
  const shapes = series.map(([kind, values]) => {
    const below = route([...sums], 0, high).reverse();
    values.forEach((value, i) => { sums[i] += value; });
    return draw("path", { class: `p-${kind}`, d: `${pathOf(route([...sums], 0, high))}${pathOf(below).replace("M", "L")}Z` });
  });
  return plot(name, label, 0, high, [], shapes);
}

const keyOf = (parts) => el("p", { class: "legend", "aria-hidden": "true" }, parts.map(([kind, text]) =>
  el("span", { class: "key" }, el("span", { class: `swatch p-${kind}` }), text)));

function smallPlot(title, most, frame, key) {
  return el("figure", {}, el("figcaption", {}, title, most ? el("span", { class: "quiet" }, `, up to ${count(most)}`) : null), frame, key);
}

function smallPlots(history) {
  const { states } = history, first = states[0], last = states[states.length - 1], of = (name) => states.map((state) => state[name]);
  const figures = [], add = (title, most, frame, key) => figures.push([frame, smallPlot(title, most, frame, key)]);
  if (states.some(hasStyle)) {
    const label = `Asynchronous style: ${percent(first.await)} await at first, ${percent(last.await)} at last`;
    add("Asynchronous style", 0, stackPlot("async", label, [["await", of("await")], ["then", of("then")], ["callbacks", of("callback")]], 1),
      keyOf([["await", "await"], ["then", "then"], ["callbacks", "callbacks"]]));
  }
  const serious = states.map((state) => state.error + state.warning), most = Math.max(...serious);
  add("Errors and warnings", most,
    stackPlot("counts", `Errors and warnings: ${count(serious[0])} at first, ${count(serious[serious.length - 1])} at last`,
      [["errors", of("error")], ["warnings", of("warning")]], HEADROOM * Math.max(1, most)),
    keyOf([["errors", "errors"], ["warnings", "warnings"]]));
  if (states.some((state) => state.packages > 0 || state.flagged > 0))
    add("Packages to act on", Math.max(...of("flagged")),
      stackPlot("packages", `Packages to act on: ${count(first.flagged)} at first, ${count(last.flagged)} at last`,
        [["packages", of("flagged")]], HEADROOM * Math.max(1, ...of("flagged"))),
      el("p", { class: "legend" }, last.packages ? `of ${count(last.packages)} locked packages now` : "no lockfile says more"));
  return figures;
}

function stateWords(state) {
  const packages = state.statuses.map(([status, number]) => `${count(number)} ${status}`).join(", ");
  return [`${state.date} · ${state.commit}`, state.tags.join(", "), `${state.grade} ${fixed(state.score)}`,
    `${counted(state.error, "error")}, ${counted(state.warning, "warning")}`,
    hasStyle(state) ? `await ${percent(state.await)}, then ${percent(state.then)}, callbacks ${percent(state.callback)}` : "",
    packages].filter(Boolean).join(" · ");
}

function scoreFigure(history, health) {
  const frame = scorePlot(history, health), tagged = history.states.some(({ tags }) => tags.length);
  const title = el("figcaption", {}, "Health", tagged ? quiet(", with a tick at every tagged commit") : null);
  return [frame, el("figure", { class: "wide" }, title, frame)];
}

/** One slider for all drawings; it follows the pointer over any of them. The words of its state. */
function stateSlider(states, frames) {
  const words = el("p", { class: "state-words" }), last = states.length - 1;
  const slider = el("input", { type: "range", min: 0, max: last, step: 1, "aria-label": "Commit", value: last });
  const go = (at) => {
    slider.value = at;
    slider.setAttribute("aria-valuetext", stateWords(states[at]));
    words.textContent = stateWords(states[at]);
    for (const frame of frames) frame.point(along(at, states.length));
  };
  slider.addEventListener("input", () => go(Number(slider.value)));
  for (const frame of frames)
    frame.addEventListener("pointermove", (event) => {
      const box = frame.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / (box.width || 1)));
      go(Math.round(share * last));
    });
  go(last);
  return [last > 0 ? slider : null, words];
}

/** The drawings, and the slider that moves through them. */
function timeline(data, history) {
  const { states } = history;
  const large = data.one ? [] : [scoreFigure(history, data.health)], small = smallPlots(history);
  const frames = [...large, ...small].map(([frame]) => frame), figureOf = ([, figure]) => figure;
  return el("div", { class: "timeline" }, large.map(figureOf), el("div", { class: "small-plots" }, small.map(figureOf)),
    el("p", { class: "ends" }, el("span", {}, states[0].date), el("span", {}, states[states.length - 1].date)),
    stateSlider(states, frames), stateTable(states));
}

function stateTable(states) {
  const heads = ["Health", "Errors", "Warnings", "Await", "Then", "Callbacks", "Packages to act on"];
  const share = (state, value) => (hasStyle(state) ? percent(value) : "–");
  const row = (state) => el("tr", {},
    el("th", { scope: "row" }, `${state.date} `, el("code", {}, state.commit), state.tags.length ? ` ${state.tags.join(", ")}` : ""),
    [`${state.grade} ${fixed(state.score)}`, count(state.error), count(state.warning), share(state, state.await), share(state, state.then),
      share(state, state.callback), count(state.flagged) + (state.packages ? ` of ${count(state.packages)}` : "")].map((text) => cell("num", text)));
  return el("details", { class: "twin" }, el("summary", {}, "The same as a table"),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Commits" }, el("table", {},
      columns(["Commit"], ...heads.map((head) => [head, "num"])), el("tbody", {}, [...states].reverse().map(row)))));
}

function hotspotRow(spot, showPath) {
  return el("tr", {},
    el("th", { scope: "row" }, link(() => showPath(spot.path), place(spot.path, 0))),
    cell("bar-cell", el("span", { class: "bar", place: { width: `${Math.max(0.5, 100 * spot.score)}%` } })),
    cell("num", count(spot.commits)), cell("num", count(spot.lines)), cell("num wide-only", count(spot.findings)),
    cell("wide-only", spot.author || "nobody named",
      el("span", { class: "sub" }, spot.authors > 1 ? `${percent(spot.share)} · ${count(spot.authors)} authors` : "alone")),
    cell("wide-only", spot.last, el("span", { class: "sub" }, spot.days ? `${counted(spot.days, "day")} earlier` : "the same day")));
}

function hotspotTable(history, showPath) {
  const { hotspots } = history, shown = 10;
  if (!hotspots.length) return null;
  const rows = hotspots.map((spot) => hotspotRow(spot, showPath));
  for (const row of rows.slice(shown)) row.classList.add("extra");
  const about = `Changes × lines of code, over ${counted(history.commits, "commit")}. Faults gather in such files. ` +
    "Ages count from the newest commit.";
  const table = el("table", { class: "hotspots" },
    el("caption", {}, "Changed often, and large", el("span", { class: "sub" }, about)),
    columns(["File"], [], ["Changes", "num"], ["Lines", "num"], ["Findings", "num wide-only"], ["Mostly by", "wide-only"],
      ["Last change", "wide-only"]),
    el("tbody", {}, rows));
  return [table, hotspots.length > shown ? moreButton(table, `Show all ${count(hotspots.length)}`) : null];
}

function historyLead(data, states, left) {
  if (states.length < 2) return states.length ? "There is one commit to look at." : "There is nothing to look back at.";
  const first = states[0], last = states[states.length - 1], gain = last.score - first.score;
  const moved = Math.abs(gain) < 0.05 ? `Health stayed at ${last.grade} ${fixed(last.score)}.`
    : `Health ${gain > 0 ? "rose" : "fell"} from ${first.grade} ${fixed(first.score)} to ${last.grade} ${fixed(last.score)}.`;
  return [`${count(states.length)} commits, ${first.date} to ${last.date}, oldest at the left.`, data.one ? "" : moved,
    left ? `${counted(left, "older one")} did not fit here.` : ""].filter(Boolean).join(" ");
}

function historySection(data, showPath) {
  const { history } = data;
  if (!history) return null;
  return section("history", "How it got here", historyLead(data, history.states, history.left),
    history.notes.map((note) => el("p", { class: "note-line" }, capital(note), ".")),
    history.states.length ? timeline(data, history) : null, hotspotTable(history, showPath));
}
