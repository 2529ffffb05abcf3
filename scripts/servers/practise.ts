// What a server does for the first time in the run that its class archive is written in, so that the archive
// holds the classes of a first realm and a first login too.

import { AdminClient } from "../../infra/admin/client.ts";
import { fetchFor } from "../login/fetch.ts";
import { loginThroughForm } from "../login/login.ts";
import { randomPassword } from "../random-password.ts";
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

/** Makes a realm with clients and a person, logs that person in, and takes the realm away again. */
export async function practise({ url, username, password, signal }: PractiseOptions): Promise<void> {
  const connection = administratorOf({ url, adminUsername: username, adminPassword: password });
  using client = new AdminClient(connection, { signal });
  const redirectUri = `${url}/callback`;
  const person = { username: "someone", password: randomPassword() };
  await client.post("/realms", {
    realm: REALM,
    enabled: true,
    attributes: { practice: "true" },
    roles: { realm: [{ name: "reader" }] },
    clients: [{ clientId: "app", publicClient: true, redirectUris: [redirectUri] }],
  });
  const realm = `/realms/${REALM}`;
  await client.put(`${realm}/users/profile`, await client.get(`${realm}/users/profile`));
  await client.post(`${realm}/clients`, API);
  await client.post(`${realm}/users`, {
    ...{ username: person.username, enabled: true, email: "someone@desk.example" },
    ...{ firstName: "Some", lastName: "One" },
    credentials: [{ type: "password", value: person.password, temporary: false }],
  });
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
