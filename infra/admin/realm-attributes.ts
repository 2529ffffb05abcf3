// Attributes of a realm that exists, changed without a word about the rest of it.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import { type AdminClient, adminPath } from "./client.ts";

/** The library's type lacks it. */
interface DeviceGrant {
  readonly oauth2DeviceCodeLifespan?: number;
  readonly oauth2DevicePollingInterval?: number;
}

/** Sets attributes beside the others that the realm has. */
export async function addRealmAttributes(
  admin: AdminClient,
  realm: string,
  added: Readonly<Record<string, string>>,
): Promise<void> {
  const path = adminPath`/realms/${realm}`;
  const {
    attributes = {},
    oauth2DeviceCodeLifespan,
    oauth2DevicePollingInterval,
  } = await admin.get<RealmRepresentation & DeviceGrant>(path);
  // Keycloak leaves what is not named as it is, but takes attributes as a whole, and sets these two back.
  await admin.put(path, {
    attributes: { ...attributes, ...added },
    oauth2DeviceCodeLifespan,
    oauth2DevicePollingInterval,
  });
}
