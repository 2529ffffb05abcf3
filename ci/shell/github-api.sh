# shellcheck shell=bash
# What the scripts that speak with GitHub share; to be sourced. Needs curl, jq, GITHUB_API_URL,
# GITHUB_REPOSITORY and GITHUB_TOKEN.

# api METHOD PATH [FILE]: sends FILE as the JSON body, prints the answer.
api() {
  local body=()
  if [ "$#" -gt 2 ]; then body=(--data-binary "@$3"); fi
  # The token comes from a file descriptor: everybody on a machine can read the words of a command.
  curl --silent --show-error --fail-with-body --max-time 60 --request "$1" "${body[@]}" \
    --config <(printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN") \
    --header 'Accept: application/vnd.github+json' --header 'X-GitHub-Api-Version: 2022-11-28' \
    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$2"
}

# mine PATH MARKER: the first entry of a list whose text has the marker's line and that this job's own user
# has written, as JSON, or nothing. Anybody may write the marker; nobody else is that user.
mine() {
  local page=1 entries found author=${COMMENT_AUTHOR:-github-actions[bot]}
  while true; do
    entries=$(api GET "$1?per_page=100&page=$page")
    found=$(jq --compact-output --arg author "$author" --arg marker "$2" '
      [.[] | select(.user.login == $author and ((.body // "") | split("\n") | map(rtrimstr("\r")) | index($marker)))]
      | first // empty' <<<"$entries")
    if [ -n "$found" ]; then
      printf '%s\n' "$found"
      return
    fi
    if [ "$(jq length <<<"$entries")" -lt 100 ]; then return; fi
    page=$((page + 1))
  done
}

# body_of FILE: the file's text as the JSON that GitHub takes, which refuses more than 65,536 characters.
body_of() {
  jq --raw-input --slurp '{ body: .[:65000] }' "$1"
}
