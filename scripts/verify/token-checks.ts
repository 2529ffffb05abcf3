// What a person's tokens hold: whether the helpdesk can trust them, and finds in them what it reads.

import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  jwtVerify,
} from "jose";
import type { ClaimSource, PersonField } from "../../infra/helpdesks/types.ts";
import type { Login } from "../login/login.ts";
import { BRING_UP, type Checks, NotTried, needed, Untrue } from "./check.ts";
import type { Probe } from "./probe.ts";
import type { Subject } from "./subject.ts";

interface Tokens {
  readonly access: JWTPayload;
  readonly id: JWTPayload;
}

/** What the helpdesk can read claims from. */
type Sources = Readonly<Partial<Record<ClaimSource, Readonly<Record<string, unknown>>>>>;

/** Gives the login again where its tokens are the client's own, by which Keycloak knows it. */
export async function checkTokens(
  checks: Checks,
  subject: Subject,
  login: Login | undefined,
): Promise<Login | undefined> {
  const { app, issuer, probe, fetch } = subject;
  const { roles, gate, claims } = subject.login;
  const signed = await checks.try("signature", "the tokens are signed with the realm's published keys", () =>
    verified(needed(login, "login"), subject),
  );
  const own = await checks.try(
    "audience",
    `the tokens are issued to ${app.clientId}, the ID token for it alone`,
    () => {
      const wrong = strangers(needed(signed, "signature"), app.clientId);
      if (wrong.length > 0)
        throw new Untrue(
          wrong.join(", "),
          `take away the mapper that changes aud or azp, from ${app.clientId} or one of its client scopes`,
        );
      return login;
    },
  );
  const sources = login === undefined ? undefined : await sourcesOf(login, subject, issuer, fetch);
  const first = subject.login.reads[0] ?? "ID token";
  const wanted = gate === null ? Object.keys(app.roles).sort() : [gate];
  const title = gate === null ? "the roles that the helpdesk reads" : `the role ${gate}`;
  await checks.try("roles", `the ${first} holds ${title}`, () => {
    if (roles === null) throw new NotTried("the helpdesk reads no roles");
    const found = namesAt(needed(sources, "login")[first] ?? {}, roles);
    if (wanted.some((role) => !found.includes(role)))
      throw new Untrue(`${roles.join(".")} is ${found.length === 0 ? "empty" : found.join(", ")}`, BRING_UP);
  });
  const names = Object.keys(claims);
  const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const where = subject.login.reads.length > 1 ? "the tokens hold" : `the ${first} holds`;
  await checks.try("claims", `${where} ${list}`, () => {
    const lacking = missingClaims(needed(sources, "login"), subject, probe);
    if (lacking.length > 0) throw new Untrue(`missing or wrong: ${lacking.join(", ")}`, BRING_UP);
  });
  return own;
}

async function verified({ tokens, configuration }: Login, subject: Subject): Promise<Tokens> {
  const { issuer, fetch } = subject;
  const { jwks_uri } = configuration.serverMetadata();
  const keys = createRemoteJWKSet(new URL(jwks_uri ?? ""), {
    [customFetch]: fetch as typeof globalThis.fetch,
  });
  const check = async (name: string, token: string): Promise<JWTPayload> => {
    try {
      return (await jwtVerify(token, keys, { issuer })).payload;
    } catch (error) {
      throw new Untrue(`the ${name}: ${error instanceof Error ? error.message : String(error)}`, BRING_UP);
    }
  };
  const { algorithms } = subject.login;
  const { alg = "none" } = decodeProtectedHeader(tokens.id_token ?? "");
  if (algorithms !== null && !algorithms.includes(alg))
    throw new Untrue(`the ID token is signed with ${alg}, which the helpdesk does not take`, BRING_UP);
  return {
    access: await check("access token", tokens.access_token),
    id: await check("ID token", tokens.id_token ?? ""),
  };
}

/** What the helpdesk reads; userinfo is asked for only where it is read. */
async function sourcesOf(
  { tokens, configuration }: Login,
  { login }: Subject,
  issuer: string,
  fetch: Subject["fetch"],
): Promise<Sources> {
  const inTokens = {
    "access token": decodeJwt(tokens.access_token),
    "ID token": decodeJwt(tokens.id_token ?? ""),
  };
  if (!login.reads.includes("userinfo")) return inTokens;
  const { userinfo_endpoint = `${issuer}/protocol/openid-connect/userinfo` } = configuration.serverMetadata();
  const answer = await fetch(userinfo_endpoint, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
  // A signed answer is nothing to those that expect JSON: to them every claim is missing.
  return { ...inTokens, userinfo: isJson ? ((await answer.json()) as Record<string, unknown>) : {} };
}

/**
 * Places where another client stands. A client must refuse an ID token with audiences that it does not
 * trust (OpenID Connect Core 1.0, 3.1.3.7); the access token's audiences are the services that it opens.
 */
function strangers({ access, id }: Tokens, clientId: string): readonly string[] {
  const places = {
    "azp of the access token": access["azp"],
    "azp of the ID token": id["azp"],
    "aud of the ID token": [id.aud].flat().join(", "),
  };
  return Object.entries(places).flatMap(([place, value]) =>
    value === clientId ? [] : [`${place} is ${value}`],
  );
}

/** The names at a path of claims. */
function namesAt(claims: Readonly<Record<string, unknown>>, path: readonly string[]): readonly string[] {
  const found = path.reduce<unknown>(
    (node, key) =>
      typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined,
    claims,
  );
  return Array.isArray(found) ? found.map(String) : [];
}

function missingClaims(sources: Sources, { login }: Subject, probe: Probe): readonly string[] {
  const value = (field: PersonField): string => probe[field];
  return login.reads.flatMap((source) =>
    Object.entries(login.claims).flatMap(([name, field]) =>
      sources[source]?.[name] === value(field) ? [] : [`${name} in the ${source}`],
    ),
  );
}
