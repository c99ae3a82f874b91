#!/usr/bin/env bash
# Posts folder/comment.md on the pull request folder/number, or replaces the comment of an earlier
# run. Both files come from a run of untrusted code: the number has to be that of a pull request
# whose head is the commit the run was about, and the text is cut to size, can mention nobody and
# reaches GitHub as a file, never as part of a command.
set -euo pipefail

marker='<!-- stackfit-comment -->'
most_bytes=60000

fail() {
  printf '::error title=stackfit::%s\n' "$1"
  exit 2
}

# A small regular file; a link in an artifact could name any file of this machine.
plain_file() { [ -f "$1" ] && [ ! -L "$1" ]; }

folder=${INPUT_FOLDER:?}
if ! plain_file "$folder/number" || ! plain_file "$folder/comment.md"; then
  fail "the artifact does not hold a report"
fi
number=$(head -c 20 "$folder/number" | tr -d '\r\n')
if [[ ! $number =~ ^[1-9][0-9]{0,9}$ ]]; then fail "the artifact names no pull request"; fi
if [[ ! ${HEAD_SHA:-} =~ ^[0-9a-f]{40,64}$ ]]; then fail "this is no workflow_run event"; fi

repository=repos/${GITHUB_REPOSITORY:?}
head=$(gh api "$repository/pulls/$number" --jq .head.sha) || fail "there is no such pull request"
if [ "$head" != "$HEAD_SHA" ]; then
  printf '::notice title=stackfit::the pull request has moved on; nothing was posted\n'
  exit 0
fi

# A zero-width space behind each @: it is shown as before and calls nobody. iconv drops a character
# that the cut left in half.
body=$(mktemp)
trap 'rm -f "$body"' EXIT
{
  printf '%s\n' "$marker"
  head -c "$most_bytes" "$folder/comment.md" | iconv -c -f UTF-8 -t UTF-8 | tr -d '\000' |
    sed $'s/@/@\u200b/g'
  printf '\n\n<sub>Reported by the run of commit %s.</sub>\n' "$HEAD_SHA"
} >"$body"

# The comment of an earlier run, if a bot left one: people can write the marker as well.
earlier=$(gh api --paginate "$repository/issues/$number/comments" --jq \
  ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" | head -n 1)
if [[ $earlier =~ ^[0-9]+$ ]]; then
  gh api --method PATCH "$repository/issues/comments/$earlier" --field "body=@$body" --silent
else
  gh api --method POST "$repository/issues/$number/comments" --field "body=@$body" --silent
fi
