// What the helpdesk's own account must not be able to do.

import { randomUUID } from "node:crypto";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import type { ClientModel } from "../../infra/model/types.ts";
import { type Checks, needed, Untrue } from "./check.ts";
import type { Subject } from "./subject.ts";

/** `own` is the client with the account's token, if it got one. */
export async function checkLimits(
  checks: Checks,
  { model, probe }: Pick<Subject, "model" | "probe">,
  { clientId, serviceAccountRoles }: ClientModel,
  own: AdminClient | undefined,
): Promise<void> {
  await checks.try("api-limits", `${clientId} has none of an administrator's other powers`, async () => {
    const given = serviceAccountRoles["realm-management"] ?? [];
    const others = powersOver(model.realm, probe.id).filter(({ role }) => !given.includes(role));
    const held: string[] = [];
    for (const { what, attempt } of others)
      if (!(await isForbidden(attempt(needed(own, "api-token"))))) held.push(what);
    if (held.length > 0)
      throw new Untrue(
        `it may ${held.join(" and ")}`,
        `take away the service account's roles beyond ${given.join(", ")}`,
      );
  });
}

interface Power {
  /** Of realm-management. */
  readonly role: string;
  readonly what: string;
  readonly attempt: (own: AdminClient) => Promise<unknown>;
}

/** Tried on what does not exist, or on the probe, so that a yes changes nothing that stays. */
function powersOver(realm: string, probeId: string): readonly Power[] {
  const nothing = randomUUID();
  return [
    {
      role: "manage-realm",
      what: "change the realm's settings",
      attempt: (own) => own.put(adminPath`/realms/${realm}/default-groups/${nothing}`, {}),
    },
    {
      role: "manage-identity-providers",
      what: "change identity providers",
      attempt: (own) => own.delete(adminPath`/realms/${realm}/identity-provider/instances/${nothing}`),
    },
    {
      role: "impersonation",
      what: "log in as other people",
      attempt: (own) => own.post(adminPath`/realms/${realm}/users/${probeId}/impersonation`, {}),
    },
  ];
}

/** Keycloak asks for the right first: where it says that there is no such thing, the right was there. */
async function isForbidden(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AdminFailure && error.status === 403) return true;
    if (!(error instanceof AdminFailure && error.status === 404)) throw error;
  }
  return false;
}
