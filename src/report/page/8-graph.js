// What hangs together: packages by the way they come in, and modules that import each other in a
// circle.

const DEEPEST_WAY = 40;

function whatToDo(row) {
  const names = row.replacement.map((name) => (name.startsWith("native:") ? `the platform’s own ${name.slice(7)}` : name));
  return [row.action, names.length ? `${row.action.startsWith("replace") ? "with" : "or use"} ${names.join(" or ")}` : ""].filter(Boolean).join(" ");
}

/** The ways from one direct dependency to the packages in question, with what they share said once. */
function wayTree(entry, rows) {
  const root = { name: entry, rows: [], children: new Map() };
  for (const row of rows) {
    let node = root;
    const way = row.direct || !row.via.length ? [] : [...row.via.slice(1, DEEPEST_WAY), row.name];
    for (const name of way) {
      if (!node.children.has(name)) node.children.set(name, { name, rows: [], children: new Map() });
      node = node.children.get(name);
    }
    node.rows.push(row);
  }
  return root;
}

function wayItem(node) {
  const [row] = node.rows;
  return el("li", {},
    row ? [el("strong", {}, node.name), " ", el("span", { class: "quiet version" }, [...new Set(node.rows.map((one) => one.version))].join(", ")),
      el("span", { class: `state s-${row.status}` }, row.status), el("span", { class: "do" }, whatToDo(row))]
      : el("span", {}, node.name),
    node.children.size ? el("ul", {}, [...node.children.values()].map(wayItem)) : null);
}

/** "75 deprecated, 2 abandoned". */
function statusWords(rows) {
  const numbers = new Map();
  for (const { status } of rows) numbers.set(status, (numbers.get(status) || 0) + 1);
  const words = (status) => (status === "maintenance-mode" ? "in maintenance mode" : status);
  return [...numbers].sort((a, b) => b[1] - a[1]).map(([status, number]) => `${count(number)} ${words(status)}`).join(", ");
}

function dependencySection(data) {
  const { npm } = data;
  if (!npm.packages && !npm.list.length) return null;
  const groups = new Map();
  for (const row of npm.list) {
    const entry = row.direct || !row.via.length ? row.name : row.via[0];
    const key = `${row.workspace}\n${entry}`;
    if (!groups.has(key)) groups.set(key, { entry, workspace: row.workspace, rows: [] });
    groups.get(key).rows.push(row);
  }
  const isDirect = (group) => Number(group.rows.some((row) => row.direct));
  const sorted = [...groups.values()].sort((a, b) => isDirect(b) - isDirect(a) || b.rows.length - a.rows.length || (a.entry < b.entry ? -1 : 1));
  const shown = 12;
  const list = el("ul", { class: "packages" }, sorted.map((group, i) => {
    const tree = wayTree(group.entry, group.rows);
    const item = wayItem(tree);
    const version = item.querySelector(":scope > .version") || item.firstChild;
    if (group.workspace) version.after(el("span", { class: "quiet small" }, ` in ${group.workspace}`));
    item.setAttribute("class", i >= shown ? "extra" : "");
    return item;
  }));
  return section("dependencies", "What it leans on",
    npm.list.length ? `${counted(npm.list.length, "package")}${npm.packages ? ` of ${count(npm.packages)}` : ""} to act on: ` +
        `${statusWords(npm.list)}, each below the dependency that brings it in. Facts of ${npm.date}.`
      : `None of ${counted(npm.packages, "npm package")} is known to be unmaintained. Facts of ${npm.date}.`,
    list, sorted.length > shown ? moreButton(list, `Show all ${count(sorted.length)}`) : null);
}

/** Modules on a ring, each pointing at the next. */
function ring(cycle) {
  const size = 180, middle = size / 2, radius = 66, number = cycle.length;
  const at = (i, r) => {
    const angle = (2 * Math.PI * i) / number - Math.PI / 2;
    return [middle + r * Math.cos(angle), middle + r * Math.sin(angle)];
  };
  const label = `Circle: ${cycle.join(" imports ")} imports ${cycle[0]}`;
  const svg = draw("svg", { viewBox: `0 0 ${size} ${size}`, class: "ring", role: "img", "aria-label": label });
  for (let i = 0; i < number; i++) {
    const gap = (number * 20) / (2 * Math.PI * radius);  // the node and a little air, as a share of a step
    const [x1, y1] = at(i + gap, radius), [x2, y2] = at(i + 1 - gap, radius);
    svg.append(draw("path", { class: "edge", d: `M${x1.toFixed(1)} ${y1.toFixed(1)}A${radius} ${radius} 0 0 1 ${x2.toFixed(1)} ${y2.toFixed(1)}` }));
    const transform = `translate(${x2.toFixed(1)} ${y2.toFixed(1)}) rotate(${((360 * (i + 1 - gap)) / number).toFixed(1)})`;
    svg.append(draw("path", { class: "head", d: "M0 -4L8 0L0 4Z", transform }));
  }
  cycle.forEach((path, i) => {
    const [x, y] = at(i, radius);
    svg.append(draw("circle", { class: "node", cx: x.toFixed(1), cy: y.toFixed(1), r: 13 }),
      draw("text", { x: x.toFixed(1), y: (y + 3.5).toFixed(1), "text-anchor": "middle" }, i + 1));
  });
  return svg;
}

const CYCLE_KINDS = { "load-time": "some are used while still loading", "by-order": "none is used before it has loaded",
  deferred: "closed only by imports inside functions" };

function cycleItem({ way, cut, kind, modules }) {
  const remedy = `Without ${cut.length > 1 ? "these imports" : "this import"} there is no circle:`;
  return el("article", {}, way.length <= 12 ? ring(way) : null,
    el("div", {}, el("h3", {}, counted(modules, "module"), kind ? quiet(`, ${CYCLE_KINDS[kind] || kind}`) : null),
      el("ol", {}, way.map((path) => el("li", {}, place(path, 0)))),
      cut.length ? el("div", { class: "cuts" }, quiet(remedy), el("ul", {}, cut.map((one) => el("li", {}, el("code", {}, one))))) : null));
}

function cycleSection(data) {
  if (!data.cycles.length) return null;
  const shown = 6, items = data.cycles.map(cycleItem);
  for (const item of items.slice(shown)) item.classList.add("extra");
  const list = el("div", { class: "cycles" }, items);
  return section("cycles", "Import cycles",
    `${counted(data.cycles.length, "group")} of modules that import each other in a circle. The shortest way round is drawn.`,
    list, items.length > shown ? moreButton(list, `Show all ${count(items.length)}`) : null);
}
