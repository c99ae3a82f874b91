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
    ticks.map(([value, text]) => el("span", { class: `tick${value === low ? " low" : ""}`, "aria-hidden": "true", place: { top: height(value) } }, el("b", {}, text))),
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
  const tagged = states.map((state, i) => (state.tags.length ? el("span", { class: "tag-mark", place: { left: `${along(i, states.length)}%` } }) : null));
  return plot("score", `Health over ${counted(states.length, "commit")}, from ${fixed(scores[0])} to ${fixed(scores[scores.length - 1])}`, low, high,
    [[high, high], ...ticks, [low, low]].filter(([value], i, all) => i === 0 || i === all.length - 1 || (high - value > (high - low) / 8 && value - low > (high - low) / 8)),
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

const keyOf = (parts) => el("p", { class: "legend", "aria-hidden": "true" }, parts.map(([kind, text]) => el("span", { class: "key" }, el("span", { class: `swatch p-${kind}` }), text)));

function smallPlot(title, most, frame, key) {
  return el("figure", {}, el("figcaption", {}, title, most ? el("span", { class: "quiet" }, `, up to ${count(most)}`) : null), frame, key);
}

const hasStyle = (state) => state.await + state.then + state.callback > 0;

function smallPlots(history) {
  const { states } = history, last = states[states.length - 1], of = (name) => states.map((state) => state[name]);
  const figures = [];
  if (states.some(hasStyle))
    figures.push(["Asynchronous style", 0, stackPlot("async", `Asynchronous style: ${percent(states[0].await)} await at first, ${percent(last.await)} at last`,
      [["await", of("await")], ["then", of("then")], ["callbacks", of("callback")]], 1),
    keyOf([["await", "await"], ["then", "then"], ["callbacks", "callbacks"]])]);
  const serious = states.map((state) => state.error + state.warning);
  figures.push(["Errors and warnings", Math.max(...serious), stackPlot("counts", `Errors and warnings: ${count(serious[0])} at first, ${count(serious[serious.length - 1])} at last`,
    [["errors", of("error")], ["warnings", of("warning")]], HEADROOM * Math.max(1, ...serious)),
  keyOf([["errors", "errors"], ["warnings", "warnings"]])]);
  if (states.some((state) => state.packages > 0 || state.flagged > 0))
    figures.push(["Packages to act on", Math.max(...of("flagged")), stackPlot("packages", `Packages to act on: ${count(states[0].flagged)} at first, ${count(last.flagged)} at last`,
      [["packages", of("flagged")]], HEADROOM * Math.max(1, ...of("flagged"))),
    el("p", { class: "legend" }, last.packages ? `of ${count(last.packages)} locked packages now` : "no lockfile says more")]);
  return figures.map(([title, most, frame, key]) => [frame, smallPlot(title, most, frame, key)]);
}

function stateWords(state) {
  const packages = state.statuses.map(([status, number]) => `${count(number)} ${status}`).join(", ");
  return [`${state.date} · ${state.commit}`, state.tags.join(", "), `${state.grade} ${fixed(state.score)}`,
    `${counted(state.error, "error")}, ${counted(state.warning, "warning")}`,
    hasStyle(state) ? `await ${percent(state.await)}, then ${percent(state.then)}, callbacks ${percent(state.callback)}` : "", packages].filter(Boolean).join(" · ");
}

/** The drawings, and the slider that moves through them. */
function timeline(data, history) {
  const { states } = history, frames = [], parts = [];
  if (!data.one) {
    frames.push(scorePlot(history, data.health));
    const tagged = states.some(({ tags }) => tags.length);
    parts.push(el("figure", { class: "wide" }, el("figcaption", {}, "Health", tagged ? el("span", { class: "quiet" }, ", with a tick at every tagged commit") : null), frames[0]));
  }
  const small = smallPlots(history);
  frames.push(...small.map(([frame]) => frame));
  const words = el("p", { class: "state-words" });
  const slider = el("input", { type: "range", min: 0, max: states.length - 1, step: 1, "aria-label": "Commit", value: states.length - 1 });
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
      go(Math.round(share * (states.length - 1)));
    });
  go(states.length - 1);
  return el("div", { class: "timeline" }, parts, el("div", { class: "small-plots" }, small.map(([, figure]) => figure)),
    el("p", { class: "ends" }, el("span", {}, states[0].date), el("span", {}, states[states.length - 1].date)), states.length > 1 ? slider : null, words, stateTable(states));
}

