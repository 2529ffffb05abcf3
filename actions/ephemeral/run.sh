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

name=$INPUT_NAME
if [ -z "$name" ] && [ -n "$PULL_REQUEST" ]; then name=pr-$PULL_REQUEST; fi
if [ -n "$INPUT_KEYCLOAK_URL" ]; then export KEYCLOAK_URL=$INPUT_KEYCLOAK_URL; fi

case $INPUT_COMMAND in
  up)
    words=("--name=$name" "--url=$INPUT_URL" "--ttl=$INPUT_TTL")
    if [ "$INPUT_EMBEDDED" = true ]; then words+=(--embedded); fi
    while IFS= read -r line; do
      if [ -n "$line" ]; then words+=("--var=$line"); fi
    done <<<"$INPUT_VARIABLES"
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
