// The access token: asked for once, shared by all calls, renewed before it expires.

import { readFile } from "node:fs/promises";
import { Failure } from "../diagnostics/failure.ts";
import type { Connection, Credentials } from "./connection.ts";
import { loginRefused, notKeycloak } from "./errors.ts";
import type { Transport } from "./transport.ts";

/** A token is renewed this long before its end, in milliseconds. */
const MARGIN = 10_000;

export class TokenSource {
  readonly #connection: Connection;
  readonly #transport: Transport;
  readonly #now: () => number;
  #current: Promise<{ token: string; until: number }> | undefined;
  /** Requests to the token endpoint so far. */
  calls = 0;

  constructor(connection: Connection, transport: Transport, now: () => number) {
    this.#connection = connection;
    this.#transport = transport;
    this.#now = now;
  }

  async token(): Promise<string> {
    const { credentials } = this.#connection;
    if (credentials.kind === "access-token") return credentials.accessToken;
    const current = this.#current;
    const known = await current;
    if (known !== undefined && this.#now() < known.until) return known.token;
    // Whoever comes first asks; the others wait for the same answer.
    if (this.#current === current) this.#current = this.#ask(credentials);
    const asked = this.#current;
    try {
      return (await asked)?.token ?? "";
    } catch (error) {
      if (this.#current === asked) this.#current = undefined;
      throw error;
    }
  }

  /** Forgets `token`, which the server did not take; false where asking again gives the same. */
  forget(): boolean {
    this.#current = undefined;
    return this.#connection.credentials.kind !== "access-token";
  }

  async #ask(credentials: Exclude<Credentials, { kind: "access-token" }>) {
    const { url, realm } = this.#connection;
    const call = {
      method: "POST",
      url: `${url}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`,
    };
    const body = new URLSearchParams(await grant(credentials, this.#connection)).toString();
    const started = this.#now();
    this.calls += 1;
    const answer = await this.#transport.send({
      ...call,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
      repeatable: true,
    });
    if (answer.status !== 200)
      throw loginRefused(call, answer.status, answer.body, secretsOf(this.#connection));
    let data: { access_token?: string; expires_in?: number };
    try {
      data = JSON.parse(answer.body) as typeof data;
    } catch {
      throw notKeycloak(call, answer.status);
    }
    if (typeof data.access_token !== "string") throw notKeycloak(call, answer.status);
    const lifetime = (data.expires_in ?? 60) * 1000;
    return { token: data.access_token, until: started + lifetime - Math.min(MARGIN, lifetime / 2) };
  }
}

async function grant(
  credentials: Exclude<Credentials, { kind: "access-token" }>,
  connection: Connection,
): Promise<Record<string, string>> {
  switch (credentials.kind) {
    case "password":
      return {
        grant_type: "password",
        client_id: credentials.clientId,
        username: credentials.username,
        password: credentials.password,
        ...(credentials.clientSecret === undefined ? {} : { client_secret: credentials.clientSecret }),
      };
    case "client-secret":
      return {
        grant_type: "client_credentials",
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
      };
    case "jwt":
      return {
        grant_type: "client_credentials",
        ...(credentials.clientId === undefined ? {} : { client_id: credentials.clientId }),
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await assertion(credentials, connection),
      };
  }
}

async function assertion(
  credentials: Extract<Credentials, { kind: "jwt" }>,
  connection: Connection,
): Promise<string> {
  const { assertion: how, clientId = "" } = credentials;
  if ("token" in how) return how.token;
  if ("file" in how) {
    try {
      return (await readFile(how.file, "utf8")).trim();
    } catch (cause) {
      throw new Failure("configuration-missing", `The token file ${how.file} cannot be read.`, {
        hint: "correct keycloak:jwtTokenFile (or KEYCLOAK_JWT_TOKEN_FILE)",
        cause,
      });
    }
  }
  // Imported here, as hardly anybody signs and everybody would pay for the import.
  const { importPKCS8, SignJWT } = await import("jose");
  const key = await importPKCS8(how.signingKey, how.algorithm);
  return new SignJWT()
    .setProtectedHeader({ alg: how.algorithm })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`${connection.adminUrl}/realms/${connection.realm}`)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime("5 minutes")
    .sign(key);
}

/** Every secret of the connection, so that no message can carry one. */
export function secretsOf({ credentials }: Connection): readonly string[] {
  switch (credentials.kind) {
    case "password":
      return [credentials.password, credentials.clientSecret ?? ""];
    case "client-secret":
      return [credentials.clientSecret];
    case "access-token":
      return [credentials.accessToken];
    case "jwt":
      return "token" in credentials.assertion ? [credentials.assertion.token] : [];
  }
}
