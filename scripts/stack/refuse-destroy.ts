// Refuses a destruction until every realm is named, and says who would go.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import { realmNames } from "../../infra/model/realm-names.ts";

interface Destruction {
  readonly loaded: LoadedModel;
  readonly admin: AdminClient;
  /** The stack's mark, `PROJECT/STACK`. */
  readonly owner: string;
  /** Realm names that the person has named. */
  readonly allowed: readonly string[];
}

/** @throws Failure `destroy-refused` with what would go with each realm that is not named. */
export async function refuseDestroy({ loaded, admin, owner, allowed }: Destruction): Promise<void> {
  const names = realmNames(loaded.model);
  const ours = (await readOwners(admin, names)).filter(
    (found) => found.status === "marked" && found.owner === owner && !allowed.includes(found.realm),
  );
  if (ours.length === 0) return;
  const counts = await Promise.all(ours.map(({ realm }) => countOf(realm, admin)));
  throw new Failure("destroy-refused", `Nothing was deleted. This would delete ${counts.join(" and ")}.`, {
    hint: `name what may go: --allow-destroy ${names.join(" ")}`,
  });
}

/** What would go with a realm: `acme-agents with 3 people, 8 clients and 1 session`. */
async function countOf(realm: string, admin: AdminClient): Promise<string> {
  const path = adminPath`/realms/${realm}`;
  const [people, clients, sessions] = await Promise.all([
    admin.get<number>(`${path}/users/count`),
    admin.listAll<unknown>(`${path}/clients`),
    // Of those clients that have any.
    admin.get<{ active: string }[]>(`${path}/client-session-stats`),
  ]);
  const active = sessions.reduce((sum, one) => sum + Number(one.active), 0);
  const counted = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  return `${realm} with ${counted(people, "person", "people")}, ${counted(clients.length, "client", "clients")} and ${counted(active, "session", "sessions")}`;
}
