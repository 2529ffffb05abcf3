// OTRS's side of the realms: its Config.pm, the same values for environment variables, and what is left to do.

import { customerUserBackend } from "./otrs-customer-user.ts";
import { environmentText } from "./otrs-environment.ts";
import type { OtrsModel } from "./otrs-model.ts";
import { otrsNotices } from "./otrs-notices.ts";
import {
  agentSettings,
  customerSettings,
  type OtrsRenderOptions,
  type OtrsSettings,
} from "./otrs-settings.ts";
import { otrsSteps } from "./otrs-steps.ts";
import { perlLiteral, perlString } from "./perl.ts";
import type { RenderFacts, Rendering } from "./types.ts";

const DEFAULTS: OtrsRenderOptions = {
  enableRemoteCheck: false,
  disableUserRolesSync: false,
  loginRoles: {},
};

/**
 * Renders OTRS's configuration; pure. `Config.pm` holds both API clients' secrets, nothing else does.
 *
 * @throws Failure `secret-missing` where the facts lack the secret of an API client.
 * @see OTRS's own text on Keycloak, 'OTRS Setup for Keycloak'
 */
export function renderOtrs(
  model: OtrsModel,
  facts: RenderFacts,
  choices: Partial<OtrsRenderOptions> = {},
): Rendering {
  const options = { ...DEFAULTS, ...choices };
  const agents = agentSettings(model, facts, options);
  const customers = customerSettings(model, facts, options);
  const config = `# For the sub Load of OTRS's Kernel/Config.pm, which brings $Self and Translatable().
# This text holds secrets. It is UTF-8, and the next line makes Perl read it as such.
use utf8;

# Agents

${statements(agents)}
# Customer users

${statements(customers)}
${customerUserBackend(model.realms.customers)}`;
  return {
    files: [
      { name: "Config.pm", text: config, secret: true },
      { name: "environment.md", text: environmentText(agents, customers), secret: false },
    ],
    steps: otrsSteps(model, facts, options),
    notices: otrsNotices(model, facts, options),
  };
}

function statements(settings: OtrsSettings): string {
  return Object.entries(settings)
    .map(([key, value]) => `$Self->{${perlString(key)}} = ${perlLiteral(value)};\n`)
    .join("");
}
