// Making elements. Names of elements and attributes are written in this program; what comes out of
// the report reaches the page as text or as the value of an attribute, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "place") {
      for (const [property, length] of Object.entries(value)) element.style.setProperty(property, length);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

/** An HTML element: el("p", {class: "x"}, "text", another). */
function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
function draw(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Words that are less loud. */
const quiet = (...words) => el("span", { class: "quiet" }, words);

/** A button that looks like a link. */
const link = (click, ...words) => el("button", { type: "button", class: "link", on: { click } }, words);

/** A cell of a table. */
const cell = (kind, ...words) => el("td", { class: kind }, words);

/** The head of a table; a column without words is one of bars. */
function columns(...all) {
  return el("thead", {}, el("tr", {}, all.map(([words, kind]) => (words ? el("th", { scope: "col", class: kind }, words) : cell("bar-cell")))));
}

const whole = new Intl.NumberFormat("en");
const count = (number) => whole.format(number);
const counted = (number, noun, many = `${noun}s`) => `${count(number)} ${number === 1 ? noun : many}`;
const fixed = (number, digits = 1) => number.toFixed(digits);
const percent = (share) => `${Math.round(share * 100)}%`;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A section of the report with a heading that the navigation can reach. */
function section(id, title, lead, ...children) {
  return el("section", { id, "aria-labelledby": `${id}-title` },
    el("header", { class: "head" }, el("h2", { id: `${id}-title` }, title), lead && el("p", { class: "lead" }, lead)),
    children);
}

/** `path:line` with the folder quieter than the name. */
function place(path, line) {
  const at = path.lastIndexOf("/") + 1;
  return el("span", { class: "place" }, el("span", { class: "quiet" }, path.slice(0, at)), path.slice(at),
    line > 0 ? el("span", { class: "quiet" }, `:${line}`) : null);
}

/** A line of rule prose: `code`, **bold**, *stress*; of a link, its words. */
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|\[[^\]]+\]\([^)\s]+\))/).map((part) => {
    if (part.startsWith("`") && part.length > 2) return el("code", {}, part.slice(1, -1));
    if (part.startsWith("**") && part.length > 4) return el("strong", {}, part.slice(2, -2));
    if (/^\*[^*]+\*$/.test(part)) return el("em", {}, part.slice(1, -1));
    const link = part.match(/^\[([^\]]+)\]\([^)\s]+\)$/);
    return link ? link[1] : part;
  });
}

/** The little Markdown that rule pages are written in: paragraphs, lists, fences and lines. */
function prose(markdown) {
  const blocks = [];
  let list = null, paragraph = [];
  const flush = () => {
    if (paragraph.length) blocks.push(el("p", {}, inline(paragraph.join(" "))));
    paragraph = [];
  };
  const lines = markdown.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const item = lines[i].match(/^\s*(?:[-*]|\d+\.)\s+(.*)$/);
    if (/^\s*```/.test(lines[i])) {
      flush();
      const code = [];
      while (++i < lines.length && !/^\s*```/.test(lines[i])) code.push(lines[i]);
      blocks.push(el("pre", { tabindex: "0" }, el("code", {}, code.join("\n"))));
      list = null;
    } else if (item) {
      flush();
      if (!list) blocks.push((list = el("ul")));
      list.append(el("li", {}, inline(item[1])));
    } else if (!lines[i].trim()) {
      flush();
      list = null;
    } else if (list && /^\s/.test(lines[i])) {
      list.lastChild.append(" ", ...inline(lines[i].trim()));
    } else {
      paragraph.push(lines[i].trim());
    }
  }
  flush();
  return blocks;
}
