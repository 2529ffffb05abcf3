#!/usr/bin/env bash
# Keeps one open issue while servers differ from their specs, and closes it when they no longer do.
#
#   ci/shell/github-issue.sh CODE FILE     drift's exit code, and what it found as Markdown
set -euo pipefail

code=${1:?usage: github-issue.sh CODE FILE}
file=${2:?usage: github-issue.sh CODE FILE}
# shellcheck source-path=SCRIPTDIR source=github-api.sh
. "$(dirname "$0")/github-api.sh"

# Where drift could not be told, an open issue is neither right nor wrong.
case $code in
  0 | 3) ;;
  *) exit 0 ;;
esac

request=$(mktemp)
trap 'rm -f "$request"' EXIT
marker='<!-- deskrealm-drift -->'
issue=$(mine issues "$marker")
number=$(jq '.number // empty' <<<"$issue")

if [ "$code" -eq 0 ]; then
  if [ -z "$number" ]; then exit 0; fi
  echo '{ "state": "closed", "state_reason": "completed" }' >"$request"
  api PATCH "issues/$number" "$request" >/dev/null
  echo "Issue $number is closed."
  exit 0
fi

body_of <(printf '%s\n\n' "$marker" && cat "$file") |
  jq '. + { title: "Servers differ from their specs" }' >"$request"
if [ -z "$number" ]; then
  api POST issues "$request" >/dev/null
  echo "A new issue is open."
else
  api PATCH "issues/$number" "$request" >/dev/null
  echo "Issue $number says what is found now."
fi
