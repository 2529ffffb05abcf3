// A directory that has left the spec, in a realm that the person has named for deletion: Pulumi protects it by
// what its state says, since the program no longer speaks of it.

import { describeDirectory } from "../../infra/admin/directory-left.ts";
import { listFederations } from "../../infra/admin/federations.ts";
import { logicalName } from "../../infra/components/logical-name.ts";
import type { Context } from "../context.ts";
import { FEDERATION_TYPE } from "../heal/entries.ts";
import type { Patient } from "../heal/find-healing.ts";
import { readState } from "../heal/state.ts";
import { succeedOnStack } from "./pulumi.ts";

/**
 * Lifts the protection of directories that the model no longer has, and says whom the next `up` takes along.
 *
 * @param allowed - names of realms that the person has named for deletion
 * @throws Failure `pulumi-failed`
 */
export async function releaseDirectories(
  { workspace, stack, model, admin, signal }: Patient,
  allowed: readonly string[],
  { stderr }: Pick<Context, "stderr">,
): Promise<void> {
  const realms = Object.entries(model.realms).filter(([, { realm }]) => allowed.includes(realm));
  if (realms.length === 0) return;
  const read = await readState(workspace, stack, signal);
  const held = read.kind === "whole" ? read.state.held : [];
  for (const [key, { realm, federations }] of realms) {
    const above = logicalName(model.key, key, "federations", "");
    const kept = Object.keys(federations).map((name) => `${above}${name}`);
    const left = held.filter(({ type, name }) => {
      return type === FEDERATION_TYPE && name.startsWith(above) && !kept.includes(name);
    });
    if (left.length === 0) continue;
    const live = await listFederations(admin, realm);
    for (const { urn, id, name } of left) {
      const found = live.find((one) => one.id === id);
      if (found !== undefined) {
        const what = await describeDirectory(admin, realm, { id, name: found.name ?? name });
        stderr.write(`deleting ${what}, who would come back as other people\n`);
      }
      const what = `The protection of ${name} could not be lifted`;
      await succeedOnStack(workspace, stack, ["state", "unprotect", urn, "--yes"], { signal, what });
    }
  }
}
