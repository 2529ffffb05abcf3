// Whether what a state holds is no longer on the server. A spec that calls a thing otherwise now is no reason.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { providerPath } from "../../infra/admin/identity-providers.ts";
import { splitId } from "../../infra/plugin/resource-id.ts";
import {
  BROKER_FLOW_TYPE,
  CLIENT_TYPE,
  type Entry,
  FEDERATION_TYPE,
  GROUP_TYPE,
  PROVIDER_TYPE,
  REALM_TYPE,
  ROLE_TYPE,
  USER_TYPE,
} from "./entries.ts";
import type { Held } from "./state.ts";

/** What the state holds of an entry, by an id under which the server does not hold it under the entry's name. */
export interface Doubtful {
  readonly held: Held;
  readonly entry: Entry;
  /** Whether the server has another thing of that name. */
  readonly replaced: boolean;
}

/** Those that are gone, asked by their own ids; a part of another thing goes with that. */
export async function findGone(admin: AdminClient, doubtful: readonly Doubtful[]): Promise<Held[]> {
  const asked = await Promise.all(
    doubtful.map(async ({ held, entry, replaced }) => {
      if (replaced) return [held];
      const path = pathOf(held, entry);
      return path !== undefined && (await admin.find(path)) === undefined ? [held] : [];
    }),
  );
  return asked.flat();
}

function pathOf({ type, id }: Held, { realm }: Entry): string | undefined {
  if (type === REALM_TYPE) return adminPath`/realms/${id}`;
  if (type === USER_TYPE) return adminPath`/realms/${realm}/users/${id}`;
  if (type === FEDERATION_TYPE) return adminPath`/realms/${realm}/components/${id}`;
  if (type === GROUP_TYPE) return adminPath`/realms/${realm}/groups/${id}`;
  if (type === PROVIDER_TYPE) return providerPath(realm, splitId(id)[1]);
  if (type === BROKER_FLOW_TYPE)
    return adminPath`/realms/${realm}/authentication/flows/${splitId(id)[1]}/executions`;
  if (type === CLIENT_TYPE) return adminPath`/realms/${realm}/clients/${id}`;
  return type === ROLE_TYPE ? adminPath`/realms/${realm}/roles-by-id/${id}` : undefined;
}
