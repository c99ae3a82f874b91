#!/usr/bin/env bash
# Makes everything that is released, in build/packages: the static program as a tarball and as a
# .deb, the npm packages, and SHA256SUMS. `./dev package` calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
packages=$PWD/build/packages
cmake --preset static >/dev/null
cmake --build --preset static -- --quiet
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' build/static/CMakeCache.txt)
rm -rf "$packages"
mkdir -p "$packages"
(cd build/static && cpack -B "$packages" >/dev/null)
rm -rf "$packages/_CPack_Packages"
program=$packages/stackfit
cp build/static/stackfit "$program"
strip "$program"
node packaging/npm/build.mjs "$program" "$version" "$packages"
rm "$program"
(cd "$packages" && sha256sum -- * >SHA256SUMS)
ls -l "$packages"
