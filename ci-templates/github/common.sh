# shellcheck shell=bash
# What the steps share. Sourced, never run.

# An error annotation of fixed words, and the end of the step: nothing untrusted is ever echoed.
fail() {
  printf '::error title=stackfit::%s\n' "$1"
  exit 2
}

# Sets an output of the step. The value is quoted by a delimiter nobody can guess.
set_output() {
  local delimiter
  delimiter=stackfit_$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s<<%s\n%s\n%s\n' "$1" "$delimiter" "$2" "$delimiter" >>"$GITHUB_OUTPUT"
}

# The row of checksums.tsv for this version and machine, or nothing.
checksum_row() {
  local folder=$1 version
  version=$(sed -n 's/^project(stackfit VERSION \([0-9.]*\).*/\1/p' "$folder/../../CMakeLists.txt")
  awk -F '\t' -v version="$version" -v kernel="$(uname -s)" -v processor="$(uname -m)" \
    '!/^#/ && $1 == version && $2 == kernel && $3 == processor { print; exit }' \
    "$folder/checksums.tsv"
}
