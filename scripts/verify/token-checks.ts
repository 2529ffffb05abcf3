// What a person's tokens hold: whether the helpdesk can trust them, and finds in them what it reads.

import { createRemoteJWKSet, customFetch, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import type { Login } from "../login/login.ts";
import { BRING_UP, type Checks, needed, Untrue } from "./check.ts";
import type { Probe } from "./probe.ts";
import type { Subject } from "./subject.ts";

interface Tokens {
  readonly access: JWTPayload;
  readonly id: JWTPayload;
}

/** Gives the login again where its tokens are the client's own, by which Keycloak knows it. */
export async function checkTokens(
  checks: Checks,
  { app, issuer, probe, fetch, gateRole }: Subject,
  login: Login | undefined,
): Promise<Login | undefined> {
  const signed = await checks.try("signature", "the tokens are signed with the realm's published keys", () =>
    verified(needed(login, "login"), issuer, fetch),
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
  const tokens = login === undefined ? undefined : decoded(login);
  await checks.try("roles", `the access token holds the role ${gateRole}`, () => {
    const roles = rolesIn(needed(tokens, "login").access, app.clientId);
    if (!roles.includes(gateRole))
      throw new Untrue(
        `resource_access.${app.clientId}.roles is ${roles.length === 0 ? "empty" : roles.join(", ")}`,
        BRING_UP,
      );
  });
  await checks.try("claims", "the tokens hold given_name, family_name and email", () => {
    const lacking = missingClaims(needed(tokens, "login"), probe);
    if (lacking.length > 0) throw new Untrue(`missing or wrong: ${lacking.join(", ")}`, BRING_UP);
  });
  return own;
}

async function verified(
  { tokens, configuration }: Login,
  issuer: string,
  fetch: Subject["fetch"],
): Promise<Tokens> {
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
  return {
    access: await check("access token", tokens.access_token),
    id: await check("ID token", tokens.id_token ?? ""),
  };
}

function decoded({ tokens }: Login): Tokens {
  return { access: decodeJwt(tokens.access_token), id: decodeJwt(tokens.id_token ?? "") };
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

function rolesIn(access: JWTPayload, clientId: string): readonly string[] {
  const resources = access["resource_access"] as Record<string, { roles?: string[] }> | undefined;
  return resources?.[clientId]?.roles ?? [];
}

function missingClaims({ access, id }: Tokens, probe: Probe): readonly string[] {
  const wanted = { given_name: probe.firstName, family_name: probe.lastName, email: probe.email };
  return Object.entries({ "access token": access, "ID token": id }).flatMap(([token, claims]) =>
    Object.entries(wanted).flatMap(([name, value]) =>
      claims[name] === value ? [] : [`${name} in the ${token}`],
    ),
  );
}
