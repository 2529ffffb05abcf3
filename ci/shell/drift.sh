#!/usr/bin/env bash
# Compares the servers of all stacks with their specs, and changes nothing.
#
#   ci/shell/drift.sh [FILE]     writes Markdown (default: drift.md)
#
# Ends with 0 where all is as the specs say, 3 where something differs, 1 or 2 where that cannot be told.
set -euo pipefail

file=${1:-drift.md}

code=0
npx --no -- deskrealm drift --all --format markdown >"$file" || code=$?
cat "$file"
exit "$code"
