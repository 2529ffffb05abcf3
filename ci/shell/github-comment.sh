#!/usr/bin/env bash
# Keeps one comment of a pull request: writes it the first time, changes it afterwards, and leaves it alone
# where the review is the same.
#
#   ci/shell/github-comment.sh FILE     the review as Markdown; the pull request's number is PULL_REQUEST
set -euo pipefail

file=${1:?usage: github-comment.sh FILE}
: "${PULL_REQUEST:?the number of the pull request}"
# shellcheck source-path=SCRIPTDIR source=github-api.sh
. "$(dirname "$0")/github-api.sh"

request=$(mktemp)
trap 'rm -f "$request"' EXIT
body_of "$file" >"$request"

marker='<!-- deskrealm-review -->'
comment=$(mine "issues/$PULL_REQUEST/comments" "$marker")
if [ -z "$comment" ]; then
  api POST "issues/$PULL_REQUEST/comments" "$request" >/dev/null
  echo "The review is a new comment."
elif jq --exit-status --slurpfile new "$request" '
  def lines: split("\n") | map(rtrimstr("\r")) | join("\n") | sub("\\s+$"; "");
  (.body | lines) == ($new[0].body | lines)' <<<"$comment" >/dev/null; then
  echo "The review is as it was."
else
  api PATCH "issues/comments/$(jq .id <<<"$comment")" "$request" >/dev/null
  echo "The review's comment is changed."
fi
