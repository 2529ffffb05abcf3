// On which Keycloak a stack's realms are. The state remembers it, so that a wrong keycloak:url is not taken for
// a server on which somebody has deleted them, and the realms are not made there a second time.

import { Failure } from "../diagnostics/failure.ts";
import { addressOf, spelled } from "./address.ts";
import { type AdminClient, adminPath } from "./client.ts";

/** Environment variable by which a person says, once, that realms are to be made anew at another address. */
export const MOVED_TO = "DESKREALM_MOVED_TO";

/** A realm that a state holds. */
export interface RememberedRealm {
  readonly realm: string;
  /** Address that it was last seen at; undefined where the state does not say. */
  readonly keycloak: string | undefined;
}

/**
 * Refuses where realms of a state are not at this address and were at another. One that somebody has deleted at
 * the same address may be made anew.
 *
 * @param movedTo - the address that the person has named
 * @throws Failure `realm-elsewhere` with both addresses and what to write.
 */
export async function refuseMoved(
  client: AdminClient,
  remembered: readonly RememberedRealm[],
  movedTo: string | undefined,
): Promise<void> {
  const here = addressOf(client.connection);
  if (movedTo !== undefined && spelled(movedTo) === here) return;
  const suspects = remembered.filter(({ keycloak = here }) => keycloak !== here);
  const found = await Promise.all(suspects.map(({ realm }) => client.find(adminPath`/realms/${realm}`)));
  const elsewhere = suspects.filter((_, index) => found[index] === undefined);
  if (elsewhere.length === 0) return;
  const places = Map.groupBy(elsewhere, ({ keycloak }) => keycloak);
  const known = [...places].map(
    ([place, realms]) =>
      `${realms
        .map(({ realm }) => realm)
        .sort()
        .join(" and ")} on ${place}`,
  );
  throw new Failure(
    "realm-elsewhere",
    `Nothing was touched on ${here}, because the stack has ${known.join(", ")}, and nothing of that name is here.`,
    {
      hint:
        "correct keycloak:url (KEYCLOAK_URL); a plain refresh takes it by --run-program. Where what was there " +
        `is gone, and empty realms are to be made here, say so once: deskrealm … --moved-to ${here}, or ${MOVED_TO}=${here} pulumi …`,
    },
  );
}
