#!/usr/bin/env bash
# What the action was asked for. Each input is one word of the command line, whatever is in it.
set -euo pipefail

# Nothing that it says may be taken for one of the runner's commands.
ephemeral() {
  local pause code=0
  pause=$(node -p 'crypto.randomUUID()')
  echo "::stop-commands::$pause"
  node "$GITHUB_ACTION_PATH/../../bin/deskrealm.cjs" ephemeral "$@" || code=$?
  echo "::$pause::"
  return "$code"
}

# The option with each line of a text, as words of the command line.
add_lines() {
  local line
  while IFS= read -r line; do
    if [ -n "$line" ]; then words+=("$1=$line"); fi
  done <<<"$2"
}

name=$INPUT_NAME
if [ -z "$name" ] && [ -n "$PULL_REQUEST" ]; then name=pr-$PULL_REQUEST; fi
if [ -n "$INPUT_KEYCLOAK_URL" ]; then export KEYCLOAK_URL=$INPUT_KEYCLOAK_URL; fi

case $INPUT_COMMAND in
  up)
    words=("--name=$name" "--ttl=$INPUT_TTL")
    if [ "$INPUT_EMBEDDED" = true ]; then words+=(--embedded); fi
    add_lines --url "$INPUT_URL"
    add_lines --var "$INPUT_VARIABLES"
    umask 077
    out=$(mktemp -d "$RUNNER_TEMP/deskrealm-XXXXXX")
    ephemeral up "${words[@]}" "--out=$out" -- "$INPUT_SPEC"
    node "$GITHUB_ACTION_PATH/outputs.cjs" "$out"
    ;;
  down) ephemeral down -- "$name" ;;
  gc) ephemeral gc ;;
  *)
    echo "the input 'command' is none of up, down, gc" >&2
    exit 2
    ;;
esac