function stateTable(states) {
  const heads = ["Commit", "Health", "Errors", "Warnings", "Await", "Then", "Callbacks", "Packages to act on"];
  const share = (state, value) => (hasStyle(state) ? percent(value) : "–");
  return el("details", { class: "twin" }, el("summary", {}, "The same as a table"),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Commits" }, el("table", {},
      el("thead", {}, el("tr", {}, heads.map((head, i) => el("th", { scope: "col", class: i ? "num" : "" }, head)))),
      el("tbody", {}, [...states].reverse().map((state) => el("tr", {},
        el("th", { scope: "row" }, `${state.date} `, el("code", {}, state.commit), state.tags.length ? ` ${state.tags.join(", ")}` : ""),
        [`${state.grade} ${fixed(state.score)}`, count(state.error), count(state.warning), share(state, state.await), share(state, state.then),
          share(state, state.callback), `${count(state.flagged)} of ${count(state.packages)}`].map((text) => el("td", { class: "num" }, text))))))));
}

function hotspotTable(history, showPath) {
  const { hotspots } = history, shown = 10;
  if (!hotspots.length) return null;
  const line = (spot, i) => el("tr", { class: i >= shown ? "extra" : "" },
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", on: { click: () => showPath(spot.path) } }, place(spot.path, 0))),
    el("td", { class: "bar-cell" }, el("span", { class: "bar", place: { width: `${Math.max(0.5, 100 * spot.score)}%` } })),
    el("td", { class: "num" }, count(spot.commits)), el("td", { class: "num" }, count(spot.lines)), el("td", { class: "num wide-only" }, count(spot.findings)),
    el("td", { class: "wide-only" }, spot.author || "nobody named", el("span", { class: "sub" }, spot.authors > 1 ? `${percent(spot.share)} · ${count(spot.authors)} authors` : "alone")),
    el("td", { class: "wide-only" }, spot.last, el("span", { class: "sub" }, spot.days ? `${counted(spot.days, "day")} earlier` : "the same day")));
  const table = el("table", { class: "hotspots" },
    el("caption", {}, "Changed often, and large", el("span", { class: "sub" }, `Changes × lines of code, over ${counted(history.commits, "commit")}. Faults gather in such files. Ages count from the newest commit.`)),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "File"), el("td", { class: "bar-cell" }), el("th", { scope: "col", class: "num" }, "Changes"), el("th", { scope: "col", class: "num" }, "Lines"),
      el("th", { scope: "col", class: "num wide-only" }, "Findings"), el("th", { scope: "col", class: "wide-only" }, "Mostly by"), el("th", { scope: "col", class: "wide-only" }, "Last change"))),
    el("tbody", {}, hotspots.map(line)));
  return [table, hotspots.length > shown ? moreButton(table, `Show all ${count(hotspots.length)}`) : null];
}

function historyLead(data, states, left) {
  if (states.length < 2) return states.length ? "There is one commit to look at." : "There is nothing to look back at.";
  const first = states[0], last = states[states.length - 1], gain = last.score - first.score;
  const moved = Math.abs(gain) < 0.05 ? `Health stayed at ${last.grade} ${fixed(last.score)}.`
    : `Health ${gain > 0 ? "rose" : "fell"} from ${first.grade} ${fixed(first.score)} to ${last.grade} ${fixed(last.score)}.`;
  return `${count(states.length)} commits, ${first.date} to ${last.date}, oldest at the left.${data.one ? "" : ` ${moved}`}${left ? ` ${counted(left, "older one")} did not fit here.` : ""}`;
}

function historySection(data, showPath) {
  const { history } = data;
  if (!history) return null;
  return section("history", "How it got here", historyLead(data, history.states, history.left),
    history.notes.map((note) => el("p", { class: "note-line" }, capital(note), ".")),
    history.states.length ? timeline(data, history) : null, hotspotTable(history, showPath));
}
