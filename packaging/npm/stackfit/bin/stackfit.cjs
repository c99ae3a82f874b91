#!/usr/bin/env node
// Runs the program of this computer's package. It is one static file, so there is one package for a
// kind of processor and nothing to do on installation. A crash must not look like success: a signal
// becomes exit status 128 + its number, as in a shell.
"use strict";
const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

function find() {
  if (process.env.STACKFIT_BINARY) return process.env.STACKFIT_BINARY;
  const name = `@stackfit/cli-${process.platform}-${process.arch}`;
  try {
    return require.resolve(`${name}/bin/stackfit`);
  } catch {
    console.error(`stackfit: error: ${name} is not installed\n` +
      "  stackfit runs on Linux (x64, arm64); npm leaves its package out with --omit=optional.\n" +
      "  STACKFIT_BINARY=/path/to/stackfit uses another program.");
    process.exit(2);
  }
}

const { status, signal, error } = spawnSync(find(), process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`stackfit: error: cannot run the program: ${error.message}`);
  process.exit(2);
}
process.exit(signal ? 128 + (constants.signals[signal] || 0) : status === null ? 2 : status);
