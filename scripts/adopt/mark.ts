// The owner's mark on a realm that exists: the one thing that an adoption changes on a server.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import {
  DIRECTORIES_ATTRIBUTE,
  directoryNames,
  OWNER_ATTRIBUTE,
  PEOPLE_ATTRIBUTE,
} from "../../infra/model/mark.ts";
import type { Model } from "../../infra/model/types.ts";

/** Writes the stack's mark, and whom its spec names, beside the realm's other attributes. */
export async function markRealm(
  admin: AdminClient,
  realm: string,
  { owner, model }: { readonly owner: string; readonly model: Model },
): Promise<void> {
  const path = adminPath`/realms/${realm}`;
  const {
    attributes = {},
    oauth2DeviceCodeLifespan,
    oauth2DevicePollingInterval,
  } = await admin.get<RealmRepresentation & DeviceGrant>(path);
  const spec = Object.values(model.realms).find((one) => one.realm === realm);
  const people = JSON.stringify(Object.keys(spec?.users ?? {}).sort());
  const directories = directoryNames(spec ?? { federations: {} });
  const marks = {
    [OWNER_ATTRIBUTE]: owner,
    [PEOPLE_ATTRIBUTE]: people,
    ...(directories === "{}" ? {} : { [DIRECTORIES_ATTRIBUTE]: directories }),
  };
  // Keycloak leaves what is not named as it is, but takes attributes as a whole, and sets these two back.
  await admin.put(path, {
    attributes: { ...attributes, ...marks },
    oauth2DeviceCodeLifespan,
    oauth2DevicePollingInterval,
  });
}

/** The library's type lacks it. */
interface DeviceGrant {
  readonly oauth2DeviceCodeLifespan?: number;
  readonly oauth2DevicePollingInterval?: number;
}
