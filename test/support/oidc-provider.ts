// A provider of another company, as far as Keycloak's broker talks to it: authorization code with PKCE, keys,
// userinfo and logout, at whatever addresses the real one has. Who logs in is the test's to say.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

interface Quirks {
  /** From the base URL to the issuer: a tenant's path, a slash at the end. */
  readonly issuer: (url: string) => string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Request {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly redirectUri: string;
}

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

export class OidcProvider implements AsyncDisposable {
  readonly url: string;
  /** Claims of whoever logs in next, `sub` among them. */
  person: JWTPayload = {};
  /** As in the tokens; a test may make it wrong. */
  issuer: string;
  /** HS256 is what authentik signs with until it has a key. */
  algorithm: "RS256" | "HS256" = "RS256";
  /** Query of each logout that has come here. */
  readonly logouts: URLSearchParams[] = [];
  /** Query of each login. */
  readonly logins: URLSearchParams[] = [];
  readonly #server: Server;
  readonly #quirks: Quirks;
  readonly #keys: Keys;
  readonly #codes = new Map<string, Request>();

  private constructor(server: Server, quirks: Quirks, keys: Keys) {
    this.#server = server;
    this.#quirks = quirks;
    this.#keys = keys;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.issuer = quirks.issuer(this.url);
  }

  static async start(quirks: Quirks): Promise<OidcProvider> {
    const keys = await generateKeyPair("RS256", { extractable: true });
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const provider = new OidcProvider(server, quirks, keys);
    server.on("request", (request, response) => {
      provider.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    return provider;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const path = url.pathname.replace(/\/$/, "");
    const json = (body: object, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (/authorize$/.test(path)) return void this.#authorize(url.searchParams, response);
    if (/token$/.test(path)) {
      const [body, status] = await this.#token(request);
      return void json(body, status);
    }
    if (/(keys|jwks|jwks\.json)$/.test(path)) {
      const key = { ...(await exportJWK(this.#keys.publicKey)), kid: "1", use: "sig", alg: "RS256" };
      return void json({ keys: [key] });
    }
    if (path.endsWith("/.well-known/openid-configuration")) return void json(this.#discovery(path));
    if (/userinfo$/.test(path)) return void json(this.person);
    if (/(logout|end-session)$/.test(path)) {
      this.logouts.push(url.searchParams);
      const back = url.searchParams.get("post_logout_redirect_uri");
      const state = url.searchParams.get("state");
      if (back === null) return void response.end("logged out");
      const to = new URL(back);
      if (state !== null) to.searchParams.set("state", state);
      return void response.writeHead(302, { location: to.href }).end();
    }
    json({ error: "not_found" }, 404);
  }

  /** Its addresses beside the document, as the stand-in answers wherever it is asked. */
  #discovery(path: string): object {
    const base = `${this.url}${path.replace("/.well-known/openid-configuration", "")}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      userinfo_endpoint: `${base}/userinfo`,
      jwks_uri: `${base}/jwks`,
      end_session_endpoint: `${base}/logout`,
    };
  }

  #authorize(query: URLSearchParams, response: ServerResponse): void {
    this.logins.push(query);
    const code = `code-${this.#codes.size}`;
    const redirectUri = query.get("redirect_uri") ?? "";
    this.#codes.set(code, {
      redirectUri,
      nonce: query.get("nonce"),
      challenge: query.get("code_challenge"),
    });
    const to = new URL(redirectUri);
    to.searchParams.set("code", code);
    to.searchParams.set("state", query.get("state") ?? "");
    response.writeHead(302, { location: to.href }).end();
  }

  async #token(request: IncomingMessage): Promise<readonly [object, number]> {
    const form = new URLSearchParams(await text(request));
    const [id, secret] = credentials(form, request.headers.authorization);
    const { clientId, clientSecret } = this.#quirks;
    if (id !== clientId || secret !== clientSecret) return [{ error: "invalid_client" }, 401];
    const asked = this.#codes.get(form.get("code") ?? "");
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (asked?.redirectUri !== form.get("redirect_uri") || (asked?.challenge ?? proof) !== proof)
      return [{ error: "invalid_grant" }, 400];
    const token = new SignJWT({ ...this.person, nonce: asked?.nonce })
      .setProtectedHeader({ alg: this.algorithm, ...(this.algorithm === "RS256" ? { kid: "1" } : {}) })
      .setIssuer(this.issuer)
      .setAudience(clientId)
      .setIssuedAt()
      .setExpirationTime("5m");
    const key = this.algorithm === "RS256" ? this.#keys.privateKey : new TextEncoder().encode(clientSecret);
    const answer = { access_token: "opaque", token_type: "Bearer", expires_in: 300 };
    return [{ ...answer, id_token: await token.sign(key) }, 200];
  }
}

/** In the body, or in the header. */
function credentials(form: URLSearchParams, header: string | undefined): readonly (string | null)[] {
  if (header === undefined) return [form.get("client_id"), form.get("client_secret")];
  return Buffer.from(header.replace(/^Basic /, ""), "base64")
    .toString()
    .split(":")
    .map(decodeURIComponent);
}
