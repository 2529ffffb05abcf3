#!/usr/bin/env bash
# Reviews what a branch changes, from committed files alone: no server, no state, no secret.
#
#   ci/shell/review.sh RANGE [FOLDER]     RANGE such as origin/main...HEAD
#
# Writes review.md, review.html and review.sarif into FOLDER (default: review). The range's commits must be
# there: a shallow clone has too few.
set -euo pipefail

range=${1:?usage: review.sh RANGE [FOLDER]}
folder=${2:-review}

mkdir -p "$folder"
for format in markdown:md html:html sarif:sarif; do
  # Without --no, npx would take a package of that name from the registry where `npm ci` was forgotten.
  npx --no -- deskrealm review "$range" --format "${format%:*}" --out "$folder/review.${format#*:}"
done
