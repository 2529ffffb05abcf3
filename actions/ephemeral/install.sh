#!/usr/bin/env bash
# Brings the packages of the Deskrealm that this action is a part of, once in a job.
set -euo pipefail

cd "$GITHUB_ACTION_PATH/../.."
if [ ! -e node_modules/.package-lock.json ]; then
  npm ci --omit=dev --ignore-scripts --no-audit --no-fund
fi
