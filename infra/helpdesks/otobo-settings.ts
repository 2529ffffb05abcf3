// OTOBO's settings for Keycloak, by the keys of its Config.pm. Source: OTOBO's code, and the samples in its
// Kernel/Config/Defaults.pm, which name what the article of the service company does not.

import type { RealmKey, RealmModel } from "../model/types.ts";
import type { Spec } from "../spec/schema.ts";
import { discoveryUrl, type Issuer } from "./issuer.ts";
import type { PerlData } from "./perl.ts";
import type { HelpdeskLogin } from "./types.ts";

export type Interface = HelpdeskLogin["interface"];

/** Claim of the ID token that holds an agent's roles. */
export const OTOBO_ROLES = "roles";

const PAGES = { agents: "index.pl", customers: "customer.pl" } as const;

/** How long OTOBO keeps what Keycloak says of itself, in seconds, as in its own sample. */
const USUAL_TTL = 1800;

/** One interface of OTOBO, and the realm that lets people in there. */
export interface Entrance {
  readonly at: Interface;
  readonly key: RealmKey;
  readonly realm: RealmModel;
}

/** Where Keycloak sends people back to; the query is part of it. */
export const otoboRedirectUri = (url: string, at: Interface): string => `${url}/${PAGES[at]}?Action=Login`;

/** Claim that is people's login in OTOBO. */
export const otoboUid = ({ config }: Spec) => config?.usernameClaim ?? "email";

/** Seconds for which what OTOBO has read of Keycloak, its keys included, is not read again. */
export const otoboTtl = ({ config }: Spec): number => config?.discoveryTtl ?? USUAL_TTL;

/** Names of the roles that let agents in; none: everybody of the realm is an agent. */
export const agentRoles = ({ clients }: RealmModel): string[] => Object.keys(clients["app"]?.roles ?? {});

/**
 * Whether OTOBO may make an agent of whoever logs in there. Not where one realm holds customers, too, and no
 * role says who is an agent.
 */
export const makesAgents = ({ key, realm }: Entrance): boolean =>
  key !== "people" || agentRoles(realm).length > 0;

/** One interface of OTOBO, and who lets people in there. */
export interface Door extends Pick<Entrance, "at" | "key"> {
  readonly issuer: Issuer;
  /** Whether OTOBO may make an agent of whoever logs in there. */
  readonly makesAgents: boolean;
}

/** Claim of the ID token that is people's login in OTOBO. */
export function otoboUidClaim(spec: Spec, { claims }: Issuer): string {
  const uid = otoboUid(spec);
  return uid === "sub" ? uid : uid === "email" ? claims.email : claims.username;
}

/** Key in `$Self` to value, for one interface, in the order of the file. What is not set is not there. */
export function otoboSettings(door: Door, spec: Spec): Record<string, PerlData> {
  const { at, key, issuer } = door;
  const prefix = at === "agents" ? "AuthModule" : "Customer::AuthModule";
  const own = `${prefix}::OpenIDConnect`;
  return {
    [prefix]: `Kernel::System::${at === "agents" ? "Auth" : "CustomerAuth"}::OpenIDConnect`,
    [`${own}::AuthRequest`]: { ResponseType: ["code"], AdditionalScope: issuer.scopes },
    [`${own}::Config`]: {
      ClientSettings: {
        ClientID: issuer.clientId,
        ClientSecret: issuer.clientSecret,
        RedirectURI: otoboRedirectUri(spec.url, at),
      },
      ProviderSettings: {
        OpenIDConfiguration: discoveryUrl(issuer),
        TTL: otoboTtl(spec),
        // OTOBO keeps what it reads under this name: two issuers without one would share it.
        Name: `${issuer.slug}-${key}`,
      },
      Misc: { UseNonce: 1 },
    },
    [`${own}::UID`]: otoboUidClaim(spec, issuer),
    ...(at === "agents" ? agentSettings(own, door) : {}),
    ...(spec.config?.logIdToken === true ? { [`${own}::Debug`]: { LogIDToken: 1 } } : {}),
  };
}

function agentSettings(
  own: string,
  { issuer: { claims, roles }, makesAgents }: Door,
): Record<string, PerlData> {
  const map = Object.fromEntries(roles.entries.map(({ value, role }) => [value, role]));
  return {
    ...(makesAgents
      ? {
          [`${own}::UserMap`]: {
            [claims.email]: "UserEmail",
            [claims.firstName]: "UserFirstname",
            [claims.lastName]: "UserLastname",
          },
        }
      : {}),
    ...(roles.entries.length === 0 ? {} : { [`${own}::RoleMap`]: { [roles.claim]: map } }),
  };
}
