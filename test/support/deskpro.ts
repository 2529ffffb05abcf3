// Deskpro as a relying party, by the vendor's articles on OpenID Connect. What they do not say, it does in every
// way that there is: the form's values alone have to do for each. Its callbacks are https addresses that nothing
// answers at; the browser's redirect to them is read and never followed.

import * as oidc from "openid-client";
import { Browser, messageOf } from "../../scripts/login/browser.ts";
import type { Fetch } from "../../scripts/login/fetch.ts";
import { fillIn } from "../../scripts/login/login.ts";

/** The form of an app, by the names of its fields, and the callback that Deskpro makes of its own URL and APP_ID. */
export interface DeskproApp {
  readonly "Provider URL": string;
  readonly "Client ID": string;
  readonly "Client Secret": string;
  readonly [field: string]: string;
}

/** What the vendor leaves open. */
export interface Ways {
  readonly authentication: "client_secret_basic" | "client_secret_post";
  readonly pkce: boolean;
  readonly nonce: boolean;
}

export const ALL_WAYS: readonly Ways[] = (["client_secret_basic", "client_secret_post"] as const).flatMap(
  (authentication) =>
    [true, false].flatMap((pkce) => [true, false].map((nonce) => ({ authentication, pkce, nonce }))),
);

/** Reads the rendered form of one app. */
export function readForm(text: string, whose: "agents" | "users"): DeskproApp {
  const section = text.split(/^## /m).find((one) => one.startsWith(`App for ${whose}\n`)) ?? "";
  const rows = [...section.matchAll(/^\| ([^|]+) \| (`+) ?(.*?) ?\2 \|$/gm)];
  return Object.fromEntries(
    rows.map(([, field = "", , value = ""]) => [field, value.replaceAll("\\|", "|")]),
  ) as DeskproApp;
}

export interface Profile {
  readonly email: unknown;
  readonly given_name: unknown;
  readonly family_name: unknown;
}

/** Why nobody got in, in Keycloak's words. */
export class DeskproRefused extends Error {}

export class Deskpro {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** What the app learns of whoever gets in, in the ID token and in userinfo. */
  async logIn(
    app: DeskproApp,
    callback: string,
    person: { readonly username: string; readonly password: string },
    { authentication, pkce, nonce }: Ways,
    browser = new Browser(this.#fetch),
  ): Promise<{ idToken: Profile; userinfo: Profile; hint: string }> {
    const secret = app["Client Secret"];
    const auth =
      authentication === "client_secret_post"
        ? oidc.ClientSecretPost(secret)
        : oidc.ClientSecretBasic(secret);
    const configuration = await oidc.discovery(
      new URL(app["Provider URL"]),
      app["Client ID"],
      undefined,
      auth,
      {
        execute: [oidc.allowInsecureRequests],
        [oidc.customFetch]: this.#fetch as oidc.CustomFetch,
      },
    );
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, sent] = [oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: callback,
      scope: "openid profile email",
      state,
      ...(nonce ? { nonce: sent } : {}),
      ...(pkce
        ? { code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" }
        : {}),
    });
    const issuer = configuration.serverMetadata().issuer;
    const request = {
      issuer,
      clientId: app["Client ID"],
      redirectUri: callback,
      fetch: this.#fetch,
      ...person,
    };
    const page = await fillIn(browser, await browser.open(url.href, issuer), request);
    if (page.redirect?.startsWith(callback) !== true) throw new DeskproRefused(messageOf(page));
    const back = new URL(page.redirect);
    const error = back.searchParams.get("error_description") ?? back.searchParams.get("error");
    if (error !== null) throw new DeskproRefused(error);
    const tokens = await oidc
      .authorizationCodeGrant(configuration, back, {
        expectedState: state,
        ...(nonce ? { expectedNonce: sent } : {}),
        ...(pkce ? { pkceCodeVerifier: verifier } : {}),
      })
      .catch((cause: Error) => {
        throw new DeskproRefused(cause.message, { cause });
      });
    const claims = tokens.claims();
    const userinfo = await oidc.fetchUserInfo(configuration, tokens.access_token, claims?.sub ?? "");
    return { idToken: profile(claims ?? {}), userinfo: profile(userinfo), hint: tokens.id_token ?? "" };
  }

  /** Where the browser is once the person has logged out at Keycloak, too. */
  async logOut(app: DeskproApp, hint: string, browser: Browser, to: string): Promise<string | undefined> {
    const url = new URL(`${app["Provider URL"]}/protocol/openid-connect/logout`);
    url.search = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: to }).toString();
    return (await browser.open(url.href, app["Provider URL"])).redirect;
  }
}

const profile = ({ email, given_name, family_name }: Readonly<Record<string, unknown>>): Profile => ({
  email,
  given_name,
  family_name,
});
