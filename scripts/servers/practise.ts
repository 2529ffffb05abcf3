// What a server does for the first time in the run that its class archive is written in, so that the archive
// holds the classes of a first realm and a first login too.

import { AdminClient } from "../../infra/admin/client.ts";
import { fetchFor } from "../login/fetch.ts";
import { loginThroughForm } from "../login/login.ts";
import { randomPassword } from "../random-password.ts";
import { newKeys } from "../realm-import/keys.ts";
import { administratorOf } from "./administrator.ts";

export interface PractiseOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly signal?: AbortSignal | undefined;
}

const REALM = "practice";
const API = {
  ...{ clientId: "api", serviceAccountsEnabled: true, standardFlowEnabled: false },
  protocolMappers: [
    {
      ...{ name: "customer", protocol: "openid-connect", protocolMapper: "oidc-usermodel-attribute-mapper" },
      config: { "user.attribute": "customer", "claim.name": "customer", "jsonType.label": "String" },
    },
  ],
};

/** Logs the administrator in. */
export async function logIn({ url, username, password, signal }: PractiseOptions): Promise<void> {
  const connection = administratorOf({ url, adminUsername: username, adminPassword: password });
  using client = new AdminClient(connection, { signal });
  await client.login();
}

/**
 * Makes a realm as test realms are made, by one import, and more of it as Pulumi makes the rest, thing by thing; logs
 * a person in, and takes the realm away again.
 */
export async function practise({ url, username, password, signal }: PractiseOptions): Promise<void> {
  const connection = administratorOf({ url, adminUsername: username, adminPassword: password });
  using client = new AdminClient(connection, { signal });
  const redirectUri = `${url}/callback`;
  const person = { username: "someone", password: randomPassword() };
  const realm = `/realms/${REALM}`;
  await client.post("/realms", await practiceRealm(redirectUri, person));
  await client.put(`${realm}/users/profile`, await client.get(`${realm}/users/profile`));
  await client.post(`${realm}/clients`, { ...API, clientId: "another-api" });
  await client.post(`${realm}/users`, personNamed("someone-else", randomPassword()));
  const parts = ["clients", "roles", "components", "users", "client-scopes", "default-default-client-scopes"];
  const reads = ["/serverinfo", realm, ...parts.map((part) => `${realm}/${part}`)];
  await Promise.all(reads.map((path) => client.get(path)));
  const issuer = `${url}/realms/${REALM}`;
  await loginThroughForm({
    issuer,
    clientId: "app",
    redirectUri,
    ...person,
    fetch: fetchFor(connection, signal),
  });
  await client.delete(realm);
}

async function practiceRealm(redirectUri: string, { username, password }: Person): Promise<object> {
  const app = { clientId: "app", publicClient: true, redirectUris: [redirectUri], webOrigins: [] };
  return {
    realm: REALM,
    enabled: true,
    attributes: { practice: "true" },
    clients: [{ ...app, attributes: { "post.logout.redirect.uris": "-" } }, API],
    roles: { realm: [{ name: "reader" }], client: { app: [{ name: "Agent" }] } },
    users: [
      {
        ...personNamed(username, password),
        ...{ realmRoles: [`default-roles-${REALM}`], clientRoles: { app: ["Agent"] } },
      },
      {
        ...{ username: "service-account-api", enabled: true, serviceAccountClientId: "api" },
        clientRoles: { "realm-management": ["view-users"] },
      },
    ],
    components: { "org.keycloak.keys.KeyProvider": await newKeys() },
  };
}

interface Person {
  readonly username: string;
  readonly password: string;
}

const personNamed = (username: string, password: string) => ({
  ...{ username, enabled: true, email: `${username}@desk.example`, firstName: "Some", lastName: "One" },
  credentials: [{ type: "password", value: password, temporary: false }],
});
