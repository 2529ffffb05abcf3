// The owner's mark on a realm that exists: the one thing that an adoption changes on a server.

import type { AdminClient } from "../../infra/admin/client.ts";
import { addRealmAttributes } from "../../infra/admin/realm-attributes.ts";
import { markAttributes } from "../../infra/model/mark.ts";
import type { Model } from "../../infra/model/types.ts";

/** Writes the stack's mark, and whom its spec names, beside the realm's other attributes. */
export async function markRealm(
  admin: AdminClient,
  realm: string,
  { owner, model }: { readonly owner: string; readonly model: Model },
): Promise<void> {
  const spec = Object.values(model.realms).find((one) => one.realm === realm);
  await addRealmAttributes(admin, realm, markAttributes(spec ?? { users: {}, federations: {} }, owner));
}
