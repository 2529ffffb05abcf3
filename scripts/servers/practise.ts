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

/** Makes a realm with a client and a person, logs that person in, and takes the realm away again. */
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
  await client.post(`/realms/${REALM}/users`, {
    ...{ username: person.username, enabled: true, email: "someone@desk.example" },
    ...{ firstName: "Some", lastName: "One" },
    credentials: [{ type: "password", value: person.password, temporary: false }],
  });
  for (const part of ["", "/users/profile", "/clients", "/roles", "/components"]) {
    await client.get(`/realms/${REALM}${part}`);
  }
  const issuer = `${url}/realms/${REALM}`;
  await loginThroughForm({
    issuer,
    clientId: "app",
    redirectUri,
    ...person,
    fetch: fetchFor(connection, signal),
  });
  await client.delete(`/realms/${REALM}`);
}
