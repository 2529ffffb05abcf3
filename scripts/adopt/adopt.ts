// Realms come under a stack: their mark, then Pulumi's state. Whoever is ended in between runs it again.

import { realmNames } from "../../infra/model/realm-names.ts";
import { findHealing, type Healing, type Patient } from "../heal/find-healing.ts";
import { heal } from "../heal/heal.ts";
import type { Adoption } from "./find-adoption.ts";
import { leaveStack } from "./leave-stack.ts";
import { markRealm } from "./mark.ts";

/**
 * Does what `findAdoption` found. On the server only the mark changes.
 *
 * @param from - name of the stack that the realms leave
 * @param tell - takes one line for each thing that was done
 * @returns what was taken into the state
 */
export async function adopt(
  patient: Patient,
  { marked }: Adoption,
  {
    from,
    now,
    tell,
  }: { readonly from: string | undefined; readonly now: Date; readonly tell: (line: string) => void },
): Promise<Healing> {
  const { admin, owner, model } = patient;
  for (const { realm } of marked) {
    await markRealm(admin, realm, { owner, model });
    tell(`marked the realm ${realm} as ${owner}'s`);
  }
  // From here on they are realms of ours that the state does not know.
  const healing = await heal(patient, await findHealing(patient), now, tell);
  if (from !== undefined) await leaveStack(patient, from, realmNames(model), tell);
  return healing;
}
