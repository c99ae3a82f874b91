// The repository as a treemap: a file's area is its lines of code, its colour how much was found for
// its size, or, with a history, how often it was changed. Laid out by "Squarified Treemaps" (Bruls,
// Huizing, van Wijk 2000). The table under it says the same to those who do not see it, and is the
// way through it for the keyboard.

const HEAT = [0, 0.4, 1.2, 3, 7];  // weighted findings per 100 lines: borders of the colours
const DEEPEST = 48;
const FEWEST = 4;  // files that need no map to be found

function heatOf(node) {
  if (!node.weight) return 0;
  const density = (100 * node.weight) / Math.max(node.lines, 30);
  return HEAT.findIndex((border, i) => density > border && density <= (HEAT[i + 1] ?? Infinity)) + 1;
}

/** What the map can show: how a tile is coloured, what a row counts, and the words for it. */
const LENSES = {
  findings: { tile: (node) => `heat-${heatOf(node)}`, rank: (node) => node.weight, told: (node) => node.findings, noun: "finding",
    kind: "heat", from: "no findings", to: "many for its size", most: "Most found in", head: "Findings" },
  changes: { tile: (node, most) => `churn-${node.changes ? Math.max(1, Math.ceil((5 * Math.log(1 + node.changes)) / Math.log(1 + most))) : 0}`,
    rank: (node) => node.changes, told: (node) => node.changes, noun: "change",
    kind: "churn", from: "no changes", to: "changed most often", most: "Most changed", head: "Changes" },
};

const emptyFolder = (name, path, parent) => ({ name, path, parent, lines: 0, weight: 0, findings: 0, changes: 0, children: new Map() });

function folderTree(sources) {
  const root = emptyFolder("", "", null);
  for (const source of sources) {
    const parts = source.path.split("/");
    const folders = parts.slice(0, -1).slice(0, DEEPEST);
    let node = root, path = "";
    const add = (to) => {
      to.lines += source.lines;
      to.weight += source.weight;
      to.findings += source.findings;
      to.changes += source.changes;
    };
    add(root);
    for (const part of folders) {
      path += (path ? "/" : "") + part;
      if (!node.children.has(part)) node.children.set(part, emptyFolder(part, path, node));
      node = node.children.get(part);
      add(node);
    }
    node.children.set(`/${parts.slice(folders.length).join("/")}`, { name: parts.slice(folders.length).join("/"), path: source.path, parent: node,
      lines: source.lines, weight: source.weight, findings: source.findings, changes: source.changes, source });
  }
  return root;
}

/** Rectangles for values that are sorted, largest first. */
function squarify(values, x, y, width, height) {
  const total = values.reduce((sum, value) => sum + value, 0);
  const scale = total > 0 ? (width * height) / total : 0;
  const places = [];
  let start = 0;
  const worst = (sum, low, high, side) => Math.max((side * side * high) / (sum * sum), (sum * sum) / (side * side * low));
  while (start < values.length) {
    const side = Math.max(1e-6, Math.min(width, height));
    let end = start, sum = 0, best = Infinity;
    while (end < values.length) {
      const area = values[end] * scale;
      const next = worst(sum + area, area, values[start] * scale, side);
      if (next > best) break;
      best = next;
      sum += area;
      end += 1;
    }
    const thick = sum / side;
    let along = 0;
    for (; start < end; start += 1) {
      const length = (values[start] * scale) / Math.max(thick, 1e-6);
      places.push(width >= height ? [x, y + along, thick, length] : [x + along, y, length, thick]);
      along += length;
    }
    if (width >= height) { x += thick; width -= thick; } else { y += thick; height -= thick; }
  }
  return places;
}

/** What is drawn: files and folder captions, outermost first. Works through a list, not by recursion. */
function layOut(root, width, height) {
  const tiles = [], open = [{ node: root, box: [0, 0, width, height], depth: 0 }];
  while (open.length) {
    const { node, box: [x, y, w, h], depth } = open.pop();
    const children = [...node.children.values()].filter((child) => child.lines > 0).sort((a, b) => b.lines - a.lines);
    const boxes = squarify(children.map((child) => child.lines), x, y, w, h);
    children.forEach((child, i) => {
      const [left, top, wide, high] = boxes[i];
      if (!child.children || wide < 14 || high < 14) {
        tiles.push({ node: child, box: boxes[i] });
        return;
      }
      const caption = wide > 54 && high > 34 ? 16 : 0, edge = depth < 1 ? 2 : 1;
      tiles.push({ node: child, box: boxes[i], folder: true, caption, depth });
      const below = Math.max(caption, edge);
      open.push({ node: child, box: [left + edge, top + below, wide - 2 * edge, high - below - edge], depth: depth + 1 });
    });
  }
  return tiles;
}

/** A name in the corner of a rectangle, as far as there is room. */
function label(name, x, y, width, index, kind) {
  const room = Math.floor((width - 10) / 6.2);
  const text = name.length > room ? `${name.slice(0, Math.max(1, room - 1))}…` : name;
  return draw("text", { x: x + 5, y: y + 12, "data-i": index, class: kind }, text);
}

