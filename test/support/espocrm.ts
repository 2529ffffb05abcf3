// EspoCRM, as far as logging in and out goes. Written from its code (Tools/Oidc/Service.php, Core/Authentication/Oidc,
// Core/Authentication/Jwt, client handlers/login/oidc.js) and set up by the configuration files that `render` writes.

import { createHash, createHmac, createPublicKey, type JsonWebKey, randomBytes, verify } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Browser } from "../../scripts/login/browser.ts";
import { passForm, StandInRefused, type Visitor } from "./at-keycloak.ts";

/** Keys of its configuration. */
export type Settings = Readonly<Record<string, unknown>>;

/** OIDC Teams of the form: ids with the group beside them. */
export type Teams = Readonly<Record<string, string>>;

export interface EspoUser {
  readonly userName: string;
  readonly isAdmin?: boolean;
  firstName?: unknown;
  lastName?: unknown;
  emailAddress?: unknown;
  phoneNumber?: unknown;
  teamsIds?: readonly string[];
  /** Auth tokens that are active. */
  tokens: number;
}

interface Token {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly input: string;
  readonly signature: Buffer;
}

const HASHES = { RS256: "sha256", RS384: "sha384", RS512: "sha512" } as const;
const LEEWAY_SECONDS = 240;

export class Espocrm implements AsyncDisposable {
  readonly users: EspoUser[] = [];
  /** Length of the field userName. */
  userNameLength = 50;
  teams: Teams = {};
  settings: Settings = {};
  /** What came in from outside: method, path and the answer's status. */
  readonly calls: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body = await text(request);
      const status = await this.#answer(`${request.method} ${request.url}`, body);
      this.calls.push(`${request.method} ${request.url} ${status}`);
      response.writeHead(status).end();
    });
  }

  /** Listens on a free port of the loopback address. */
  static async start(): Promise<Espocrm> {
    const espocrm = new Espocrm();
    await new Promise<void>((ready) => espocrm.#server.listen(0, "127.0.0.1", ready));
    return espocrm;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  get siteUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #text(key: string): string {
    const value = this.settings[key];
    return typeof value === "string" ? value : "";
  }

  async login(browser: Browser, visitor: Visitor): Promise<EspoUser> {
    const [state, nonce] = [randomBytes(5).toString("hex"), randomBytes(5).toString("hex")];
    const verifier =
      this.settings["oidcAuthorizationPkce"] === true ? randomBytes(48).toString("base64url") : undefined;
    const callback = await passForm(browser, this.#authorizationUrl(state, nonce, verifier), visitor);
    if (callback.searchParams.get("state") !== state) throw new StandInRefused("State mismatch");
    const code = callback.searchParams.get("code");
    if (code === null)
      throw new StandInRefused(`callback: ${callback.searchParams.get("error_description") ?? "no code"}`);
    const token = parseToken(await this.#requestToken(code, verifier));
    await this.#validate(token);
    if (token.payload["nonce"] !== nonce) throw new StandInRefused("JWT nonce mismatch");
    const user = this.#user(token.payload);
    user.tokens += 1;
    return user;
  }

  #authorizationUrl(state: string, nonce: string, verifier: string | undefined): string {
    const groups = this.#text("oidcGroupClaim");
    const query = new URLSearchParams({
      client_id: this.#text("oidcClientId"),
      redirect_uri: `${this.siteUrl}/oauth-callback.php`,
      response_type: "code",
      scope: ["openid", ...(this.settings["oidcScopes"] as readonly string[])].join(" "),
      state,
      nonce,
      prompt: this.#text("oidcAuthorizationPrompt") || "consent",
      ...(groups === "" ? {} : { claims: JSON.stringify({ id_token: { [groups]: { essential: true } } }) }),
      ...(verifier === undefined
        ? {}
        : {
            code_challenge: createHash("sha256").update(verifier).digest("base64url"),
            code_challenge_method: "S256",
          }),
    });
    return `${this.#text("oidcAuthorizationEndpoint")}?${query}`;
  }

  async #requestToken(code: string, verifier: string | undefined): Promise<string> {
    const answer = await fetch(this.#text("oidcTokenEndpoint"), {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: this.#text("oidcClientId"),
        client_secret: this.#text("oidcClientSecret"),
        code,
        redirect_uri: `${this.siteUrl}/oauth-callback.php`,
        ...(verifier === undefined ? {} : { code_verifier: verifier }),
      }),
    });
    const body = (await answer.json()) as { id_token?: string; error_description?: string };
    if (body.id_token === undefined) throw new StandInRefused(`token: ${body.error_description}`);
    return body.id_token;
  }

  async #validate(token: Token): Promise<void> {
    const { exp, nbf, aud, sub, iss } = token.payload;
    const now = Date.now() / 1000;
    if (typeof exp === "number" && exp + LEEWAY_SECONDS <= now) throw new StandInRefused("JWT expired");
    if (typeof nbf === "number" && now < nbf - LEEWAY_SECONDS) throw new StandInRefused("JWT used too early");
    if (![aud].flat().includes(this.#text("oidcClientId"))) throw new StandInRefused("JWT aud");
    if (!sub || !iss) throw new StandInRefused("JWT does not contain sub or iss");
    const algorithm = String(token.header["alg"]);
    if (!(this.settings["oidcJwtSignatureAlgorithmList"] as readonly string[]).includes(algorithm))
      throw new StandInRefused(`JWT signing algorithm ${algorithm} not allowed`);
    if (!(await this.#isSigned(token, algorithm))) throw new StandInRefused("JWT signature not verified");
  }

  async #isSigned(token: Token, algorithm: string): Promise<boolean> {
    if (algorithm.startsWith("HS")) {
      const hash = `sha${algorithm.slice(2)}`;
      const own = createHmac(hash, this.#text("oidcClientSecret")).update(token.input).digest();
      return own.equals(token.signature);
    }
    const hash = HASHES[algorithm as keyof typeof HASHES];
    if (hash === undefined) throw new StandInRefused(`Not supported algorithm ${algorithm}`);
    const answer = await fetch(this.#text("oidcJwksEndpoint"));
    const { keys } = (await answer.json()) as { keys: (JsonWebKey & { kid: string })[] };
    const key = keys.find(({ kid, kty }) => kid === token.header["kid"] && kty === "RSA");
    if (key === undefined) return false;
    return verify(hash, Buffer.from(token.input), createPublicKey({ key, format: "jwk" }), token.signature);
  }

  /** The user whom the token means, found, synced or created. */
  #user(payload: Token["payload"]): EspoUser {
    const claim = payload[this.#text("oidcUsernameClaim")];
    if (typeof claim !== "string" || claim === "") throw new StandInRefused("No username claim in token");
    const userName = claim
      .toLowerCase()
      .replace(/[^a-z0-9\-@_.\s]/g, "_")
      .replaceAll(" ", "_");
    const found = this.users.find((user) => user.userName === userName);
    if (found?.isAdmin === true && this.settings["oidcAllowAdminUser"] !== true)
      throw new StandInRefused("it's admin, not allowed");
    const [sync, syncTeams] = [this.settings["oidcSync"] === true, this.settings["oidcSyncTeams"] === true];
    if (found === undefined && this.settings["oidcCreateUser"] !== true)
      throw new StandInRefused("user not found");
    if (found === undefined || sync || syncTeams) this.#checkLength(userName);
    const user = found ?? { userName, tokens: 0 };
    if (found === undefined || sync) {
      user.emailAddress = payload["email"] ?? null;
      user.phoneNumber = payload["phone_number"] ?? null;
      user.firstName = payload["given_name"] ?? null;
      user.lastName = payload["family_name"] ?? null;
    }
    if (found === undefined || syncTeams) user.teamsIds = this.#teamsOf(payload);
    if (found === undefined) this.users.push(user);
    return user;
  }

  #checkLength(userName: string): void {
    if (Buffer.byteLength(userName) > this.userNameLength)
      throw new StandInRefused(`Value in username claim exceeds max length of ${this.userNameLength}`);
  }

  #teamsOf(payload: Token["payload"]): string[] {
    const value = payload[this.#text("oidcGroupClaim")];
    const groups = [value ?? []].flat().filter((one) => typeof one === "string");
    return Object.entries(this.teams)
      .filter(([, group]) => group === "" || groups.includes(group))
      .map(([id]) => id);
  }

  /** Where the browser is sent after a logout. */
  logoutUrl(): string {
    return this.#text("oidcLogoutUrl")
      .replaceAll("{clientId}", encodeURIComponent(this.#text("oidcClientId")))
      .replaceAll("{siteUrl}", encodeURIComponent(this.siteUrl));
  }

  async #answer(call: string, body: string): Promise<number> {
    if (call !== "POST /api/v1/Oidc/backchannelLogout") return 404;
    try {
      const token = parseToken(new URLSearchParams(body).get("logout_token") ?? "");
      await this.#validate(token);
      const name = token.payload[this.#text("oidcUsernameClaim")];
      if (name === undefined) throw new StandInRefused("No username claim in token");
      const user = this.users.find(({ userName }) => userName === name);
      if (user !== undefined) user.tokens = 0;
      return 200;
    } catch {
      return 403;
    }
  }
}

function parseToken(raw: string): Token {
  const [header = "", payload = "", signature = ""] = raw.split(".");
  const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  if (signature === "") throw new StandInRefused("Too few JWT parts");
  return {
    header: decoded(header),
    payload: decoded(payload),
    input: `${header}.${payload}`,
    signature: Buffer.from(signature, "base64url"),
  };
}
