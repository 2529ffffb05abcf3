// What happens at a first login whose address or user name an account has already.
//
// Keycloak's own flow offers to link after a proof: a mail to the account's address, or its password. For the
// two other ways a realm has a flow of ours. Its steps are those of Keycloak's documentation of the first login.

import { type Explained, preset, type Sourced } from "../model/explained.ts";
import type { BrokerFlowModel, BrokerStep } from "../model/identity-provider.ts";

export type Linking = "none" | "confirm" | "automatic";

/** Alias of the flow, by how accounts are linked. */
export const FLOWS: Readonly<Record<Linking, string>> = {
  none: "first login without linking",
  confirm: "first broker login",
  automatic: "first login with automatic linking",
};

const keycloak = <T>(value: T): Sourced<T> =>
  preset(value, "keycloak", "Keycloak's documentation of first logins");

const step = (
  position: number,
  requirement: string,
  config: Readonly<Record<string, string>> = {},
): Explained<BrokerStep> => ({
  position: keycloak(position),
  requirement: keycloak(requirement),
  config: Object.fromEntries(Object.entries(config).map(([name, value]) => [name, keycloak(value)])),
});

const OWN: Readonly<Partial<Record<Linking, Explained<BrokerFlowModel>>>> = {
  none: {
    steps: {
      "idp-review-profile": step(1, "REQUIRED", { "update.profile.on.first.login": "missing" }),
      // Required, it refuses where an account has the address or the user name.
      "idp-create-user-if-unique": step(2, "REQUIRED"),
    },
  },
  automatic: {
    steps: {
      // No review before: a person who may write an address there would choose whose account it is.
      "idp-create-user-if-unique": step(1, "ALTERNATIVE"),
      "idp-auto-link": step(2, "ALTERNATIVE"),
    },
  },
};

/** The flows that these ways of linking need, by alias; Keycloak has its own already. */
export function expandFlows(
  linkings: readonly Linking[],
): Readonly<Record<string, Explained<BrokerFlowModel>>> {
  const entries = [...new Set(linkings)].flatMap((linking) => {
    const flow = OWN[linking];
    return flow === undefined ? [] : [[FLOWS[linking], flow] as const];
  });
  return Object.fromEntries(entries);
}
