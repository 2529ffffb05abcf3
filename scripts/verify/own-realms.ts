// Checks in a helpdesk's realms, each of them asked first whose it is.

import { AdminClient } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import { type RealmOwner, readOwners } from "../../infra/admin/owner.ts";
import type { Model, RealmKey, RealmModel } from "../../infra/model/types.ts";
import { type CheckResult, Checks, Untrue } from "./check.ts";

export interface OwnOptions {
  /** Owner's mark that the realms must bear, `PROJECT/STACK`; undefined: none is ours. */
  readonly owner: string | undefined;
  /** Make throw-away objects even in a realm that is not ours. */
  readonly probe: boolean;
}

/**
 * Makes the checks of `body` in each realm that is ours, the realms side by side.
 *
 * @throws AdminFailure where the server cannot be read at all.
 */
export async function inOwnRealms(
  model: Model,
  connection: Connection,
  options: OwnOptions,
  signal: AbortSignal | undefined,
  body: (checks: Checks, admin: AdminClient, realm: RealmModel, key: RealmKey) => Promise<void>,
): Promise<readonly CheckResult[]> {
  using admin = new AdminClient(connection, { signal });
  const realms = Object.entries(model.realms) as [RealmKey, RealmModel][];
  const owners = await readOwners(
    admin,
    realms.map(([, { realm }]) => realm),
  );
  const results = await Promise.all(
    realms.map(async ([key, realm], index) => {
      const checks = new Checks(key, realm.realm, signal);
      const owner = owners[index];
      const ours = await checks.try("owner", "the realm is ours", () => checkOwner(owner, options));
      if (ours !== undefined) await body(checks, admin, realm, key);
      return checks.results;
    }),
  );
  return results.flat();
}

function checkOwner(found: RealmOwner | undefined, { owner, probe }: OwnOptions): true {
  if (found === undefined || found.status === "absent")
    throw new Untrue("there is no such realm", "make it with `up`");
  const ours = found.status === "marked" && found.owner === owner;
  if (ours || probe) return true;
  const whose = found.status === "marked" ? `it belongs to ${found.owner}` : "it bears nobody's mark";
  throw new Untrue(whose, "say --probe to make a probe person there all the same");
}
