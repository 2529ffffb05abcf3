// A person's login, as their browser and the helpdesk do it together: authorization code, Keycloak's
// form, tokens. `verify`, `npm start` and the tests use this one.

import * as oidc from "openid-client";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { Browser, hasForm, messageOf, type Page } from "./browser.ts";
import type { Fetch } from "./fetch.ts";

export interface LoginRequest {
  /** As in the tokens, for example `https://keycloak.example/realms/otrs-agents`. */
  readonly issuer: string;
  readonly clientId: string;
  /** Only for a confidential client. */
  readonly clientSecret?: string | undefined;
  /** Where Keycloak sends the browser; it is read and never opened. */
  readonly redirectUri: string;
  readonly username: string;
  readonly password: string;
  /** Taken where Keycloak asks for a new password after a temporary one. */
  readonly newPassword?: string | undefined;
  /** Whether a PKCE challenge (S256) is sent; it is by default. */
  readonly pkce?: boolean;
  /** Whether a nonce is sent, and expected in the ID token; it is by default. */
  readonly nonce?: boolean;
  /** Beside `openid`. */
  readonly scopes?: readonly string[];
  /** How a confidential client proves who it is; in the body by default. */
  readonly authentication?: "none" | "client_secret_basic" | "client_secret_post";
  /** Of an earlier login: where the person's session holds, Keycloak asks for nothing again. */
  readonly session?: Browser;
  readonly fetch: Fetch;
}

export interface Login {
  readonly tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;
  /** With the session's cookies in it. */
  readonly browser: Browser;
  readonly configuration: oidc.Configuration;
}

/** Where a login was stopped, and the words about it: Keycloak's own, or for `claims` the client's. */
export class LoginRefused extends Failure {
  /**
   * `form`: Keycloak took name and password for wrong. `page`: another page came. `claims`: the ID token
   * is not one that the client may take.
   */
  readonly stage: "form" | "page" | "callback" | "token" | "claims";
  readonly said: string;

  constructor(stage: LoginRefused["stage"], said: string, hint: string, cause?: unknown) {
    const who = stage === "claims" ? "The client refused the ID token" : "Keycloak stopped the login";
    super("login-refused", `${who}: ${said}`, { hint, cause });
    this.stage = stage;
    this.said = said;
  }
}

/** What Keycloak's discovery document says, with a client to use it. */
export async function discover({
  issuer,
  clientId,
  clientSecret,
  authentication,
  fetch,
}: Pick<
  LoginRequest,
  "issuer" | "clientId" | "clientSecret" | "authentication" | "fetch"
>): Promise<oidc.Configuration> {
  const auth =
    clientSecret === undefined
      ? oidc.None()
      : authentication === "client_secret_basic"
        ? oidc.ClientSecretBasic(clientSecret)
        : oidc.ClientSecretPost(clientSecret);
  return oidc.discovery(new URL(issuer), clientId, undefined, auth, {
    // Keycloak itself decides where it takes plain http (`sslRequired`).
    ...(issuer.startsWith("http:") ? { execute: [oidc.allowInsecureRequests] } : {}),
    [oidc.customFetch]: fetch as oidc.CustomFetch,
  });
}

/**
 * Logs a person in through the form and fetches the tokens.
 *
 * @throws LoginRefused with the stage where it ended.
 * @example
 * const { tokens } = await loginThroughForm({ issuer, clientId: "otrs-app", redirectUri, username, password, fetch });
 */
export async function loginThroughForm(request: LoginRequest): Promise<Login> {
  const configuration = await discover(request);
  const browser = new Browser(request.fetch, request.redirectUri, request.session);
  const started = await start(configuration, request);
  const page = await browser.open(started.url, request.issuer);
  const done = await fillIn(browser, page, request);
  const tokens = await exchange(configuration, callbackOf(done, request.redirectUri), started);
  return { tokens, browser, configuration };
}

/** An authorization request, and what the exchange of its code needs afterwards. */
export interface Started {
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string | undefined;
  readonly verifier: string | undefined;
}

