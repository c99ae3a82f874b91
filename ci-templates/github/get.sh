#!/usr/bin/env bash
# Second step: the program itself. A download is checked before anything in it is touched, and what
# does not fit its checksum ends the job: there is no other way to go on from there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=ci-templates/github/common.sh
. "$here/common.sh"

use() {
  if [ ! -f "$1" ] || [ ! -x "$1" ]; then fail "the program is missing or cannot be run"; fi
  set_output binary "$1"
}

download() {
  local row version system processor sha256 member url folder archive
  row=$(checksum_row "$here")
  IFS=$'\t' read -r version system processor sha256 member url <<<"$row"
  if [[ ! $sha256 =~ ^[0-9a-f]{64}$ ]]; then fail "checksums.tsv has no checksum for $system $processor"; fi
  folder=$(mktemp -d "${RUNNER_TEMP:?}/stackfit-release.XXXXXX")
  archive=$folder/archive.tar.gz
  curl --proto '=https' --tlsv1.2 --fail --location --silent --show-error --retry 3 \
    --max-filesize 200000000 --max-time 300 --output "$archive" "$url" ||
    fail "stackfit $version could not be downloaded"
  if [ "$(sha256sum "$archive" | cut -d ' ' -f 1)" != "$sha256" ]; then
    rm -rf "$folder"
    fail "the download is not what checksums.tsv names; nothing of it was used"
  fi
  # One member by its name: whatever else an archive holds stays in it.
  tar -xzf "$archive" -C "$folder" --no-same-owner --no-same-permissions -- "$member" ||
    fail "the archive does not hold the program"
  if [ -L "$folder/$member" ]; then fail "the archive holds a link, not the program"; fi
  use "$folder/$member"
}

build() {
  local program=${STACKFIT_FOLDER:?}/stackfit root
  root=$(cd "$here/../.." && pwd)
  if [ ! -x "$program" ]; then
    "$root/dev" build || fail "stackfit could not be built"
    mkdir -p "$STACKFIT_FOLDER"
    cp "$root/build/release/stackfit" "$program"
  fi
  use "$program"
}

case ${STACKFIT_HOW:-} in
  binary) use "${INPUT_BINARY:?}" ;;
  release) download ;;
  build) build ;;
  *) fail "the first step did not run" ;;
esac
