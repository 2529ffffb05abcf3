// OTOBO 11 as a relying party, by its own code: Kernel/System/OpenIDConnect.pm, …/Auth/OpenIDConnect.pm and
// …/CustomerAuth/OpenIDConnect.pm, and Crypt::JWT's choice of a key. It is configured by its Config.pm alone.

import { randomBytes } from "node:crypto";
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from "jose";
import { Browser, hasForm, messageOf } from "../../scripts/login/browser.ts";
import type { Fetch } from "../../scripts/login/fetch.ts";
import { loadConfig } from "./perl.ts";

type Interface = "agents" | "customers";

interface Provider {
  readonly OpenIDConfiguration: string;
  readonly TTL?: number;
  readonly Name?: string;
}

interface Config {
  readonly ClientSettings: {
    readonly ClientID: string;
    readonly ClientSecret: string;
    readonly RedirectURI: string;
  };
  readonly ProviderSettings: Provider;
  readonly Misc?: { readonly UseNonce?: number };
}

interface Known {
  readonly configuration: Readonly<Record<string, string>>;
  readonly keys: readonly JWK[];
  readonly until: number;
}

type Claims = Readonly<Record<string, unknown>>;
type RoleMap = { readonly [key: string]: string | RoleMap };

export interface Agent {
  UserEmail: string;
  UserFirstname: string;
  UserLastname: string;
  readonly roles: Set<string>;
}

/** Why nobody got in. `died`: the request ended with an error 500. */
export class OtoboRefused extends Error {
  readonly where: "keycloak" | "token" | "died" | "token data" | "UID" | "roles" | "unknown";
  constructor(where: OtoboRefused["where"], message: string) {
    super(`${where}: ${message}`);
    this.where = where;
  }
}

export class Otobo {
  readonly agents = new Map<string, Agent>();
  /** Logins. */
  readonly customers = new Set<string>();
  /** Roles that somebody has made in OTOBO. */
  readonly roles = new Set<string>();
  /** By which it keeps what it has read, in seconds. */
  now = (): number => Date.now() / 1000;
  settings: Record<string, unknown>;
  readonly #fetch: Fetch;
  readonly #cache = new Map<string, Known>();
  readonly #nonces = new Set<string>();

  constructor(configPm: string, fetch: Fetch) {
    this.settings = loadConfig(configPm);
    this.#fetch = fetch;
  }

  /** The login of whoever gets in. */
  async logIn(at: Interface, username: string, password: string, browser = this.browser()): Promise<string> {
    const code = await this.#codeOf(at, username, password, browser);
    const claims = await this.#validated(at, await this.#idToken(at, code));
    const uid = String(this.#get(at, "UID"));
    const login = claims[uid];
    if (typeof login !== "string" || login === "") throw new OtoboRefused("UID", `no ${uid}`);
    return at === "agents" ? this.#agent(login, claims) : this.#customer(login);
  }

  /** Where logging out leads; nothing is added to it. */
  async logoutUrl(at: Interface): Promise<string> {
    return (await this.#provider(at)).configuration["end_session_endpoint"] ?? "";
  }

  browser(): Browser {
    return new Browser(this.#fetch);
  }

  #get<T>(at: Interface, name: string): T {
    return this.settings[`${at === "agents" ? "" : "Customer::"}AuthModule::OpenIDConnect::${name}`] as T;
  }

  async #provider(at: Interface, again = false): Promise<Known> {
    const { OpenIDConfiguration, TTL = 1800, Name = "" } = this.#get<Config>(at, "Config").ProviderSettings;
    const cached = this.#cache.get(Name);
    if (!again && cached !== undefined && cached.until > this.now()) return cached;
    const configuration = await this.#json<Record<string, string>>(OpenIDConfiguration);
    const { keys } = await this.#json<{ keys: JWK[] }>(configuration["jwks_uri"] ?? "");
    const known = { configuration, keys, until: this.now() + TTL };
    this.#cache.set(Name, known);
    return known;
  }

  async #json<T>(url: string): Promise<T> {
    const answer = await this.#fetch(url, {});
    if (!answer.ok) throw new OtoboRefused("keycloak", `${url} answers with ${answer.status}`);
    return (await answer.json()) as T;
  }

