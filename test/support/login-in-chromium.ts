// A login as a person makes it: the name and the temporary password typed, a new one chosen, and out again.

import assert from "node:assert/strict";
import * as oidc from "openid-client";
import type { Page } from "playwright-core";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { discover, exchange, start } from "../../scripts/login/login.ts";
import { randomPassword } from "../../scripts/random-password.ts";
import { readSecret } from "../../scripts/verify/secret.ts";
import { withoutWildcard } from "../../scripts/verify/session-checks.ts";
import type { Chromium } from "./chromium.ts";

/** Attributes that Keycloak keeps apart from the others. */
const CORE: ReadonlySet<string> = new Set(["username", "email", "firstName", "lastName"]);

/** Makes a person in the realm and logs in and out with the client `app`; fails where a step does not work. */
export async function loginInChromium(
  browser: Chromium,
  admin: AdminClient,
  model: RealmModel,
): Promise<void> {
  const { app } = model.clients;
  assert.ok(app);
  const person = await makePerson(admin, model);
  const fetch = fetchFor(admin.connection);
  const issuer = `${admin.connection.url}/realms/${model.realm}`;
  const clientSecret = await readSecret(admin, model.realm, app);
  const configuration = await discover({ issuer, clientId: app.clientId, clientSecret, fetch });
  const redirectUri = withoutWildcard(app.redirectUris[0] ?? "");
  const started = await start(configuration, { redirectUri });

  await browser.visit(async (page) => {
    await page.goto(started.url);
    await page.locator("#username").fill(person.username);
    await page.locator("#password").fill(person.password);
    await page.locator("#kc-login").click();
    await choosePassword(page, randomPassword());
    await page.waitForURL((url) => url.href.startsWith(redirectUri));
    await page.getByText("landed").waitFor();
    const tokens = await exchange(configuration, new URL(page.url()), started);
    assert.equal(tokens.claims()?.["preferred_username"], person.username);

    const [registered] = app.postLogoutRedirectUris;
    const target = registered === undefined || registered === "+" ? redirectUri : withoutWildcard(registered);
    const hint = { id_token_hint: tokens.id_token ?? "" };
    const back = oidc.buildEndSessionUrl(configuration, { ...hint, post_logout_redirect_uri: target });
    const answer = await page.goto(back.href);
    if (registered === undefined) {
      assert.equal(answer?.status(), 400, "nobody is led anywhere after a logout");
      await page.goto(oidc.buildEndSessionUrl(configuration, hint).href);
      await page.getByText("You are logged out").first().waitFor();
    } else {
      await page.waitForURL((url) => url.href.startsWith(target));
      await page.getByText("landed").waitFor();
    }
    // Who is logged out is asked for a name again.
    await page.goto((await start(configuration, { redirectUri })).url);
    await page.locator("#kc-form-login").waitFor();
  });
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.locator("#password-new").fill(password);
  await page.locator("#password-confirm").fill(password);
  await page.locator("#kc-passwd-update-form [type=submit]").first().click();
}

async function makePerson(admin: AdminClient, { realm, profile, clients }: RealmModel) {
  // One for each client: several helpdesks may share the realm.
  const username = `grace.${clients["app"]?.clientId}`;
  const person = { username, password: randomPassword() };
  const required = Object.entries(profile.attributes).filter(
    ([name, { requiredFor }]) => requiredFor.length > 0 && !CORE.has(name),
  );
  await admin.post(adminPath`/realms/${realm}/users`, {
    username: person.username,
    email: `${username}@probe.invalid`,
    firstName: "Grace",
    lastName: "Hopper",
    enabled: true,
    emailVerified: true,
    attributes: Object.fromEntries(required.map(([name]) => [name, ["1"]])),
    credentials: [{ type: "password", value: person.password, temporary: true }],
  });
  return person;
}
