#!/usr/bin/env bash
# Gives SARIF to GitHub's code scanning, which shows each finding at its line.
#
#   ci/shell/github-sarif.sh FILE
set -euo pipefail

file=${1:?usage: github-sarif.sh FILE}
# shellcheck source-path=SCRIPTDIR source=github-api.sh
. "$(dirname "$0")/github-api.sh"

request=$(mktemp)
trap 'rm -f "$request"' EXIT
gzip --stdout "$file" | base64 | tr -d '\n' |
  jq --raw-input --arg commit "$GITHUB_SHA" --arg ref "$GITHUB_REF" \
    '{ commit_sha: $commit, ref: $ref, sarif: ., tool_name: "deskrealm" }' >"$request"

code=0
answer=$(api POST code-scanning/sarifs "$request") || code=$?
if [ "$code" -ne 0 ]; then
  # 22: GitHub has answered no. A private repository may have no code scanning, which makes no review wrong.
  reason=$(jq --raw-output '.message // "no reason given" | gsub("\\s+"; " ")' <<<"$answer")
  echo "::warning::Code scanning did not take the review: $reason"
  [ "$code" -eq 22 ] || exit "$code"
fi
