// What Keycloak must refuse: other redirect URIs, and ways of logging in that the model switches off.

import { randomBytes } from "node:crypto";
import * as oidc from "openid-client";
import type { ClientModel } from "../../infra/model/types.ts";
import { Browser, hasForm } from "../login/browser.ts";
import { discover, start } from "../login/login.ts";
import { type Checks, NotTried, Untrue } from "./check.ts";
import { errorIn, type Subject } from "./login-checks.ts";
import { readSecret } from "./secret.ts";

const UP = "bring the client up to the spec with `up`, or look with `drift` at what was changed by hand";

export async function checkRefusals(checks: Checks, subject: Subject): Promise<void> {
  const { app, issuer, fetch, model } = subject;
  await checks.try("redirect", "a redirect URI that is not registered is refused", async () => {
    const configuration = await discover({ issuer, clientId: app.clientId, fetch });
    const redirectUri = `https://${randomBytes(6).toString("hex")}.invalid/`;
    const page = await new Browser(fetch).open((await start(configuration, { redirectUri })).url, issuer);
    const taken = hasForm(page, "kc-form-login") || page.redirect?.startsWith(redirectUri) === true;
    if (taken) throw new Untrue(`Keycloak would send people to ${redirectUri}`, UP);
  });
  await checks.try("implicit", "the implicit flow is refused", async () => {
    if (app.implicitFlow) throw new NotTried("the model switches it on");
    const configuration = await discover({ issuer, clientId: app.clientId, fetch });
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: subject.redirectUri,
      response_type: "id_token token",
      scope: "openid",
      nonce: oidc.randomNonce(),
    });
    const page = await new Browser(fetch).open(url.href, issuer);
    if (
      hasForm(page, "kc-form-login") ||
      (page.redirect !== undefined && errorIn(page.redirect) === undefined)
    )
      throw new Untrue(`${app.clientId} may use it`, UP);
  });
  await checks.try("direct-grant", "a password sent by the client itself is refused", async () => {
    const clients = Object.values(model.clients).filter((client) => !client.directAccessGrants);
    if (clients.length === 0) throw new NotTried("the model switches it on");
    for (const client of clients) await refuseDirectGrant(subject, client);
  });
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
  if (answer.status === 200) throw new Untrue(`${client.clientId} may log people in with a password`, UP);
  const { error } = (await answer.json()) as { error?: string };
  // Another error would be about the person or the secret, and prove nothing about the client.
  if (error !== "unauthorized_client")
    throw new Untrue(`the answer for ${client.clientId} was ${answer.status} (${error ?? "no error"})`, UP);
}
