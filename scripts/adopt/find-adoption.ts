// What of a spec's realms is on a server without this stack's mark, and may come under the stack.

import { shown } from "../../infra/admin/connection.ts";
import { type RealmOwner, readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { entriesOf } from "../heal/entries.ts";
import type { Patient } from "../heal/find-healing.ts";
import { findLive, type LiveEntry } from "../heal/live-ids.ts";

export interface Adoption {
  /** Realms that will bear the stack's mark, and did not until now. */
  readonly marked: readonly RealmOwner[];
  /** Realms that up is still to make. */
  readonly absent: readonly string[];
  /** Everything that the spec names in realms that are, or will be, the stack's. */
  readonly live: readonly LiveEntry[];
}

/**
 * Looks at every realm of the model.
 *
 * @param from - the mark of the stack whose realms may be taken, `PROJECT/STACK`; without it, nobody's alone
 * @throws Failure `realm-not-ours` for a realm of any other stack.
 */
export async function findAdoption(
  { model, admin, owner }: Pick<Patient, "model" | "admin" | "owner">,
  from: string | undefined,
): Promise<Adoption> {
  const owners = await readOwners(
    admin,
    Object.values(model.realms).map(({ realm }) => realm),
  );
  const others = owners.filter((one) => one.status === "marked" && one.owner !== owner && one.owner !== from);
  if (others.length > 0) throw refusal(others, shown(admin.connection.adminUrl), owner);
  const absent = owners.filter(({ status }) => status === "absent").map(({ realm }) => realm);
  const entries = entriesOf(model).filter(({ realm }) => !absent.includes(realm));
  return {
    marked: owners.filter(
      (one) => one.status === "unmarked" || (one.status === "marked" && one.owner !== owner),
    ),
    absent,
    live: await findLive(admin, entries),
  };
}

function refusal(others: readonly RealmOwner[], where: string, owner: string): Failure {
  const lines = others.map(
    (one) => `${one.realm} belongs to ${one.status === "marked" ? one.owner : "nobody"}`,
  );
  const stacks = new Set(others.map((one) => (one.status === "marked" ? one.owner.split("/").at(-1) : "")));
  return new Failure(
    "realm-not-ours",
    `Nothing was touched on ${where}, because this stack is ${owner} and realm ${lines.join("; realm ")}.`,
    {
      hint:
        stacks.size === 1
          ? `to move them to this stack, add: --from ${[...stacks][0]}`
          : "give the realms other names in the spec (`realm:`), or move them one stack at a time",
    },
  );
}
