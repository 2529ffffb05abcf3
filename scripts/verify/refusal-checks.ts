// What Keycloak must refuse: other redirect URIs, and ways of logging in that the model switches off.

import { randomBytes } from "node:crypto";
import * as oidc from "openid-client";
import type { ClientModel } from "../../infra/model/types.ts";
import { Browser, messageOf, type Page } from "../login/browser.ts";
import { discover, type Login, start } from "../login/login.ts";
import { authorizationError } from "./authorization-error.ts";
import { BRING_UP, type Checks, NotTried, needed, registered, Untrue } from "./check.ts";
import { readSecret } from "./secret.ts";
import type { Subject } from "./subject.ts";

/** Each is asked for with everything else as in the login that worked, or a refusal would prove nothing. */
export async function checkRefusals(
  checks: Checks,
  subject: Subject,
  login: Login | undefined,
): Promise<void> {
  const { app, issuer, fetch, model, redirectUri } = subject;
  await checks.try("redirect", "a redirect URI that is not registered is refused", async () => {
    const { configuration } = needed(login, "login");
    const elsewhere = `https://${randomBytes(6).toString("hex")}.invalid/`;
    const { url } = await start(configuration, { redirectUri: elsewhere });
    const page = await new Browser(fetch).open(url, issuer);
    // Any error would be sent to the address, so it is refused on a page of Keycloak's own.
    if (page.status !== 400) throw new Untrue(`${elsewhere} was taken: ${answerOf(page)}`, BRING_UP);
  });
  await checks.try("implicit", "the implicit flow is refused", async () => {
    if (app.implicitFlow) throw new NotTried("the model switches it on");
    const { configuration } = needed(login, "login");
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: registered(redirectUri),
      response_type: "id_token token",
      scope: "openid",
      nonce: oidc.randomNonce(),
    });
    const page = await new Browser(fetch).open(url.href, issuer);
    if (authorizationError(page.redirect) === undefined)
      throw new Untrue(`${app.clientId} may use it: ${answerOf(page)}`, BRING_UP);
  });
  await checks.try("direct-grant", "a password sent by the client itself is refused", async () => {
    const clients = Object.values(model.clients).filter((client) => !client.directAccessGrants);
    if (clients.length === 0) throw new NotTried("the model switches it on");
    needed(login, "login");
    for (const client of clients) await refuseDirectGrant(subject, client);
  });
}

function answerOf(page: Page): string {
  return page.redirect === undefined
    ? `Keycloak answered with the page "${messageOf(page)}"`
    : `Keycloak sent the browser to ${page.redirect.split(/[?#]/)[0]}`;
}

/** With the right password: only the client's settings stand in the way. */
async function refuseDirectGrant(
  { admin, issuer, fetch, model, probe }: Subject,
  client: ClientModel,
): Promise<void> {
  const secret = await readSecret(admin, model.realm, client);
  const { token_endpoint = "" } = (
    await discover({ issuer, clientId: client.clientId, fetch })
  ).serverMetadata();
  const answer = await fetch(token_endpoint, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "password",
      client_id: client.clientId,
      ...(secret === undefined ? {} : { client_secret: secret }),
      username: probe.username,
      password: probe.password,
    }),
  });
  if (answer.status === 200)
    throw new Untrue(`${client.clientId} may log people in with a password`, BRING_UP);
  const { error } = (await answer.json()) as { error?: string };
  // Another error would be about the person or the secret, and prove nothing about the client.
  if (error !== "unauthorized_client")
    throw new Untrue(
      `the answer for ${client.clientId} was ${answer.status} (${error ?? "no error"})`,
      BRING_UP,
    );
}
