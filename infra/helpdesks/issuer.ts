// Who lets people in, as a helpdesk has it entered: a realm of Keycloak, or a provider without one in between.

import type { RealmKey, RealmModel } from "../model/types.ts";
import { appSecret, issuerOf } from "./client-secret.ts";
import type { RenderFacts } from "./types.ts";

/** A person's data by the claims that hold them, at the top of what the issuer says. */
export interface IssuerClaims {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
}

/** Who gets which role: one entry for each value of the claim. */
export interface IssuerRoles {
  readonly claim: string;
  readonly entries: readonly { readonly value: string; readonly role: string }[];
}

export interface Issuer {
  /** What people call it, for example `Keycloak`. */
  readonly title: string;
  /** Words of a button. */
  readonly button: string;
  /** A short name of it for identifiers, for example `keycloak`. */
  readonly slug: string;
  /** Name for the one of several, for example a realm's. */
  readonly place: string;
  /** Without the path of its discovery document. */
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  /** `null`: it is not known to have one. */
  readonly userInfoUrl: string | null;
  readonly jwksUrl: string | null;
  readonly logoutUrl: string | null;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the helpdesk asks for, beside `openid`. */
  readonly scopes: readonly string[];
  readonly claims: IssuerClaims;
  readonly roles: IssuerRoles;
}

const STANDARD_CLAIMS: IssuerClaims = {
  email: "email",
  firstName: "given_name",
  lastName: "family_name",
  username: "preferred_username",
};

/** What a helpdesk asks of Keycloak. */
interface Asked {
  readonly scopes?: readonly string[];
  /** The claim by which it is told of roles. */
  readonly rolesClaim?: string;
}

/**
 * A realm of Keycloak by its public URL, with the addresses of its discovery document.
 *
 * @throws Failure `secret-missing` where the facts lack the client's secret
 */
export function keycloakIssuer(
  key: RealmKey,
  realm: RealmModel,
  facts: RenderFacts,
  { scopes = ["profile", "email"], rolesClaim = "roles" }: Asked = {},
): Issuer {
  const issuer = issuerOf(realm, facts);
  const of = (endpoint: string) => `${issuer}/protocol/openid-connect/${endpoint}`;
  const app = realm.clients["app"];
  return {
    title: "Keycloak",
    button: realm.displayName ?? "Keycloak",
    slug: "keycloak",
    place: realm.realm,
    issuer,
    authorizationUrl: of("auth"),
    tokenUrl: of("token"),
    userInfoUrl: of("userinfo"),
    jwksUrl: of("certs"),
    logoutUrl: of("logout"),
    clientId: app?.clientId ?? "",
    clientSecret: appSecret(key, realm, facts),
    scopes,
    claims: STANDARD_CLAIMS,
    roles: {
      claim: rolesClaim,
      entries: Object.keys(app?.roles ?? {}).map((role) => ({ value: role, role })),
    },
  };
}

/** Where the issuer says what it is. */
export const discoveryUrl = ({ issuer }: Pick<Issuer, "issuer">): string =>
  `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
