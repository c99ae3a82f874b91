// Every finding, to search and to filter. The filter lives in the address (#findings?q=…&rule=…), so
// that it can be sent to somebody and the way back works.

const PAGE = 60;

function readFilter() {
  const filter = new URLSearchParams(location.hash.startsWith("#findings?") ? location.hash.slice(10) : "");
  return { q: filter.get("q") || "", rule: filter.get("rule") || "", severity: filter.get("severity") || "" };
}

function addressOf(filter) {
  const parts = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  return parts ? `#findings?${parts}` : "#findings";
}

/** The source line with the place marked; null where a bracket would be all of it. */
function excerptLine([before, at, behind]) {
  if ((before + at + behind).trim().length < 3) return null;
  const whole = !before.trim() && !behind.trim();
  return el("pre", { class: "excerpt" }, el("code", {}, before, whole ? at : el("mark", {}, at), behind));
}

function findingItem(finding, showRule) {
  return el("li", { class: `finding sev-${finding.severity}` },
    el("div", { class: "top" }, el("span", { class: "severity" }, SEVERITIES[finding.severity]), place(finding.path, finding.line),
      finding.scope && finding.scope !== "<module>" ? el("span", { class: "quiet scope" }, finding.scope) : null,
      finding.status !== "new" ? el("span", { class: "state" }, finding.status) : null,
      showRule ? el("button", { type: "button", class: "link rule-of", on: { click: () => showRule(finding.rule) } }, finding.rule) : null),
    el("p", {}, finding.message),
    finding.excerpt ? excerptLine(finding.excerpt) : null,
    finding.related.length ? el("details", {}, el("summary", {}, counted(finding.related.length, "related place")),
      el("ul", { class: "evidence" }, finding.related.map((related) =>
        el("li", {}, place(related.path, related.line), " ", quiet(related.message))))) : null);
}

function rulePage(id, rule, cost) {
  if (!rule) return null;
  return el("article", { class: "rule-page", "aria-label": `The rule ${id}` },
    el("h3", {}, id), el("p", { class: "summary" }, inline(rule.summary), cost ? ` It costs ${fixed(cost.points)} points of health.` : ""),
    rule.why || rule.instead ? el("details", {}, el("summary", {}, "Why it matters, and what to do instead"),
      el("div", { class: "inside" }, rule.why ? [el("h4", {}, "Why it matters"), prose(rule.why)] : null,
        rule.instead ? [el("h4", {}, "What to do instead"), prose(rule.instead)] : null)) : null);
}

function focusOn(element) {
  if (!element) return;
  element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
}

function nothingFound() {
  const result = section("findings", "Everything that was found", "Nothing. Every rule that applies here is content.");
  return Object.assign(result, { go: () => result.scrollIntoView() });
}

/** The fields of a filter. `changed` is told the filter as it stands, and whether it is worth a way back. */
function filterForm(data, changed) {
  const counts = new Map();
  for (const finding of data.open) counts.set(finding.rule, (counts.get(finding.rule) || 0) + 1);
  const rules = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const search = el("input", { type: "search", id: "search", placeholder: "Path, name, message…", autocomplete: "off", spellcheck: "false" });
  const chosen = el("select", { id: "rule" }, el("option", { value: "" }, `All rules (${count(data.open.length)})`),
    rules.map(([rule, number]) => el("option", { value: rule }, `${rule} (${count(number)})`)));
  const levels = ["", "error", "warning", "note"].map((level) => el("label", {},
    el("input", { type: "radio", name: "severity", value: level }), el("span", {}, level ? capital(`${level}s`) : "All")));
  const boxes = levels.map((label) => label.firstChild);
  const read = () => ({ q: search.value.trim(), rule: chosen.value, severity: (boxes.find((box) => box.checked) || boxes[0]).value });
  search.addEventListener("input", () => changed(read(), false));
  for (const field of [chosen, ...boxes]) field.addEventListener("change", () => changed(read(), true));
  const form = el("form", { class: "filters", role: "search", on: { submit: (event) => event.preventDefault() } },
    el("div", { class: "field grow" }, el("label", { for: "search" }, "Search"), search),
    el("div", { class: "field" }, el("label", { for: "rule" }, "Rule"), chosen),
    el("fieldset", { class: "field levels" }, el("legend", {}, "Severity"), levels));
  const show = (filter) => {
    if (search.value.trim() !== filter.q) search.value = filter.q;
    chosen.value = filter.rule;
    for (const box of boxes) box.checked = box.value === filter.severity;
  };
  return { form, show };
}

/** What a filter lets through, the most severe first. */
function matching(data, filter) {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return data.open.filter((finding) => (!filter.rule || finding.rule === filter.rule) &&
    (!filter.severity || SEVERITIES[finding.severity] === filter.severity) && words.every((word) => finding.text.includes(word)))
    .sort((a, b) => b.severity - a.severity || a.id - b.id);
}

function numberWords(data, matches) {
  if (matches.length < data.open.length) return `${counted(matches.length, "finding")} of ${count(data.open.length)}`;
  return counted(matches.length, "finding") + (data.leftOut ? `; ${count(data.leftOut)} more, less severe, did not fit on this page` : "");
}

function findingsSection(data) {
  if (!data.findings.length) return nothingFound();
  for (const finding of data.findings)
    finding.text = `${finding.path} ${finding.message} ${finding.rule} ${finding.scope}`.toLowerCase();
  const list = el("ul", { class: "findings" }), about = el("div"), told = el("p", { class: "quiet small", role: "status" });
  const more = el("button", { type: "button", class: "more", hidden: true, on: { click: () => {
    const first = shown;
    show(shown + PAGE, readFilter().rule);
    focusOn(list.children[first]);
  } } });
  const fields = filterForm(data, (filter, step) => {
    history[step ? "pushState" : "replaceState"](null, "", addressOf(filter));
    apply(filter);
  });
  let matches = [], shown = 0;

  function show(to, rule) {
    const showRule = rule ? null : (other) => result.go({ rule: other });
    list.append(...matches.slice(shown, to).map((finding) => findingItem(finding, showRule)));
    shown = Math.min(to, matches.length);
    more.hidden = shown >= matches.length;
    more.textContent = `Show ${count(Math.min(PAGE, matches.length - shown))} more of ${count(matches.length)}`;
  }
  function apply(filter) {
    fields.show(filter);
    matches = matching(data, filter);
    shown = 0;
    told.textContent = numberWords(data, matches);
    const cost = data.one ? null : data.health.deductions.find(({ rule, points }) => rule === filter.rule && points >= 0.05);
    about.replaceChildren(...[filter.rule ? rulePage(filter.rule, data.rules[filter.rule], cost) : null].filter(Boolean));
    list.replaceChildren();
    show(PAGE, filter.rule);
  }
  window.addEventListener("popstate", () => apply(readFilter()));

  const result = section("findings", "Everything that was found", null, fields.form, told, about, list, more);
  result.go = (filter) => {
    const whole = { q: "", rule: "", severity: "", ...filter };
    history.pushState(null, "", addressOf(whole));
    apply(whole);
    result.scrollIntoView();
    focusOn(result.querySelector("h2"));
  };
  result.printAll = () => show(Math.max(shown, 400), readFilter().rule);
  apply(readFilter());
  return result;
}
