// Which version a server is, as far as the account may know, and what the vendor says of it.

import type { AdminClient } from "./client.ts";

/** Keycloak's version; undefined where it does not tell this account, or cannot be asked. */
export async function readServerVersion(client: AdminClient): Promise<string | undefined> {
  try {
    const { systemInfo } = await client.get<{ systemInfo?: { version?: string } | null }>("/serverinfo");
    return systemInfo?.version;
  } catch {
    // It serves a notice only; whatever is wrong with the server, the calls that matter will say.
    return undefined;
  }
}

/** The one notice for a version that the vendor does not name; undefined where none is due. */
export function versionNotice(version: string | undefined, supported: string): string | undefined {
  if (version === undefined || version === supported) return undefined;
  return `This is Keycloak ${version}. The helpdesk's vendor supports ${supported}; the realms are made the same way.`;
}
