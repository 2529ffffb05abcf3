// What a person's login gives, and what else their account can do.

import { createRemoteJWKSet, customFetch, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import * as oidc from "openid-client";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { ClientModel, RealmModel } from "../../infra/model/types.ts";
import { Browser, hasForm } from "../login/browser.ts";
import type { Fetch } from "../login/fetch.ts";
import {
  callbackOf,
  discover,
  exchange,
  type Login,
  LoginRefused,
  loginThroughForm,
  start,
} from "../login/login.ts";
import { type Checks, NotTried, needed, Untrue } from "./check.ts";
import type { Probe } from "./probe.ts";

/** What the checks of one realm stand on. */
export interface Subject {
  readonly admin: AdminClient;
  readonly fetch: Fetch;
  readonly model: RealmModel;
  readonly app: ClientModel;
  /** Of a confidential client. */
  readonly secret: string | undefined;
  readonly issuer: string;
  readonly redirectUri: string;
  readonly probe: Probe;
  /** Role that the helpdesk lets people in by. */
  readonly gateRole: string;
}

const UP = "bring the realm up to the spec with `up`, or look with `drift` at what was changed by hand";

/** Logs the probe in and looks at what came of it. */
export async function checkLogin(checks: Checks, subject: Subject): Promise<void> {
  const { app, issuer, probe, fetch, gateRole } = subject;
  const login = await checks.try("login", "a person with the helpdesk's roles logs in", () =>
    loginThroughForm({
      issuer,
      clientId: app.clientId,
      clientSecret: subject.secret,
      redirectUri: subject.redirectUri,
      username: probe.username,
      password: probe.password,
      fetch,
    }),
  );
  await checkChallenge(checks, subject);
  await checks.try("verifier", "a code that was asked for with a challenge needs its verifier", async () =>
    refuseWithoutVerifier(subject, needed(login, "login")),
  );
  const payload = await checks.try("signature", "the tokens are signed with the realm's published keys", () =>
    verified(needed(login, "login"), issuer, fetch),
  );
  await checks.try("audience", `the tokens are issued to ${app.clientId}`, () => {
    const { access, id } = needed(payload, "signature");
    if (access["azp"] !== app.clientId || ![id.aud].flat().includes(app.clientId))
      throw new Untrue(`azp is ${access["azp"]} and aud is ${id.aud}`, UP);
  });
  const access = login === undefined ? undefined : decodeJwt(login.tokens.access_token);
  await checks.try("roles", `the access token holds the role ${gateRole}`, () => {
    const roles = rolesIn(needed(access, "login"), app.clientId);
    if (!roles.includes(gateRole))
      throw new Untrue(
        `resource_access.${app.clientId}.roles is ${roles.length === 0 ? "empty" : roles.join(", ")}`,
        UP,
      );
  });
  await checks.try("claims", "the tokens hold given_name, family_name and email", () => {
    const lacking = missingClaims(needed(login, "login"), probe);
    if (lacking.length > 0) throw new Untrue(`missing or wrong: ${lacking.join(", ")}`, UP);
  });
  await checks.try("attributes", "people cannot change what only administrators may", () =>
    refuseOwnEdit(subject, needed(login, "login")),
  );
  await checks.try("logout", "a logout leads back to the helpdesk", () =>
    logOut(subject, needed(login, "login")),
  );
}

/** A wrong password is refused. Last of all, as it counts against the person. */
export async function checkPassword(checks: Checks, subject: Subject): Promise<void> {
  await checks.try("password", "a wrong password is refused", async () => {
    const { app, issuer, probe, fetch, redirectUri, secret } = subject;
    const common = { issuer, clientId: app.clientId, clientSecret: secret, redirectUri, fetch };
    try {
      await loginThroughForm({ ...common, username: probe.username, password: `${probe.password}x` });
    } catch (error) {
      if (error instanceof LoginRefused && error.stage === "form") return;
      throw error;
    }
    throw new Untrue("a wrong password was taken", "look at the realm's browser flow");
  });
}

async function checkChallenge(checks: Checks, subject: Subject): Promise<void> {
  const { app, issuer, fetch, redirectUri } = subject;
  const open = async () => {
    const configuration = await configure(subject);
    const started = await start(configuration, { redirectUri, pkce: false });
    return new Browser(fetch).open(started.url, issuer);
  };
  if (app.pkce === null) {
    await checks.try("challenge", "a login without a PKCE challenge is let through", async () => {
      const page = await open();
      if (!hasForm(page, "kc-form-login")) throw new Untrue(errorIn(page.redirect) ?? "no login form", UP);
    });
    return;
  }
  await checks.try("challenge", "a login without a PKCE challenge is refused", async () => {
    const page = await open();
    if (errorIn(page.redirect) === undefined) throw new Untrue("it was let through", UP);
  });
}

/** The session's cookies give a second code without the form. */
async function refuseWithoutVerifier(subject: Subject, { browser, configuration }: Login): Promise<void> {
  const { redirectUri, issuer } = subject;
  const started = await start(configuration, { redirectUri });
  const callback = callbackOf(await browser.open(started.url, issuer), redirectUri);
  try {
    await exchange(configuration, callback, { ...started, verifier: undefined });
  } catch (error) {
    if (error instanceof LoginRefused && error.stage === "token") return;
    throw error;
  }
  throw new Untrue("tokens were given without it", "report this: no Keycloak should");
}

async function verified({ tokens, configuration }: Login, issuer: string, fetch: Fetch) {
  const { jwks_uri } = configuration.serverMetadata();
  const keys = createRemoteJWKSet(new URL(jwks_uri ?? ""), {
    [customFetch]: fetch as typeof globalThis.fetch,
  });
  const check = async (token: string): Promise<JWTPayload> => {
    try {
      return (await jwtVerify(token, keys, { issuer })).payload;
    } catch (error) {
      throw new Untrue(error instanceof Error ? error.message : String(error), UP);
    }
  };
  return { access: await check(tokens.access_token), id: await check(tokens.id_token ?? "") };
}

function rolesIn(access: JWTPayload, clientId: string): readonly string[] {
  const resources = access["resource_access"] as Record<string, { roles?: string[] }> | undefined;
  return resources?.[clientId]?.roles ?? [];
}

function missingClaims({ tokens }: Login, probe: Probe): readonly string[] {
  const wanted = { given_name: probe.firstName, family_name: probe.lastName, email: probe.email };
  const both = {
    "access token": decodeJwt(tokens.access_token),
    "ID token": decodeJwt(tokens.id_token ?? ""),
  };
  return Object.entries(both).flatMap(([token, claims]) =>
    Object.entries(wanted).flatMap(([name, value]) =>
      claims[name] === value ? [] : [`${name} in the ${token}`],
    ),
  );
}

/** Tries it as the person, by the account API, and then asks the administrator what is there. */
async function refuseOwnEdit(subject: Subject, { tokens }: Login): Promise<void> {
  const { admin, model, probe, issuer, fetch } = subject;
  const guarded = Object.keys(probe.attributes).filter(
    (name) => model.profile.attributes[name]?.edit.includes("user") === false,
  );
  if (guarded.length === 0) throw new NotTried("the model has no such attribute");
  const { username, email, firstName, lastName } = probe;
  const wish = Object.fromEntries(guarded.map((name) => [name, ["changed by the person"]]));
  await fetch(`${issuer}/account/`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${tokens.access_token}`,
      accept: "application/json",
      "content-type": "application/json",
    },
    body: JSON.stringify({
      username,
      email,
      firstName,
      lastName,
      attributes: { ...probe.attributes, ...wish },
    }),
  });
  const path = adminPath`/realms/${model.realm}/users/${probe.id}`;
  const now = (await admin.get<{ attributes?: Record<string, string[]> }>(path)).attributes ?? {};
  const changed = guarded.filter((name) => now[name]?.join() !== probe.attributes[name]?.join());
  if (changed.length > 0) throw new Untrue(`a person changed their own ${changed.join(", ")}`, UP);
}

async function logOut(subject: Subject, { tokens, browser, configuration }: Login): Promise<void> {
  const [registered] = subject.app.postLogoutRedirectUris;
  if (registered === undefined) throw new NotTried("the model has no post-logout redirect URI");
  const target = registered === "+" ? subject.redirectUri : withoutWildcard(registered);
  const url = oidc.buildEndSessionUrl(configuration, {
    post_logout_redirect_uri: target,
    id_token_hint: tokens.id_token ?? "",
  });
  const page = await browser.open(url.href, subject.issuer);
  if (page.redirect?.startsWith(target) !== true)
    throw new Untrue(`Keycloak did not lead back to ${target}`, UP);
}

function configure({ issuer, app, secret, fetch }: Subject) {
  return discover({ issuer, clientId: app.clientId, clientSecret: secret, fetch });
}

/** `https://desk.example/otrs/*` -> `https://desk.example/otrs/`. */
export function withoutWildcard(uri: string): string {
  return uri.endsWith("*") ? uri.slice(0, -1) : uri;
}

/** The `error` of a redirect to the client, in its query or, for the implicit flow, its fragment. */
export function errorIn(redirect: string | undefined): string | undefined {
  if (redirect === undefined) return undefined;
  const url = new URL(redirect);
  const parameters = [url.searchParams, new URLSearchParams(url.hash.slice(1))];
  return parameters.flatMap((one) => one.get("error_description") ?? one.get("error") ?? [])[0];
}
