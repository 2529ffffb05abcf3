// Which Keycloak a test named, and as whom.

import { type Connection, resolveConnection } from "../../infra/admin/connection.ts";
import { defaultKeycloakVersion } from "../servers/keycloak-versions.ts";
import type { EphemeralRealmOptions, RunningKeycloak, SeveralEphemeralRealmOptions } from "./types.ts";

/** The version to embed, or undefined where a running server is named. */
export function embeddedVersion({
  keycloak,
}: EphemeralRealmOptions | SeveralEphemeralRealmOptions): string | undefined {
  if (keycloak === undefined) return defaultKeycloakVersion;
  if ("version" in keycloak) return keycloak.version;
  return keycloak.url === undefined || keycloak.url === "" ? defaultKeycloakVersion : undefined;
}

/**
 * An account is taken whole, from the options or from `KEYCLOAK_*`: half of each would be somebody else's.
 * @throws Failure `configuration-missing`
 */
export function connectionTo(
  { url, ...account }: RunningKeycloak,
  env: Readonly<Record<string, string | undefined>>,
): Connection {
  const { rootCaCertificate, ...whom } = account;
  const given = Object.values(whom).some((value) => value !== undefined);
  const words: Readonly<Record<string, string | undefined>> = { url, rootCaCertificate, ...whom };
  const timeout = env["KEYCLOAK_CLIENT_TIMEOUT"] ?? "120";
  return resolveConnection({
    config: (key) => (key === "clientTimeout" ? timeout : words[key]),
    // The address is the one that the test named, also where the environment knows another for administrators.
    env: given ? {} : { ...env, KEYCLOAK_ADMIN_URL: undefined, KEYCLOAK_BASE_PATH: undefined },
  });
}
