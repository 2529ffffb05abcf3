// A login at Keycloak by another provider, and what Keycloak knows of the person afterwards.

import { decodeJwt } from "jose";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { Browser, messageOf, type Page } from "../../scripts/login/browser.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { discover, exchange, type Login, start } from "../../scripts/login/login.ts";
import { adminOf, type TestKeycloak } from "./test-keycloak.ts";

const REDIRECT = "https://otrs.acme.example/index.pl";
/** Keycloak and the providers are all on this machine. */
const HERE = "http://127.0.0.1:";

export interface BrokerLogin {
  /** Undefined where the login was stopped. */
  readonly tokens: Login["tokens"] | undefined;
  /** Where it ended. */
  readonly page: Page;
  /** What that page says. */
  readonly said: string;
  readonly browser: Browser;
  /** Of the client `otrs-app`, in the access token. */
  readonly roles: readonly string[];
  /** Id of the person in this Keycloak. */
  readonly subject: string | undefined;
}

/**
 * @param through - what a person does on a page that is not the helpdesk's, such as the provider's form
 */
export async function loginBy(
  keycloak: TestKeycloak,
  realm: string,
  alias: string,
  through: (browser: Browser, page: Page) => Promise<Page> = (_, page) => Promise.resolve(page),
): Promise<BrokerLogin> {
  const fetch = fetchFor(adminOf(keycloak));
  const issuer = `${keycloak.url}/realms/${realm}`;
  const configuration = await discover({ issuer, clientId: "otrs-app", clientSecret: undefined, fetch });
  const started = await start(configuration, { redirectUri: REDIRECT });
  const browser = new Browser(fetch);
  const first = await browser.open(`${started.url}&kc_idp_hint=${alias}`, HERE);
  const page = isDone(first) ? first : await through(browser, first);
  if (!isDone(page))
    return { page, browser, said: messageOf(page), tokens: undefined, roles: [], subject: undefined };
  const tokens = await exchange(configuration, new URL(page.redirect ?? ""), started);
  const access = decodeJwt(tokens.access_token) as Access;
  const roles = access.resource_access?.["otrs-app"]?.roles ?? [];
  return { page, browser, said: "", tokens, roles: roles.toSorted(), subject: access.sub };
}

interface Access {
  readonly sub?: string;
  readonly resource_access?: Readonly<Record<string, { readonly roles?: readonly string[] }>>;
}

const isDone = ({ redirect }: Page): boolean => redirect?.startsWith(REDIRECT) === true;

/** Logs out as the helpdesk does, and follows where that leads. */
export async function logoutOf(
  keycloak: TestKeycloak,
  realm: string,
  { browser, tokens }: BrokerLogin,
): Promise<Page> {
  const query = new URLSearchParams({
    id_token_hint: tokens?.id_token ?? "",
    post_logout_redirect_uri: "https://otrs.acme.example",
  });
  return browser.open(`${keycloak.url}/realms/${realm}/protocol/openid-connect/logout?${query}`, HERE);
}

export interface KnownPerson {
  readonly id: string;
  readonly username: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/** Everybody in the realm, as the Admin API tells it. */
export function everybody(admin: AdminClient, realm: string): Promise<KnownPerson[]> {
  return admin.get<KnownPerson[]>(adminPath`/realms/${realm}/users`, { briefRepresentation: false });
}

/** Aliases of providers that a person is linked to. */
export async function linksOf(admin: AdminClient, realm: string, id: string): Promise<string[]> {
  const path = adminPath`/realms/${realm}/users/${id}/federated-identity`;
  const links = await admin.get<{ identityProvider: string }[]>(path);
  return links.map(({ identityProvider }) => identityProvider);
}
