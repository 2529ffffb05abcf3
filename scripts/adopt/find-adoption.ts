// What of a spec's realms is on a server without this stack's mark, and may come under the stack.

import { shown } from "../../infra/admin/connection.ts";
import { type RealmOwner, readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import { findHealing, type Healing, isHealthy, type Patient } from "../heal/find-healing.ts";
import { plainName } from "../stack/stack-file.ts";
import { ownerOf } from "../stack/target.ts";

export interface Adoption {
  /** Realms that will bear the stack's mark, and did not until now. */
  readonly marked: readonly RealmOwner[];
  /** Realms that up is still to make. */
  readonly absent: readonly string[];
  /** Of the stack's state; its `unknown` is what will be taken into it. */
  readonly healing: Healing;
}

/**
 * Looks at every realm of the model.
 *
 * @param from - the mark of the stack whose realms may be taken, `PROJECT/STACK`; without it, nobody's alone
 * @throws Failure `realm-not-ours` for a realm of any other stack, `stack-locked` where somebody works on this one.
 */
export async function findAdoption(patient: Patient, from: string | undefined): Promise<Adoption> {
  const { model, admin, owner } = patient;
  const owners = await readOwners(admin, realmNames(model));
  const others = owners.filter(
    (one) =>
      one.status === "marked" && (one.ephemeral !== undefined || (one.owner !== owner && one.owner !== from)),
  );
  if (others.length > 0) throw refusal(others, shown(admin.connection.adminUrl), owner);
  const absent = owners.filter(({ status }) => status === "absent").map(({ realm }) => realm);
  const marked = owners.filter(
    (one) => one.status === "unmarked" || (one.status === "marked" && one.owner !== owner),
  );
  const healing = await findHealing(patient, { adopted: marked.map(({ realm }) => realm) });
  return { marked, absent, healing };
}

/** Whether the stack has all that there is to have. */
export const isComplete = ({ marked, healing }: Adoption): boolean =>
  marked.length === 0 && isHealthy(healing);

function refusal(others: readonly RealmOwner[], where: string, owner: string): Failure {
  const owned = others.flatMap((one) => (one.status === "marked" ? [[one.realm, one.owner] as const] : []));
  const lines = owned.map(([realm, other]) => `${realm} belongs to ${other}`);
  const stacks = [...new Set(owned.map(([, other]) => other))];
  const [name = ""] = stacks.map(plainName);
  const run = others.flatMap((one) => (one.status === "marked" ? (one.ephemeral ?? []) : []))[0];
  return new Failure(
    "realm-not-ours",
    `Nothing was touched on ${where}, because this stack is ${owner} and realm ${lines.join("; realm ")}.`,
    {
      hint:
        // Another project's stack is nobody's here, and a test realm is not to stay.
        run !== undefined
          ? `give the realms other names in the spec (\`realm:\`); test realms go by: deskrealm ephemeral down ${run}`
          : stacks.length === 1 && ownerOf(name) === stacks[0]
            ? `to move them to this stack, add: --from ${name}`
            : "give the realms other names in the spec (`realm:`), or move them one stack at a time",
    },
  );
}
