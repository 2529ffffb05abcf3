// A real Keycloak for a test file, with the connection that its administrator has.

import type { Connection } from "../../infra/admin/connection.ts";
import { Keycloak } from "../../scripts/servers/keycloak.ts";

export { keycloakVersionsUnderTest as TESTED_VERSIONS } from "./versions.ts";

/** Started in a folder of its own, which goes with it. */
export async function startKeycloak(version?: string, trust: readonly string[] = []): Promise<Keycloak> {
  return Keycloak.start({ env: process.env, trust, ...(version === undefined ? {} : { version }) });
}

/** Plain http, as all servers of the tests have it that are not about TLS. */
export const NO_TLS: Connection["tls"] = {
  rootCaCertificate: undefined,
  clientCertificate: undefined,
  clientPrivateKey: undefined,
  insecureSkipVerify: false,
};

/** The administrator's connection; a realm's own URLs are below the same host. */
export function adminOf({
  url,
  adminUsername,
  adminPassword,
}: Pick<Keycloak, "url" | "adminUsername" | "adminPassword">): Connection {
  return {
    url,
    adminUrl: url,
    realm: "master",
    credentials: {
      kind: "password",
      clientId: "admin-cli",
      clientSecret: undefined,
      username: adminUsername,
      password: adminPassword,
    },
    timeoutSeconds: 60,
    tls: NO_TLS,
    headers: {},
  };
}