export async function start(
  configuration: oidc.Configuration,
  {
    redirectUri,
    pkce = true,
    nonce: withNonce = true,
    scopes = [],
  }: Pick<LoginRequest, "redirectUri" | "pkce" | "nonce" | "scopes">,
): Promise<Started> {
  const state = oidc.randomState();
  const nonce = withNonce ? oidc.randomNonce() : undefined;
  const verifier = pkce ? oidc.randomPKCECodeVerifier() : undefined;
  const challenge: Record<string, string> =
    verifier === undefined
      ? {}
      : {
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        };
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: ["openid", ...scopes].join(" "),
    state,
    ...(nonce === undefined ? {} : { nonce }),
    ...challenge,
  });
  return { url: url.href, redirectUri, state, nonce, verifier };
}

/** openid-client's code for an ID token that is another client's, another issuer's or another login's. */
const WRONG_CLAIM = "OAUTH_JWT_CLAIM_COMPARISON_FAILED";

/** Exchanges the code in a callback's address for tokens. */
export async function exchange(
  configuration: oidc.Configuration,
  callback: URL,
  { redirectUri, state, nonce, verifier }: Started,
): Promise<Login["tokens"]> {
  nameWhole(configuration, redirectUri);
  try {
    return await oidc.authorizationCodeGrant(configuration, callback, {
      expectedState: state,
      ...(nonce === undefined ? {} : { expectedNonce: nonce }),
      ...(verifier === undefined ? {} : { pkceCodeVerifier: verifier }),
    });
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if (cause instanceof oidc.ClientError && cause.code === WRONG_CLAIM)
      throw new LoginRefused(
        "claims",
        said(cause.cause),
        "look at the mappers of the client and of its client scopes",
        cause,
      );
    const stage = cause instanceof oidc.AuthorizationResponseError ? "callback" : "token";
    throw new LoginRefused(stage, said(cause), "look at the client's settings in Keycloak", cause);
  }
}

/** A redirect URI has to be named again as it was, and openid-client leaves out its query. */
function nameWhole(configuration: oidc.Configuration, redirectUri: string): void {
  const fetch = configuration[oidc.customFetch];
  if (!redirectUri.includes("?") || fetch === undefined) return;
  configuration[oidc.customFetch] = (url, options) => {
    const { body } = options;
    if (body instanceof URLSearchParams && body.has("code")) body.set("redirect_uri", redirectUri);
    return fetch(url, options);
  };
}

/** The callback's address, if that is where the page leads. */
export function callbackOf(page: Page, redirectUri: string): URL {
  if (page.redirect?.startsWith(redirectUri) === true) return new URL(page.redirect);
  if (hasForm(page, "kc-form-login"))
    throw new LoginRefused("form", messageOf(page), "check the user name and the password");
  throw new LoginRefused("page", messageOf(page), pageHint(page));
}

/** Sends name and password, and a new password where Keycloak asks for one. */
export async function fillIn(
  browser: Browser,
  page: Page,
  { issuer, username, password, newPassword }: LoginRequest,
): Promise<Page> {
  if (!hasForm(page, "kc-form-login")) return page;
  const sent = await browser.submit(page, "kc-form-login", { username, password, credentialId: "" }, issuer);
  if (newPassword === undefined || !hasForm(sent, "kc-passwd-update-form")) return sent;
  const fields = { "password-new": newPassword, "password-confirm": newPassword };
  return browser.submit(sent, "kc-passwd-update-form", fields, issuer);
}

function pageHint(page: Page): string {
  if (hasForm(page, "kc-passwd-update-form")) return "give the person a password that is not temporary";
  if (hasForm(page, "kc-update-profile-form"))
    return "fill in what the realm's user profile requires of the person, email and names among them";
  return page.status === 400
    ? "check the client id, whether the client is switched on, and the redirect URI"
    : "look into the server's log";
}

function said(cause: unknown): string {
  if (cause instanceof oidc.AuthorizationResponseError || cause instanceof oidc.ResponseBodyError)
    return cause.error_description ?? cause.error;
  return cause instanceof Error ? cause.message : String(cause);
}
