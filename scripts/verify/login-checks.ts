// Logins through Keycloak's form: who gets in, and who does not.

import { Browser, hasForm, messageOf } from "../login/browser.ts";
import { discover, type Login, LoginRefused, loginThroughForm, start } from "../login/login.ts";
import { authorizationError } from "./authorization-error.ts";
import { BRING_UP, type Checks, needed, registered, Untrue } from "./check.ts";
import type { Subject } from "./subject.ts";

/** Logs the probe in. Gives the login, which the checks of its tokens and its session look at. */
export function checkLogin(checks: Checks, subject: Subject): Promise<Login | undefined> {
  const where = subject.login.interface === "agents" ? "agents" : "customers";
  return checks.try("login", `a person with the helpdesk's roles logs in as ${where} do`, () =>
    loginWith(subject, subject.probe.password),
  );
}

/** PKCE is demanded where the model says so, and only there: some helpdesks send no challenge. */
export async function checkChallenge(
  checks: Checks,
  subject: Subject,
  login: Login | undefined,
): Promise<void> {
  const { app } = subject;
  const claim = app.pkce === null ? "let through" : "refused";
  await checks.try("challenge", `a login without a PKCE challenge is ${claim}`, async () => {
    // Where no login works at all, neither answer would be about the challenge.
    needed(login, "login");
    const { issuer, fetch } = subject;
    const redirectUri = registered(subject.redirectUri);
    const { url } = await start(await discoverFor(subject), { redirectUri, pkce: false });
    const page = await new Browser(fetch).open(url, issuer);
    const refusal = authorizationError(page.redirect);
    if (app.pkce === null && !hasForm(page, "kc-form-login"))
      throw new Untrue(`Keycloak refused it: ${refusal ?? messageOf(page)}`, BRING_UP);
    if (app.pkce !== null && refusal === undefined)
      throw new Untrue(`Keycloak answered with the page "${messageOf(page)}"`, BRING_UP);
  });
}

/** Last of all, as it counts against the person. */
export async function checkPassword(
  checks: Checks,
  subject: Subject,
  login: Login | undefined,
): Promise<void> {
  await checks.try("password", "a wrong password is refused", async () => {
    // A refusal says something about the password only where the right one is taken.
    needed(login, "login");
    try {
      await loginWith(subject, `${subject.probe.password}x`);
    } catch (error) {
      if (error instanceof LoginRefused && error.stage === "form") return;
      throw error;
    }
    throw new Untrue(
      "Keycloak let the person in with a wrong password",
      `bind a browser flow that asks for the password to the realm, and no other one to ${subject.app.clientId}`,
    );
  });
}

function loginWith(subject: Subject, password: string): Promise<Login> {
  const { app, issuer, login, probe, fetch, secret } = subject;
  return loginThroughForm({
    issuer,
    clientId: app.clientId,
    clientSecret: secret,
    redirectUri: registered(subject.redirectUri),
    username: probe.username,
    password,
    authentication: login.authentication,
    scopes: login.scopes,
    pkce: login.pkce ?? true,
    nonce: login.nonce,
    fetch,
  });
}

function discoverFor({ issuer, app, secret, fetch }: Subject) {
  return discover({ issuer, clientId: app.clientId, clientSecret: secret, fetch });
}