/** Draws what lies below a node; svg.nodes says which node each shape is of. */
function paintMap(svg, here, colourOf) {
  const width = svg.clientWidth || 1080, height = svg.clientHeight || 460, laid = layOut(here, width, height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.nodes = laid.map(({ node }) => node);
  svg.replaceChildren(...laid.flatMap(({ node, box: [x, y, w, h], folder, caption }, i) => {
    const at = { x: x + 0.5, y: y + 0.5, width: Math.max(0.4, w - 1), height: Math.max(0.4, h - 1), "data-i": i };
    if (folder) return [draw("rect", { ...at, class: "folder", rx: 2 }), ...(caption ? [label(node.name, x, y, w, i, "of-folder")] : [])];
    const colour = colourOf(node), tile = draw("rect", { ...at, class: `tile ${colour}`, rx: w > 8 && h > 8 ? 1.5 : 0 });
    return w > 64 && h > 26 ? [tile, label(node.name, x, y + 2, w, i, `on ${colour}`)] : [tile];
  }));
}

/** A click enters what is under the pointer; moving over it shows its words. The tip that holds them. */
function followPointer(svg, say, enter) {
  const tip = el("div", { class: "tip", hidden: true, "aria-hidden": "true" });
  const nodeAt = (event) => {
    const index = event.target instanceof Element ? event.target.getAttribute("data-i") : null;
    return index === null ? null : svg.nodes[Number(index)];
  };
  svg.addEventListener("click", (event) => {
    const node = nodeAt(event);
    if (node) enter(node);
  });
  svg.addEventListener("mousemove", (event) => {
    const node = nodeAt(event);
    tip.hidden = !node;
    if (!node) return;
    tip.textContent = say(node);
    const box = svg.parentElement.getBoundingClientRect();
    const left = event.clientX - box.left, top = event.clientY - box.top;
    tip.style.setProperty("left", `${Math.min(left + 12, box.width - tip.offsetWidth - 4)}px`);
    tip.style.setProperty("top", `${top + 16}px`);
  });
  svg.addEventListener("mouseleave", () => { tip.hidden = true; });
  return tip;
}

/** What stands out below a node, as a table; null when nothing does. */
function placesTable(here, lens, enter) {
  const all = [...here.children.values()].sort((a, b) => lens.rank(b) - lens.rank(a) || b.lines - a.lines);
  const children = all.filter((child, i) => i < 8 && (lens.rank(child) > 0 || (child.children && i < 4)));
  if (!children.length) return null;
  const longest = Math.max(1, ...children.map(lens.rank));
  const row = (child) => el("tr", {},
    el("th", { scope: "row", class: "place" }, link(() => enter(child), child.name + (child.children ? "/" : ""))),
    cell("num quiet", count(child.lines)),
    cell("bar-cell", el("span", { class: "bar", place: { width: `${(100 * lens.rank(child)) / longest}%` } })),
    cell("num", count(lens.told(child))));
  return el("table", { class: "places" }, columns([lens.most], ["Lines", "num"], [], [lens.head, "num"]),
    el("tbody", {}, children.map(row)));
}

/** The way down to a node; every folder on it is a button. */
function crumbsTo(node, name, enter) {
  const way = [];
  for (let at = node; at; at = at.parent) way.unshift(at);
  return way.map((at, i) => (i === way.length - 1
    ? el("span", { "aria-current": "true", tabindex: "-1" }, at.name || name)
    : link(() => enter(at), at.name || name)));
}

/** Calls when an element is about to be seen or nothing else is to be done, and again whenever its width
 *  changed. */
function whenSeen(element, paint) {
  let width = -1;
  const repaint = new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    paint();
  });
  const watch = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) start();
  }, { rootMargin: "100% 0px" });
  function start() {
    watch.disconnect();
    repaint.observe(element);
  }
  watch.observe(element);
  (window.requestIdleCallback || ((call) => setTimeout(call, 500)))(start);
}

function mapSection(data, showPath) {
  if (data.sources.length < FEWEST) return null;
  const most = data.sources.reduce((high, source) => Math.max(high, source.changes), 0);
  const svg = draw("svg", { class: "treemap", role: "img" }), places = el("div");
  const crumbs = el("nav", { class: "crumbs", "aria-label": "Folder of the map" });
  const legend = el("div", { class: "legend heat", "aria-hidden": "true" });
  let here = folderTree(data.sources), lens = LENSES.findings;

  const say = (node) => `${node.path || data.name}: ` +
    [counted(node.lines, "line"), counted(node.findings, "finding"), ...(most ? [counted(node.changes, "change")] : [])].join(", ");
  const paint = () => paintMap(svg, here, (node) => lens.tile(node, most));

  function enter(node) {
    if (!node.children) return showPath(node.path);
    here = node;
    const held = [places, crumbs].some((part) => part.contains(document.activeElement));
    crumbs.replaceChildren(...crumbsTo(node, data.name || "everything", enter));
    svg.setAttribute("aria-label", `Map of ${say(here)}. The table that follows says the same.`);
    places.replaceChildren(placesTable(here, lens, enter) || "");
    if (svg.nodes) paint();
    if (held) crumbs.lastChild.focus({ preventScroll: true });  // the button that was pressed is gone
  }
  function look(through) {
    lens = through;
    const swatches = [0, 1, 2, 3, 4, 5].map((step) => el("span", { class: `swatch ${lens.kind}-${step}` }));
    legend.replaceChildren(el("span", {}, lens.from), ...swatches, el("span", {}, lens.to));
    enter(here);
  }
  const choices = Object.entries(LENSES).map(([name, through], i) => el("label", {},
    el("input", { type: "radio", name: "lens", value: name, checked: i === 0, on: { change: () => look(through) } }), el("span", {}, capital(name))));
  look(lens);
  const result = section("map", "Map of the code",
    `Each tile is a file, as large as its code. The stronger its colour, the more was found for its size` +
    `${most ? ", or the more often it was changed" : ""}. Click a folder to enter it, a file to see its findings.`,
    most ? el("fieldset", { class: "field levels lenses" }, el("legend", {}, "Colour by"), choices) : null,
    el("div", { class: "map-head" }, crumbs, legend),
    el("div", { class: "map-frame" }, svg, followPointer(svg, say, enter)),
    places);
  result.ready = () => whenSeen(svg, paint);
  result.printAll = paint;
  return result;
}
