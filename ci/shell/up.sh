#!/usr/bin/env bash
# Brings a stack's realms to what its spec says, and looks at the server whether they are.
#
#   ci/shell/up.sh STACK
#
# Needs what `pulumi up` needs: PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE and the settings of the Keycloak.
# It never deletes realms, and opens nothing that somebody has closed: DESKREALM_ALLOW_DESTROY and DESKREALM_OPEN are
# for a person, not for a job.
set -euo pipefail

stack=${1:?usage: up.sh STACK}
unset DESKREALM_ALLOW_DESTROY DESKREALM_OPEN

tools=$(npx --no -- deskrealm setup --env --no-keycloak)
eval "$tools"

pulumi up --yes --non-interactive --stack "$stack"
npx --no -- deskrealm drift --stack "$stack"
