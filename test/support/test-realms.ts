// What a test of `ephemeral` asks of a shared server, and how it logs in to what it has made there.

import type { AdminClient } from "../../infra/admin/client.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import type { EphemeralRealms } from "../../scripts/ephemeral/types.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { type Login, loginThroughForm } from "../../scripts/login/login.ts";
import { NO_TLS } from "./test-keycloak.ts";

export const DAY = 86_400_000;

/** When all is past its time that `up` makes by itself. */
export const later = (): Date => new Date(Date.now() + DAY);

/** Names of the realms on a server, but for Keycloak's own. */
export async function realms(admin: AdminClient): Promise<string[]> {
  const all = await admin.get<{ realm: string }[]>("/realms");
  return all
    .map(({ realm }) => realm)
    .filter((realm) => realm !== "master")
    .sort();
}

/** As whoever tests a helpdesk asks a server on this machine. */
export const plainFetch = fetchFor({
  tls: NO_TLS,
  timeoutSeconds: 60,
  headers: {},
});

/** Logs a realm's first person in through the login page, as `up` said that one does. */
export function logInTo(run: EphemeralRealms, key: RealmKey, { password = "" } = {}): Promise<Login> {
  const found = run.realms[key];
  const [person] = found?.people ?? [];
  const app = found?.clients["app"];
  if (found === undefined || person === undefined || app === undefined)
    throw new Error(`nobody to log in to ${key} of ${run.name}`);
  return loginThroughForm({
    issuer: found.issuer,
    clientId: app.clientId,
    clientSecret: app.secret ?? undefined,
    redirectUri: `${run.url}/index.pl`,
    username: person.username,
    password: password === "" ? (person.password ?? "") : password,
    fetch: plainFetch,
  });
}
