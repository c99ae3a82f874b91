// `node run.mjs PROGRAM`: installs what package.json pins unless it is there, then runs page.mjs.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const stamp = path.join(here, "node_modules/.stackfit-lock");
const digest = createHash("sha256").update(readFileSync(path.join(here, "package-lock.json"))).digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== digest) {
  execFileSync("npm", ["ci", "--silent", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
  writeFileSync(stamp, digest);
}
await import("./page.mjs");
