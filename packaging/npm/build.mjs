// Makes the two npm packages: `node build.mjs PROGRAM VERSION FOLDER`. The package everybody installs
// holds the launcher; the one for this kind of processor holds the program.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [program, version, folder] = process.argv.slice(2);
if (!folder || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw new Error("usage: build.mjs PROGRAM VERSION FOLDER");
const here = path.dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(path.join(tmpdir(), "stackfit-npm-"));
const meta = path.join(work, "stackfit"), native = path.join(work, "native");

cpSync(path.join(here, "stackfit"), meta, { recursive: true });
const manifest = JSON.parse(readFileSync(path.join(meta, "package.json"), "utf8"));
manifest.version = version;
for (const name of Object.keys(manifest.optionalDependencies)) manifest.optionalDependencies[name] = version;
writeFileSync(path.join(meta, "package.json"), JSON.stringify(manifest, null, 2) + "\n");
chmodSync(path.join(meta, "bin/stackfit.cjs"), 0o755);

mkdirSync(path.join(native, "bin"), { recursive: true });
copyFileSync(program, path.join(native, "bin/stackfit"));
chmodSync(path.join(native, "bin/stackfit"), 0o755);
writeFileSync(path.join(native, "package.json"), JSON.stringify({
  name: `@stackfit/cli-${process.platform}-${process.arch}`, version, license: manifest.license,
  description: `The program of stackfit for ${process.platform} on ${process.arch}`,
  os: [process.platform], cpu: [process.arch], files: ["bin"], preferUnplugged: true,
}, null, 2) + "\n");

mkdirSync(folder, { recursive: true });
for (const each of [meta, native]) {
  copyFileSync(path.join(here, "../../LICENSE"), path.join(each, "LICENSE"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", path.resolve(folder)], { cwd: each, stdio: ["ignore", "ignore", "inherit"] });
}
rmSync(work, { recursive: true });
