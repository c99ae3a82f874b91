#!/usr/bin/env bash
# Compares --parity with ESLint on sources of the installed npm packages. ESLint 10 wants Node 20.19
# or newer: where the one on PATH is older, the pinned one of node/ is installed and used.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
node=node
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  [ -d node/node_modules ] || (cd node && npm ci --silent)
  node=node/node_modules/.bin/node
fi
# Roots below node_modules, so that stackfit reads them as products of their own.
packages=(node_modules/{async,express,request,webpack,eslint})
"$node" run.mjs --binary "$1" "${packages[@]}"
"$node" run.mjs --binary "$1" --classic "${packages[@]}"
