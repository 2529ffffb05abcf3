#!/usr/bin/env bash
# Ends the windows in which Keycloak writes to a directory (`edit: { writable-until: … }`), of all stacks, once
# they are over. Where no spec has such a window it asks no server and needs no secret.
#
#   ci/shell/close.sh
#
# It runs `up` for a stack only where nothing else would change, and ends with 1 where a person has to look.
# Needs what `pulumi up` needs: PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE and the settings of the Keycloak.
set -euo pipefail

unset DESKREALM_ALLOW_DESTROY DESKREALM_OPEN

npx --no -- deskrealm ldap close --all
