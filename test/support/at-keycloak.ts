// A stand-in's way through Keycloak's login form, and a person who can go it.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { Browser, hasForm, messageOf, type Page } from "../../scripts/login/browser.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";

/** Who logs in. */
export interface Visitor {
  readonly username: string;
  readonly password: string;
}

/** Where a stand-in's login ended, in words. */
export class StandInRefused extends Error {}

/**
 * Opens an authorization request in a browser and fills the form in.
 *
 * @param within - where Keycloak's own pages are, for a callback on its host
 * @returns the callback's address, which nobody opens
 * @throws StandInRefused where Keycloak answers with a page of its own
 */
export async function passForm(
  browser: Browser,
  url: string,
  visitor: Visitor,
  within: string = new URL(url).origin,
): Promise<URL> {
  const first = await browser.open(url, within);
  const page: Page = hasForm(first, "kc-form-login")
    ? await browser.submit(first, "kc-form-login", { ...visitor, credentialId: "" }, within)
    : first;
  if (page.redirect === undefined) throw new StandInRefused(`Keycloak: ${messageOf(page)}`);
  return new URL(page.redirect);
}

/** A browser without cookies. */
export const newBrowser = ({ connection }: AdminClient): Browser => new Browser(fetchFor(connection));

/** Creates a person with names, an address and a password; gives the id. */
export async function makeVisitor(
  admin: AdminClient,
  realm: string,
  visitor: Visitor,
  more: object = {},
): Promise<string> {
  await admin.post(adminPath`/realms/${realm}/users`, {
    username: visitor.username,
    enabled: true,
    firstName: "Grace",
    lastName: "Hopper",
    email: `${visitor.username.slice(0, 40)}@acme.example`,
    emailVerified: true,
    credentials: [{ type: "password", value: visitor.password, temporary: false }],
    ...more,
  });
  const [made] = await admin.get<{ id: string }[]>(adminPath`/realms/${realm}/users`, {
    username: visitor.username,
    exact: true,
  });
  if (made === undefined) throw new Error(`Keycloak did not make ${visitor.username}.`);
  return made.id;
}
