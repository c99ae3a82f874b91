// Compares `stackfit --parity` with ESLint's max-nested-callbacks on whole trees.
//
//   node run.mjs [--binary PROGRAM] [--max N] [--classic] [--constructors] [--verbose] PATH…
//
// Every JavaScript and TypeScript file that both can parse must give the same findings: number of
// levels, line and column. Prints what was compared and every difference; exit status 1 when there
// is one, 2 when the comparison could not be made. Files that stackfit's grammars cannot parse
// completely are compared and counted apart: they are no failure.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { eslintCallbacks } from "./eslint.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const builds = ["release", "dev"].map((preset) => join(here, "../../build", preset, "stackfit"));

const { values: flags, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    binary: { type: "string", default: builds.find(existsSync) },
    max: { type: "string", default: "0" },
    classic: { type: "boolean", default: false },
    constructors: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

function fail(message) {
  console.error(`parity: ${message}`);
  process.exit(2);
}
if (paths.length === 0) fail("name at least one folder to compare on");
if (!flags.binary) fail("stackfit is not built; name it with --binary");

const max = Number(flags.max);
const mode = flags.classic ? "eslint-classic" : "eslint";

function runStackfit(root) {
  const args = [
    "audit", root, "--format", "json", "--only", "callback-nesting", "--no-default-excludes",
    "--parity", mode, "--parity-max", String(max),
  ];
  if (flags.constructors) args.push("--parity-constructors");
  const run = spawnSync(flags.binary, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (run.error) fail(run.error.message);
  if (run.status === null || run.status > 1) fail(`stackfit ${args.join(" ")}\n${run.stderr}`);
  return JSON.parse(run.stdout);
}

// stackfit's columns are UTF-8 bytes; the line's text translates ESLint's.
const lineEnds = /\r\n|[\n\r\u2028\u2029]/;
function byteColumn(lines, { line, column }) {
  return Buffer.byteLength((lines[line - 1] ?? "").slice(0, column - 1)) + 1;
}

const key = ({ line, column, depth, bytes }) => `${line}:${column} (byte ${bytes}) depth ${depth}`;

// Multiset difference, both ways.
function differences(ours, theirs) {
  const counts = new Map();
  for (const item of ours.map(key)) counts.set(item, (counts.get(item) ?? 0) + 1);
  for (const item of theirs.map(key)) counts.set(item, (counts.get(item) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0)
    .map(([item, count]) => `${count > 0 ? "only stackfit" : "only ESLint"} ${item}`);
}

const total = { files: 0, findings: 0, equal: 0, partial: 0, partialEqual: 0, eslintFails: 0, skipped: 0 };
const sourceFile = /\.([cm]?[jt]s|jsx|tsx)$/i;

function compareFile(root, path, findings, partial) {
  const text = readFileSync(join(root, path), "utf8").replace(/^\uFEFF/, "");
  const theirs = eslintCallbacks(text, path, { max, mode, constructors: flags.constructors });
  if (theirs === null) return void ++total.eslintFails;
  const lines = text.split(lineEnds);
  for (const item of theirs) item.bytes = byteColumn(lines, item);
  const ours = findings.map((finding) => ({
    line: finding.line,
    column: finding.data.eslint_column,
    depth: finding.data.depth,
    bytes: finding.column,
  }));
  const found = differences(ours, theirs);
  if (partial) {
    ++total.partial;
    total.partialEqual += found.length === 0;
    if (!flags.verbose) return;
  } else {
    ++total.files;
    total.findings += theirs.length;
    total.equal += found.length === 0;
  }
  for (const item of found) console.log(`${join(root, path)}${partial ? " (partial)" : ""}: ${item}`);
}

function filesOf(root) {
  // What the tree holds is asked of git or the file system, not of stackfit.
  const git = spawnSync("git", ["-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    { encoding: "utf8", maxBuffer: 1 << 30 });
  const listed = existsSync(join(root, ".git")) && git.status === 0
    ? git.stdout : spawnSync("find", [".", "-type", "f", "-printf", "%P\\0"],
      { cwd: root, encoding: "utf8", maxBuffer: 1 << 30 }).stdout;
  return listed.split("\0").filter((path) => sourceFile.test(path) && existsSync(join(root, path)));
}

for (const root of paths) {
  const report = runStackfit(root);
  const skipped = new Set(report.files.skipped.map((file) => file.path));
  const partial = new Set(report.files.partial.map((file) => file.path));
  const findings = Map.groupBy
    ? Map.groupBy(report.findings, (finding) => finding.path)
    : report.findings.reduce((all, finding) =>
      all.set(finding.path, [...(all.get(finding.path) ?? []), finding]), new Map());
  for (const path of filesOf(root)) {
    const folders = path.split("/").slice(0, -1).map((_, i, all) => all.slice(0, i + 1).join("/"));
    if (skipped.has(path) || folders.some((folder) => skipped.has(folder) || skipped.has(folder + "/")))
      ++total.skipped;
    else compareFile(root, path, findings.get(path) ?? [], partial.has(path));
  }
}

const different = total.files - total.equal;
console.log(`${mode} max ${max}${flags.constructors ? " with constructors" : ""}: ${total.files} files, `
  + `${total.findings} ESLint findings, ${total.equal} files equal, ${different} different; `
  + `${total.partialEqual} of ${total.partial} partly parsed files equal; `
  + `${total.eslintFails} files ESLint cannot parse, ${total.skipped} skipped by stackfit`);
process.exit(different > 0 || total.files === 0 ? 1 : 0);
