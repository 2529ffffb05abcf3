// The steps of an authentication flow, as Keycloak holds them.

import type AuthenticationExecutionInfoRepresentation from "@keycloak/keycloak-admin-client/lib/defs/authenticationExecutionInfoRepresentation.js";
import type AuthenticationFlowRepresentation from "@keycloak/keycloak-admin-client/lib/defs/authenticationFlowRepresentation.js";
import type AuthenticatorConfigRepresentation from "@keycloak/keycloak-admin-client/lib/defs/authenticatorConfigRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";

/** One step of the first level; a flow within the flow goes by its alias. */
export interface FlowStep {
  /** Keycloak's id of the kind, for example `idp-auto-link`. */
  readonly name: string;
  readonly requirement: string;
  readonly config: Readonly<Record<string, string>>;
}

/** A step on a server. */
export interface LiveStep extends FlowStep {
  readonly id: string;
  readonly info: AuthenticationExecutionInfoRepresentation;
}

export async function findFlow(
  client: AdminClient,
  realm: string,
  alias: string,
): Promise<(AuthenticationFlowRepresentation & { readonly id: string }) | undefined> {
  const flows = await client.find<(AuthenticationFlowRepresentation & { readonly id: string })[]>(
    adminPath`/realms/${realm}/authentication/flows`,
  );
  return flows?.find((one) => one.alias === alias);
}

/** The steps of a flow that is there, in their order. */
export async function listSteps(client: AdminClient, realm: string, alias: string): Promise<LiveStep[]> {
  const all = await client.get<AuthenticationExecutionInfoRepresentation[]>(
    adminPath`/realms/${realm}/authentication/flows/${alias}/executions`,
  );
  return Promise.all(
    all
      .filter(({ level = 0 }) => level === 0)
      .map(async (info) => {
        const { id = "", providerId, displayName = "", requirement = "", authenticationConfig } = info;
        const config =
          authenticationConfig === undefined
            ? {}
            : await client.get<AuthenticatorConfigRepresentation>(
                adminPath`/realms/${realm}/authentication/config/${authenticationConfig}`,
              );
        const isFlow = info.authenticationFlow === true;
        return {
          ...{ id, info, requirement, name: isFlow ? displayName : (providerId ?? displayName) },
          config: (config.config ?? {}) as Record<string, string>,
        };
      }),
  );
}
