// The report as the other parts see it: short rows become objects with names.

const SEVERITIES = ["note", "warning", "error"];

function load() {
  const data = JSON.parse(document.getElementById("data").textContent);
  data.findings = data.findings.map(([rule, severity, path, line, message, scope, status, excerpt, related], id) => ({
    id, rule: data.ruleIds[rule], severity, path: data.paths[path], line, message, scope, status, excerpt,
    related: (related || []).map(([at, where, what]) => ({ path: data.paths[at], line: where, what })),
  }));
  data.open = data.findings.filter((finding) => finding.status !== "suppressed" && finding.status !== "baselined");
  data.sources = data.sources.map(([path, language, zone, lines, changes]) => ({
    path: data.paths[path], language: data.names[language], zone: data.names[zone], lines, changes: changes || 0, weight: 0, findings: 0,
  }));
  const byPath = new Map(data.sources.map((source) => [source.path, source]));
  for (const finding of data.open) {
    const source = byPath.get(finding.path);
    if (!source) continue;
    source.findings += 1;
    source.weight += [1, 3, 8][finding.severity];
  }
  if (data.history) readHistory(data.history, data.paths);
  return data;
}

function readHistory(history, paths) {
  history.states = history.states.map(([commit, date, score, grade, error, warning, note, awaited, then, callback, sites,
    packages, statuses, tags, files]) => ({
    commit, date, score, grade, error, warning, note, await: awaited, then, callback, sites, packages, statuses, tags, files,
    flagged: statuses.reduce((sum, [, number]) => sum + number, 0),
  }));
  history.hotspots = history.hotspots.map(([path, score, commits, lines, findings, authors, author, share, last, days]) => ({
    path: paths[path], score, commits, lines, findings, authors, author, share, last, days,
  }));
}

/** The score when some rules had nothing left to find: each category costs at most its cap. */
function scoreWithout(health, fixedRules) {
  const kept = new Map(), caps = new Map();
  for (const deduction of health.deductions) {
    caps.set(deduction.category, deduction.most);
    const alone = fixedRules.has(deduction.rule) ? 0 : deduction.alone;
    const share = deduction.most > 0 ? Math.min(1, alone / deduction.most) : 0;
    kept.set(deduction.category, (kept.get(deduction.category) ?? 1) * (1 - share));
  }
  let score = 100;
  for (const [category, cap] of caps) score -= cap * (1 - kept.get(category));
  return Math.max(0, Math.min(100, score));
}

const summaryOf = (data, rule) => (data.rules[rule] || {}).summary || "";

function gradeOf(health, score) {
  if (!health.grades.length) return health.grade;
  const border = health.grades.find((grade) => score >= grade.from);
  return border ? border.grade : health.grades[health.grades.length - 1].grade;
}
