// Another name for a realm is another realm: Pulumi would delete the old one with its people.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { SEVERAL_KEY } from "../../infra/model/helpdesks.ts";
import { type Entry, REALM_TYPE } from "./entries.ts";
import type { Held } from "./state.ts";

/**
 * @throws Failure `realm-renamed` where the state has the same realm under another logical name: everything in it
 *   would be made anew, and what is there be deleted.
 */
export function refuseOtherKey(entries: readonly Entry[], held: readonly Held[]): void {
  const names = new Set(entries.map(({ name }) => name));
  for (const { type, name, realm } of entries) {
    const was = held.find((one) => one.type === REALM_TYPE && one.id === realm && !names.has(one.name));
    if (type !== REALM_TYPE || was === undefined) continue;
    throw new Failure(
      "realm-renamed",
      `The stack has the realm ${realm} as ${was.name}, and would have it as ${name} now: its clients and people would be deleted and made anew.`,
      {
        hint: was.name.startsWith(`${SEVERAL_KEY}/`)
          ? "keep the list `helpdesks:`, with the one helpdesk in it"
          : "keep the product and whose realm it is; for another one, take a realm of its own",
      },
    );
  }
}

/** @throws Failure `realm-renamed` where the state's realm is on the server and the spec has another name for it. */
export async function refuseRename(
  admin: AdminClient,
  entries: readonly Entry[],
  held: readonly Held[],
): Promise<void> {
  for (const { type, name, realm } of entries) {
    const was = held.find((one) => one.type === REALM_TYPE && one.type === type && one.name === name)?.id;
    if (was === undefined || was === realm) continue;
    if ((await admin.find(adminPath`/realms/${was}`)) === undefined) continue;
    throw new Failure(
      "realm-renamed",
      `The stack has the realm ${was}, and the spec calls it ${realm} now: the realm and its people would be deleted, and an empty one made.`,
      {
        hint: `keep \`realm: ${was}\`; for another name, make ${realm} with a spec and a stack of its own, move the people there, and destroy ${was} afterwards`,
      },
    );
  }
}