  /** PreAuth, the person at Keycloak, and what comes back. */
  async #codeOf(at: Interface, username: string, password: string, browser: Browser): Promise<string> {
    const { ClientSettings, Misc } = this.#get<Config>(at, "Config");
    const { ResponseType, AdditionalScope = [] } = this.#get<Record<string, string[]>>(at, "AuthRequest");
    const { configuration } = await this.#provider(at);
    const endpoint = configuration["authorization_endpoint"] ?? "";
    const [state, nonce] = [random(), random()];
    // Nothing but the redirect URI is escaped.
    const url =
      `${endpoint}?response_type=${(ResponseType ?? []).join("%20")}` +
      `&scope=${["openid", ...AdditionalScope].join("%20")}&client_id=${ClientSettings.ClientID}` +
      `&state=${state}&redirect_uri=${encodeURIComponent(ClientSettings.RedirectURI)}` +
      (Misc?.UseNonce ? `&nonce=${nonce}` : "");
    if (Misc?.UseNonce) this.#nonces.add(nonce);
    const within = endpoint.replace(/\/realms\/.*/, "/realms/");
    const first = await browser.open(url, within);
    const page = hasForm(first, "kc-form-login")
      ? await browser.submit(first, "kc-form-login", { username, password, credentialId: "" }, within)
      : first;
    if (page.redirect?.startsWith(ClientSettings.RedirectURI) !== true)
      throw new OtoboRefused("keycloak", messageOf(page));
    const back = new URL(page.redirect).searchParams;
    const error = back.get("error");
    if (error !== null) throw new OtoboRefused("keycloak", back.get("error_description") ?? error);
    if (back.get("Action") !== "Login" || back.get("state") !== state)
      throw new OtoboRefused("keycloak", "another login's answer");
    return back.get("code") ?? "";
  }

  async #idToken(at: Interface, code: string): Promise<string> {
    const { ClientID, ClientSecret, RedirectURI } = this.#get<Config>(at, "Config").ClientSettings;
    const { configuration } = await this.#provider(at);
    const answer = await this.#fetch(configuration["token_endpoint"] ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(`${ClientID}:${ClientSecret}`).toString("base64")}`,
      },
      body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: RedirectURI }),
    });
    const content = (await answer.json()) as Record<string, string>;
    if (content["error"] !== undefined || content["id_token"] === undefined)
      throw new OtoboRefused("token", content["error_description"] ?? content["error"] ?? "no ID token");
    return content["id_token"];
  }

  async #validated(at: Interface, token: string): Promise<Claims> {
    const { ClientSettings, Misc } = this.#get<Config>(at, "Config");
    const known = await this.#provider(at);
    const decoded = await decode(token, known.keys);
    const wrong = decoded["iss"] !== known.configuration["issuer"];
    const { configuration } = wrong ? await this.#provider(at, true) : known;
    const claims = wrong ? await decode(token, (await this.#provider(at)).keys) : decoded;
    const audience = [claims["aud"]].flat();
    const problems = [
      ...(claims["iss"] === configuration["issuer"] ? [] : ["iss"]),
      ...(audience.includes(ClientSettings.ClientID) ? [] : ["aud"]),
      ...(claims["azp"] === undefined || claims["azp"] === ClientSettings.ClientID ? [] : ["azp"]),
      ...(Number(claims["exp"]) + 2 > Date.now() / 1000 ? [] : ["exp"]),
      ...(Misc?.UseNonce && !this.#nonces.delete(String(claims["nonce"])) ? ["nonce"] : []),
    ];
    if (problems.length > 0) throw new OtoboRefused("token data", problems.join(", "));
    return claims;
  }

  #agent(login: string, claims: Claims): string {
    const roleMap = this.#get<RoleMap | undefined>("agents", "RoleMap");
    const found = roleMap === undefined ? undefined : rolesIn(roleMap, claims);
    if (found?.size === 0) throw new OtoboRefused("roles", "You have no access to this application.");
    const userMap = this.#get<Record<string, string> | undefined>("agents", "UserMap");
    if (userMap !== undefined) {
      const data = Object.fromEntries(
        Object.entries(userMap).map(([claim, field]) => [field, String(claims[claim] ?? "")]),
      ) as Pick<Agent, "UserEmail" | "UserFirstname" | "UserLastname">;
      const agent = this.agents.get(login);
      if (agent !== undefined) Object.assign(agent, data);
      else if (data.UserEmail && data.UserFirstname && data.UserLastname)
        this.agents.set(login, { ...data, roles: new Set() });
    }
    const agent = this.agents.get(login);
    if (agent === undefined) throw new OtoboRefused("unknown", login);
    // Of all roles that there are, the token's are given and the others taken away.
    if (found !== undefined)
      for (const role of this.roles)
        if (found.has(role)) agent.roles.add(role);
        else agent.roles.delete(role);
    return login;
  }

  #customer(login: string): string {
    if (!this.customers.has(login)) throw new OtoboRefused("unknown", login);
    return login;
  }
}

const random = () => randomBytes(11).toString("hex");

/** Crypt::JWT: the key by its id, RS… for keys of RSA, ES… for those of elliptic curves; else it dies. */
async function decode(token: string, keys: readonly JWK[]): Promise<Claims> {
  const { alg = "none", kid } = decodeProtectedHeader(token);
  const key = keys.find((one) => one.kid === kid);
  if (key === undefined) throw new OtoboRefused("died", "JWS: missing 'key'");
  const fits = (key.kty === "RSA" && alg.startsWith("RS")) || (key.kty === "EC" && alg.startsWith("ES"));
  if (!fits) throw new OtoboRefused("died", `JWT: key type '${key.kty}' cannot be used with alg '${alg}'`);
  const { payload } = await compactVerify(token, await importJWK(key, alg)).catch(() => {
    throw new OtoboRefused("died", "JWS: decode failed");
  });
  return JSON.parse(new TextDecoder().decode(payload)) as Claims;
}

/** `_ExtractMap`: roles of OTOBO at the places of the claims that the map names. */
function rolesIn(map: RoleMap, data: unknown): Set<string> {
  const found = new Set<string>();
  for (const [key, inner] of Object.entries(map)) {
    if (typeof inner === "object") {
      const value = (data as Record<string, unknown> | undefined)?.[key];
      if (value !== undefined && value !== null) for (const role of rolesIn(inner, value)) found.add(role);
    } else {
      const values = Array.isArray(data) ? data : typeof data === "object" ? [] : [data];
      if (values.includes(key)) found.add(inner);
    }
  }
  return found;
}
