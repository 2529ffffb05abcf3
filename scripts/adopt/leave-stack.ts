// Realms that moved to another stack go out of the state of the one that had them, and of nothing else.

import { REALM_TYPE } from "../heal/entries.ts";
import type { Patient } from "../heal/find-healing.ts";
import { pastDeadLock } from "../heal/past-dead-lock.ts";
import { type Held, readState } from "../heal/state.ts";
import { succeedOnStack } from "../stack/pulumi.ts";

/**
 * Takes the realms, and all that is in them, out of the state of the stack `from`. The server is not asked.
 * A stack that is gone, or never knew them, is left as it is.
 */
export async function leaveStack(
  patient: Pick<Patient, "workspace" | "signal">,
  from: string,
  realms: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  const { workspace, signal } = patient;
  const read = await readState(workspace, from, signal);
  const held = read.kind === "whole" ? read.state.held : [];
  for (const realm of held.filter(({ type, id }) => type === REALM_TYPE && realms.includes(id))) {
    const component = parentOf(realm, held);
    const words = ["state", "delete", component.urn, "--target-dependents", "--force", "--yes"];
    const what = `The realm ${realm.id} could not be taken out of the state of the stack ${from}`;
    await pastDeadLock({ workspace, signal, stack: from }, tell, () =>
      succeedOnStack(workspace, from, words, { signal, what }),
    );
    tell(`took the realm ${realm.id} out of the state of the stack ${from}`);
  }
}

/** Its component, which everything in the realm hangs on. */
function parentOf(realm: Held, held: readonly Held[]): Held {
  const name = realm.name.slice(0, realm.name.lastIndexOf("/"));
  return held.find((one) => one.name === name && one.id === "") ?? realm;
}
