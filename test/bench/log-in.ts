// A login to a test realm of `TestRuns`, as whoever tests a helpdesk has it.

import { loginThroughForm } from "../../scripts/login/login.ts";
import { logInTo, plainFetch } from "../support/test-realms.ts";
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

export const urlOf = (name: string): string => `https://${name}.preview.example`;

export async function logIn({ name, ...login }: TestLogin): Promise<void> {
  const redirectUri = `${urlOf(name)}/index.pl`;
  await loginThroughForm({ ...login, redirectUri, username: PERSON, fetch: plainFetch });
}

/** With what `ephemeral up` has written. */
export async function logInAsWritten(runs: TestRuns, name: string): Promise<void> {
  await logInTo(await runs.result(name), "agents");
}
