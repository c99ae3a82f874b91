#!/usr/bin/env bash
# First step: where the program comes from. A program that is there, else a release whose checksum
# stands beside this file, else the sources of this commit, built once and cached.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=ci-templates/github/common.sh
. "$here/common.sh"

if [ -n "${INPUT_BINARY:-}" ]; then
  set_output how binary
  exit
fi
row=$(checksum_row "$here")
if [ -n "$row" ]; then
  set_output how release
  exit
fi

# What is built decides the key: every byte of the sources, and the system it is built on.
digest=$(
  cd "$here/../.."
  find src rules grammars ci-templates CMakeLists.txt CMakePresets.json dev \
    -name node_modules -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-32
)
set_output how build
set_output folder "${RUNNER_TEMP:?}/stackfit-program"
set_output key "stackfit-$(uname -s)-$(uname -m)-${ImageOS:-unknown}-$digest"
