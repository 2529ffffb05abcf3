// What a person who is logged in can do: not change what administrators keep, and log out.

import * as oidc from "openid-client";
import { adminPath } from "../../infra/admin/client.ts";
import { type Login, LoginRefused, loginThroughForm } from "../login/login.ts";
import { BRING_UP, type Checks, NotTried, needed, Untrue } from "./check.ts";
import type { Subject } from "./subject.ts";

/** `own`: the login, where its tokens are the client's own. */
export async function checkSession(
  checks: Checks,
  subject: Subject,
  login: Login | undefined,
  own: Login | undefined,
): Promise<void> {
  await checks.try("attributes", "people cannot change what only administrators may", () =>
    refuseOwnEdit(subject, needed(login, "login")),
  );
  // Keycloak takes the client, and with it the addresses to lead back to, from the ID token.
  await checks.try("logout", "a logout leads back to the helpdesk", () =>
    logOut(subject, needed(own, "audience")),
  );
}

/** Tries it as the person, by the account API, and then asks the administrator what is there. */
async function refuseOwnEdit(subject: Subject, login: Login): Promise<void> {
  const { admin, model, probe, issuer, fetch } = subject;
  const isGuarded = (name: string) => model.profile.attributes[name]?.edit.includes("user") === false;
  const guarded = Object.keys(probe.attributes).filter(isGuarded);
  const ofEmail = isGuarded("email");
  if (guarded.length === 0 && !ofEmail) throw new NotTried("the model has no such attribute");
  const { username, email, firstName, lastName } = probe;
  const wish = Object.fromEntries(guarded.map((name) => [name, ["changed by the person"]]));
  const answer = await fetch(`${issuer}/account/`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await accountToken(subject, login)}`,
      accept: "application/json",
      "content-type": "application/json",
    },
    body: JSON.stringify({
      username,
      email: ofEmail ? `changed-${email}` : email,
      firstName,
      lastName,
      attributes: { ...probe.attributes, ...wish },
    }),
  });
  if (answer.status === 401 || answer.status === 403)
    throw new NotTried("no token of the person opens the account pages");
  const path = adminPath`/realms/${model.realm}/users/${probe.id}`;
  const now = await admin.get<{ email?: string; attributes?: Record<string, string[]> }>(path);
  const changed = [
    ...guarded.filter((name) => now.attributes?.[name]?.join() !== probe.attributes[name]?.join()),
    ...(ofEmail && now.email !== email ? ["email"] : []),
  ];
  if (changed.length > 0) throw new Untrue(`a person changed their own ${changed.join(", ")}`, BRING_UP);
}

/**
 * As people come by it, from Keycloak's own pages: the helpdesk's token may not open them. In the session that they
 * have: right after one login Keycloak may take a second one for an attack (keycloak/keycloak#33527).
 */
async function accountToken(
  { issuer, probe, fetch }: Subject,
  { tokens, browser: session }: Login,
): Promise<string> {
  const { username, password } = probe;
  const own = { issuer, clientId: "account-console", redirectUri: `${issuer}/account/`, username, password };
  const login = await loginThroughForm({ ...own, session, fetch }).catch((error: unknown) => {
    if (error instanceof LoginRefused) return undefined;
    throw error;
  });
  return (login ?? { tokens }).tokens.access_token;
}

async function logOut(subject: Subject, { tokens, browser, configuration }: Login): Promise<void> {
  const [registered] = subject.app.postLogoutRedirectUris;
  if (registered === undefined) throw new NotTried("the model has no post-logout redirect URI");
  const target = registered === "+" ? (subject.redirectUri ?? "") : withoutWildcard(registered);
  const url = oidc.buildEndSessionUrl(configuration, {
    post_logout_redirect_uri: target,
    id_token_hint: tokens.id_token ?? "",
  });
  const page = await browser.open(url.href, subject.issuer);
  if (page.redirect?.startsWith(target) !== true)
    throw new Untrue(`Keycloak did not lead back to ${target}`, BRING_UP);
}

/** `https://desk.example/otrs/*` -> `https://desk.example/otrs/`. */
export function withoutWildcard(uri: string): string {
  return uri.endsWith("*") ? uri.slice(0, -1) : uri;
}
