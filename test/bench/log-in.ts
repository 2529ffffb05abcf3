// A login to a test realm of `TestRuns`, as whoever tests a helpdesk has it.

import { fetchFor } from "../../scripts/login/fetch.ts";
import { loginThroughForm } from "../../scripts/login/login.ts";
import type { TestRuns } from "../support/test-runs.ts";

/** Of the agents' realm. */
export const PERSON = "alice";

interface TestLogin {
  readonly issuer: string;
  readonly clientId: string;
  /** Of the test realms. */
  readonly name: string;
  readonly password: string;
}

const NO_TLS = {
  rootCaCertificate: undefined,
  clientCertificate: undefined,
  clientPrivateKey: undefined,
  insecureSkipVerify: false,
};
const fetch = fetchFor({ tls: NO_TLS, timeoutSeconds: 60, headers: {} });

export const urlOf = (name: string): string => `https://${name}.preview.example`;

export async function logIn({ name, ...login }: TestLogin): Promise<void> {
  await loginThroughForm({ ...login, redirectUri: `${urlOf(name)}/index.pl`, username: PERSON, fetch });
}

/** With what `ephemeral up` has written. */
export async function logInAsWritten(runs: TestRuns, name: string): Promise<void> {
  const { agents } = (await runs.result(name)).realms;
  const person = agents?.people.find(({ username }) => username === PERSON);
  const clientId = agents?.clients["app"]?.clientId;
  if (person === undefined || agents === undefined || clientId === undefined)
    throw new Error(`${name} has no ${PERSON} to log in`);
  await logIn({ issuer: agents.issuer, clientId, name, password: person.password });
}
