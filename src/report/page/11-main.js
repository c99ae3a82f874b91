// Puts the page together.

function themeButton() {
  const states = ["auto", "light", "dark"];
  const button = el("button", { type: "button", class: "theme" });
  let state = "auto";
  const apply = () => {
    if (state === "auto") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", state);
    button.textContent = `Theme: ${state}`;
  };
  button.addEventListener("click", () => {
    state = states[(states.indexOf(state) + 1) % states.length];
    apply();
  });
  apply();
  return button;
}

function footer(data) {
  const reasons = Object.entries(data.files.skipped);
  return el("footer", { class: "foot" },
    data.files.lost.length ? el("div", {}, el("h2", {}, "Not analysed"), el("ul", { class: "evidence" },
      data.files.lost.map(([path, reason]) => el("li", {}, place(path, 0), " ", el("span", { class: "quiet" }, reason))))) : null,
    el("p", {}, `stackfit ${data.version} · rules ${data.digest} · ${fixed(data.health.coverage, 0)}% of the code and rules could be judged`,
      reasons.length ? ` · left out: ${reasons.map(([reason, number]) => `${count(number)} ${reason}`).join(", ")}` : ""));
}

function main() {
  const data = load();
  const findings = findingsSection(data);
  const go = (filter) => findings.go(filter);
  const parts = [
    ["Overview", overview(data, go)],
    ["Health", data.one ? null : healthSection(data, (rule) => go({ rule }))],
    ["Map", mapSection(data, (path) => go({ q: path }))],
    ["Stack fit", data.one ? null : fitSection(data)],
    ["Async", asyncSection(data)],
    ["Dependencies", dependencySection(data)],
    ["Import cycles", cycleSection(data)],
    ["History", historySection(data, (path) => go({ q: path }))],
    ["Findings", findings],
  ].filter(([, part]) => part);
  const links = parts.map(([name, part]) => el("a", { href: `#${part.id}` }, name));
  document.getElementById("app").replaceChildren(
    el("header", { class: "bar-top" }, el("div", {},
      el("span", { class: "brand" }, "stackfit"), el("nav", { "aria-label": "Sections" }, links), themeButton())),
    el("main", { id: "main", tabindex: "-1" }, parts.map(([, part]) => part)), footer(data));
  for (const [, part] of parts) if (part.ready) part.ready();

  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links)
        if (link.getAttribute("href") === `#${entry.target.id}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const [, part] of parts) watch.observe(part);

  window.addEventListener("beforeprint", () => {
    for (const [, part] of parts) if (part.printAll) part.printAll();
    for (const details of document.querySelectorAll(".dimension, .seen")) details.open = true;
  });
  if (location.hash.startsWith("#findings?")) findings.scrollIntoView();
  performance.mark("ready");
  document.documentElement.setAttribute("data-ready", "");
}

main();
