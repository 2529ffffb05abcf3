// A person's login as their browser makes it: Keycloak's own form, filled in and sent.

import type { TestPerson, TestRealm } from "deskrealm/testing";
import * as oidc from "openid-client";

/** Claims of the ID token that the helpdesk gets. */
export async function logIn({ issuer, app }: TestRealm, person: TestPerson, redirectUri: string) {
  const authentication = app.secret === null ? oidc.None() : oidc.ClientSecretPost(app.secret);
  // Plain http: this Keycloak may be on this machine.
  const options = { execute: [oidc.allowInsecureRequests] };
  const client = await oidc.discovery(new URL(issuer), app.clientId, undefined, authentication, options);
  const verifier = oidc.randomPKCECodeVerifier();
  const page = await fetch(
    oidc.buildAuthorizationUrl(client, {
      redirect_uri: redirectUri,
      scope: "openid profile email",
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    }),
  );
  const action = /<form[^>]* action="([^"]+)"/.exec(await page.text())?.[1];
  if (action === undefined)
    throw new Error("Keycloak shows no form: is the redirect URI one of the helpdesk's?");
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const sent = await fetch(action.replaceAll("&amp;", "&"), {
    method: "POST",
    headers: { cookie: cookies.join("; ") },
    body: new URLSearchParams({ username: person.username, password: person.password }),
    redirect: "manual",
  });
  const location = sent.headers.get("location");
  if (location === null) throw new Error("Keycloak refuses the name or the password");
  const tokens = await oidc.authorizationCodeGrant(client, new URL(location), { pkceCodeVerifier: verifier });
  return tokens.claims();
}
