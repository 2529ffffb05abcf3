// Refuses a destruction until every realm is named, and says who would go.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { LoadedModel } from "../../infra/load-model.ts";

interface Destruction {
  readonly loaded: LoadedModel;
  readonly admin: AdminClient;
  /** The stack's mark, `PROJECT/STACK`. */
  readonly owner: string;
  /** Realm names that the person has named. */
  readonly allowed: readonly string[];
}

/** @throws Failure `destroy-refused` with the number of people in each realm that is not named. */
export async function refuseDestroy({ loaded, admin, owner, allowed }: Destruction): Promise<void> {
  const names = Object.values(loaded.model.realms).map(({ realm }) => realm);
  const ours = (await readOwners(admin, names)).filter(
    (found) => found.status === "marked" && found.owner === owner && !allowed.includes(found.realm),
  );
  if (ours.length === 0) return;
  const counts = await Promise.all(
    ours.map(async ({ realm }) => {
      const people = await admin.get<number>(adminPath`/realms/${realm}/users/count`);
      return `${realm} with ${people} ${people === 1 ? "person" : "people"}`;
    }),
  );
  throw new Failure("destroy-refused", `Nothing was deleted. This would delete ${counts.join(" and ")}.`, {
    hint: `name what may go: --allow-destroy ${names.join(" ")}`,
  });
}
