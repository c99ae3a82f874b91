// How asynchronous code is written, and how deep its callbacks nest.

/** Below some number of sites there is no profile. */
const hasStyle = (style) => style.await + style.then + style.callback > 0;

function styleBar(async) {
  const parts = [["await", async.await], ["then", async.then], ["callbacks", async.callback]].filter(([, share]) => share > 0.0005);
  return el("div", { class: "stack", role: "img", "aria-label": parts.map(([name, share]) => `${name} ${percent(share)}`).join(", ") },
    parts.map(([name, share]) => el("span", { class: `part p-${name}`, place: { "flex-grow": share.toFixed(4) } },
      share > 0.1 ? el("span", {}, `${name} `, el("b", {}, percent(share))) : null)));
}

function styleLegend(async) {
  return el("p", { class: "legend", "aria-hidden": "true" }, [["await", async.await], ["then", async.then], ["callbacks", async.callback]]
    .map(([name, share]) => [el("span", { class: `swatch p-${name}` }), `${name} ${percent(share)}`]));
}

function depthBars(async) {
  let deepest = 0;
  async.histogram.forEach((number, depth) => { if (number) deepest = depth; });
  const numbers = async.histogram.slice(0, Math.max(deepest + 1, 4));
  const most = Math.max(1, ...numbers);
  return el("table", { class: "depths" },
    el("caption", {}, "Callbacks by how deep they nest"),
    el("thead", { class: "hidden" }, el("tr", {}, el("th", { scope: "col" }, "Depth"), el("td", {}), el("th", { scope: "col" }, "Callbacks"))),
    el("tbody", {}, numbers.map((number, depth) => el("tr", { class: depth >= async.deepFrom ? "deep" : "" },
      el("th", { scope: "row" }, depth === 11 ? "11+" : depth),
      el("td", { class: "bar-cell" }, el("span", { class: "bar", place: { width: `${number ? Math.max(0.5, (100 * number) / most) : 0}%` } })),
      el("td", { class: "num quiet" }, count(number))))));
}

function asyncSection(data) {
  const { async } = data;
  if (!async.sites) return null;
  const claimed = hasStyle(async), sites = counted(async.sites, "asynchronous site");
  return section("async", "How asynchronous code is written",
    claimed ? `The style of ${sites} in product code.` : `${sites} in product code: too few for a profile.`,
    claimed ? [styleBar(async), styleLegend(async)] : null,
    async.callbacks ? el("div", { class: "split" }, depthBars(async), el("dl", { class: "figures" },
      async.band ? [el("dt", {}, "Nesting"), el("dd", {}, el("span", { class: `pill b-${async.band}` }, capital(async.band)))] : null,
      el("dt", {}, `${async.deepFrom} deep or deeper`), el("dd", {}, `${fixed(100 * async.deep)}%`),
      el("dt", {}, "Median depth"), el("dd", {}, async.median),
      el("dt", {}, "95% stand up to"), el("dd", {}, async.p95),
      el("dt", {}, "Deepest"), el("dd", {}, async.deepest),
      async.functions ? [el("dt", {}, "Functions that mix styles"),
        el("dd", {}, `${count(async.mixed)} of ${count(async.functions)}`)] : null)) : null);
}
