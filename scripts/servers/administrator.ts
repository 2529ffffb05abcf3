// A server of this machine as a connection of its administrator.

import { type Connection, resolveConnection } from "../../infra/admin/connection.ts";

/** A machine that starts servers is busy. */
const TIMEOUT_SECONDS = "120";

export function administratorOf(server: {
  readonly url: string;
  readonly adminUsername: string;
  readonly adminPassword: string;
}): Connection {
  const env = {
    KEYCLOAK_URL: server.url,
    KEYCLOAK_CLIENT_ID: "admin-cli",
    KEYCLOAK_USER: server.adminUsername,
    KEYCLOAK_PASSWORD: server.adminPassword,
    KEYCLOAK_CLIENT_TIMEOUT: TIMEOUT_SECONDS,
  };
  return resolveConnection({ config: () => undefined, env });
}
