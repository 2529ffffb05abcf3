// How people log in, where somebody has changed it: flows and required actions. Which flow is used is in the
// model.

import type AuthenticationFlowRepresentation from "@keycloak/keycloak-admin-client/lib/defs/authenticationFlowRepresentation.js";
import type RequiredActionProviderRepresentation from "@keycloak/keycloak-admin-client/lib/defs/requiredActionProviderRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { OWN_ACTIONS, OWN_STEPS } from "./keycloaks-own.ts";
import type { Found } from "./types.ts";

/** Flows of others, and the first level of Keycloak's own. */
export async function findFlows(
  admin: AdminClient,
  { realm, brokerFlows }: Pick<RealmModel, "realm" | "brokerFlows">,
): Promise<Found[]> {
  const path = adminPath`/realms/${realm}/authentication/flows`;
  const flows = await admin.get<AuthenticationFlowRepresentation[]>(path);
  return flows.flatMap(({ alias = "", builtIn, authenticationExecutions = [] }): Found[] => {
    const flow = (text: string): Found => ({ kind: "authentication-flow", name: alias, text });
    if (Object.hasOwn(brokerFlows, alias)) return [];
    if (builtIn !== true) return [flow(`authentication flow ${alias}`)];
    return authenticationExecutions.flatMap(({ authenticator, flowAlias, requirement = "" }) => {
      const step = authenticator ?? flowAlias ?? "";
      const usual = OWN_STEPS[alias]?.[step];
      return usual === undefined || usual === requirement
        ? []
        : [flow(`authentication flow ${alias}: step ${step} is ${requirement} instead of ${usual}`)];
    });
  });
}

export async function findRequiredActions(admin: AdminClient, realm: string): Promise<Found[]> {
  const path = adminPath`/realms/${realm}/authentication/required-actions`;
  const actions = await admin.get<RequiredActionProviderRepresentation[]>(path);
  return actions.flatMap(({ alias = "", enabled = false, defaultAction = false }) => {
    const action = (text: string): Found => ({
      kind: "required-action",
      name: alias,
      text: `required action ${alias} ${text}`,
    });
    const usual = OWN_ACTIONS[alias];
    return [
      ...(usual === undefined ? [action("is not one of Keycloak's own")] : []),
      ...(usual !== undefined && usual !== enabled ? [action(`is switched ${enabled ? "on" : "off"}`)] : []),
      ...(enabled && defaultAction ? [action("is asked of every new person")] : []),
    ];
  });
}
