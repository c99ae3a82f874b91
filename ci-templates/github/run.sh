#!/usr/bin/env bash
# Third step: one run of stackfit, every output of it. The gate's verdict is the step's exit status:
# 0 held, 1 failed, 2 stackfit could not do its work, 128+n killed by signal n.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=ci-templates/github/common.sh
. "$here/common.sh"

# The limit of a step's summary is 1 MiB; above it GitHub drops all of it.
summary_limit=1000000

# Each line of the input is one argument: no word is split, nothing is expanded.
arguments=()
while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  if [ -n "$line" ]; then arguments+=("$line"); fi
done <<<"${INPUT_ARGS:-}"

folder=$(mktemp -d "${RUNNER_TEMP:?}/stackfit.XXXXXX")
format=concise
if [ "${INPUT_ANNOTATIONS:-true}" = true ]; then format=github; fi

status=0
"${STACKFIT_BINARY:?}" check --format "$format" --output "json=$folder/report.json" \
  --output "sarif=$folder/stackfit.sarif" --output "summary=$folder/summary.md" \
  ${arguments[@]+"${arguments[@]}"} -- "${INPUT_PATH:-.}" || status=$?

if [ "$status" -gt 1 ]; then
  if [ "$status" -gt 128 ]; then
    printf '::error title=stackfit::stackfit was ended by signal %d\n' "$((status - 128))"
  else
    printf '::error title=stackfit::stackfit could not do its work; the log above says why\n'
  fi
fi

# -I: the folder of the checkout is no place to import modules from. Only numbers and fixed words
# come out of the report.
numbers() {
  python3 -I - "$folder/report.json" <<'PYTHON'
import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
health = report.get("health") or {}
grade, score = str(health.get("grade")), health.get("score")
print(grade if re.fullmatch("[A-F][+-]?", grade) else "none")
print(score if type(score) in (int, float) else "")
print(sum(finding.get("status") == "new" for finding in report["findings"]))
print(len(report.get("fixed") or []))
print("true" if report.get("complete") is True else "false")
PYTHON
}

if [ "$status" -le 1 ] || [ -s "$folder/report.json" ]; then
  values=$(numbers) || fail "stackfit ended without a report"
  { read -r grade && read -r score && read -r new && read -r fixed && read -r complete; } <<<"$values" ||
    fail "stackfit ended without a report"
  set_output grade "$grade"
  set_output score "$score"
  set_output new "$new"
  set_output fixed "$fixed"
  set_output complete "$complete"
else
  set_output complete false
fi
if [ -s "$folder/stackfit.sarif" ]; then set_output sarif "$folder/stackfit.sarif"; fi

summary=$folder/summary.md
if [ "${INPUT_SUMMARY:-true}" = true ] && [ -s "$summary" ]; then
  there=0
  if [ -f "$GITHUB_STEP_SUMMARY" ]; then there=$(wc -c <"$GITHUB_STEP_SUMMARY"); fi
  if [ "$((there + $(wc -c <"$summary")))" -le "$summary_limit" ]; then
    cat "$summary" >>"$GITHUB_STEP_SUMMARY"
  else
    printf '::notice title=stackfit::the summary of this step has no room for the report\n'
  fi
fi
exit "$status"
