// For one difference of a provider between what a spec means and a server: what to write.

import type { Difference, Value } from "../model/diff.ts";
import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { MapperModel, RealmModel, SecretReference } from "../model/types.ts";
import { claimName } from "../providers/claims.ts";
import { FLOWS } from "../providers/flows.ts";
import type { ProviderKindName } from "../spec/identity-providers.ts";
import type { Edit, Plain } from "./edit.ts";

interface Found {
  readonly kind: Difference["kind"];
  readonly to: Value;
  readonly live: RealmModel;
}

type Reference = (secret: SecretReference, name: string) => string;

/** Name of the secret that stands for a provider's, which no server shows: the alias, where it can be one. */
export function providerSecret(alias: string): string {
  const name = alias.replaceAll(/[^A-Za-z0-9_-]/g, "-");
  const isTaken = name === "smtp" || name === "bind";
  return isTaken || !/^[A-Za-z_]/.test(name) ? `provider-${name}` : name;
}

/** As `propose`, with the path below the realm's `identityProviders`. */
export function proposeForProvider(
  [alias = "", property, inner = "", , setting]: readonly string[],
  { kind, to, live }: Found,
  reference: Reference,
): Edit | undefined {
  const provider = live.identityProviders[alias];
  if (provider === undefined) return undefined;
  const at = (...path: string[]) => ["identityProviders", alias, ...path];
  if (property === undefined) return { path: at(), value: least(alias, provider, reference) };
  const below =
    property === "mappers"
      ? proposeMapper(inner, { kind, live, provider, setting })
      : proposeSetting(property, provider, to);
  return below === undefined ? undefined : { ...below, path: at(...below.path.map(String)) };
}

/** What no provider of its kind can be without. */
function least(alias: string, provider: IdentityProviderModel, reference: Reference): Plain {
  const [kind, addresses] = kindOf(provider);
  const roles = Object.values(provider.mappers).find(isRoleMapper);
  const claim = roles?.config["claim"];
  return {
    ...(kind === alias ? {} : { provider: kind }),
    ...addresses,
    clientId: provider.clientId,
    clientSecret: reference(provider.clientSecret, providerSecret(alias)),
    // Without it the spec would take no group of another form than Entra's.
    ...(kind === "entra" && claim !== undefined && claim !== "groups"
      ? { rolesClaim: claimName(claim) }
      : {}),
    ...(provider.validateSignature ? {} : { validateSignature: false }),
    ...linkingAutomatic(provider),
    ...(kind === "auth0" ? namespaceOf(provider) : {}),
  };
}

/** A spec takes the one only with the other. */
function linkingAutomatic({ firstLoginFlow, trustEmail }: IdentityProviderModel): Plain {
  return firstLoginFlow === FLOWS.automatic && trustEmail ? { linking: "automatic", trustEmail: true } : {};
}

/** Among several helpdesks a spec cannot be without it, though no claim may begin with it. */
function namespaceOf({ mappers, issuer }: IdentityProviderModel): Plain {
  const claims = Object.values(mappers).map(({ config }) => claimName(config["claim"] ?? ""));
  const found = claims.map((claim) => /^(https?:\/\/.+)\/(?:given_name|family_name|roles)$/.exec(claim)?.[1]);
  return { namespace: found.find((one) => one !== undefined) ?? issuer?.replace(/\/$/, "") };
}

/** The kind whose addresses these are, with the keys that say them. */
function kindOf(provider: IdentityProviderModel): readonly [ProviderKindName, Plain] {
  const { issuer, providerId, authorizationUrl, tokenUrl, jwksUrl, userInfoUrl, logoutUrl } = provider;
  const [, tenant] = /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/v2\.0$/.exec(issuer ?? "") ?? [];
  if (tenant !== undefined) return ["entra", { tenant }];
  const [, url, slug] = /^(.+)\/application\/o\/([^/]+)\/$/.exec(issuer ?? "") ?? [];
  if (url !== undefined && slug !== undefined) return ["authentik", { url, slug }];
  const [, base, realm] = /^(.+)\/realms\/([^/]+)$/.exec(issuer ?? "") ?? [];
  if (providerId === "keycloak-oidc" && base !== undefined) return ["keycloak", { url: base, realm }];
  const [, domain] = /^https:\/\/([^/]+)\/$/.exec(issuer ?? "") ?? [];
  if (domain !== undefined && tokenUrl === `https://${domain}/oauth/token`) return ["auth0", { domain }];
  const optional = Object.entries({ jwksUrl, userInfoUrl, logoutUrl }).filter(([, value]) => value !== null);
  return ["oidc", { issuer, authorizationUrl, tokenUrl, ...Object.fromEntries(optional) }];
}

/** Keys below a provider that have the model's value. */
const SAME: ReadonlySet<string> = new Set([
  ...["displayName", "enabled", "hidden", "trustEmail", "validateSignature", "clientAuthentication"],
]);

function proposeSetting(property: string, provider: IdentityProviderModel, to: Value): Edit | undefined {
  if (SAME.has(property)) return to === null ? undefined : { path: [property], value: to };
  switch (property) {
    case "syncMode":
      return { path: ["syncMode"], value: String(to).toLowerCase() };
    case "firstLoginFlow": {
      const found = Object.entries(FLOWS).find(([, alias]) => alias === to);
      return found === undefined ? undefined : { path: ["linking"], value: found[0] };
    }
    case "scopes": {
      // A spec has one at least, and openid by itself.
      const others = provider.scopes.filter((scope) => scope !== "openid");
      return { path: ["scopes"], value: others.length === 0 ? ["openid"] : others };
    }
    case "pkce":
      return provider.pkce === "plain" ? undefined : { path: ["pkce"], value: provider.pkce ?? "none" };
    case "logoutUrl":
      return to === null ? { path: ["logout"], value: "none" } : undefined;
    case "backchannelLogout":
      return to === true ? { path: ["logout"], value: "backchannel" } : undefined;
    case "settings":
      return { path: ["verifiedEmail"], value: provider.settings["claimFilterName"] === "email_verified" };
  }
  return undefined;
}

const isRoleMapper = ({ type }: MapperModel): boolean => type === "oidc-role-idp-mapper";

interface OfMapper {
  readonly kind: Difference["kind"];
  readonly live: RealmModel;
  readonly provider: IdentityProviderModel;
  readonly setting: string | undefined;
}

const CLAIMS: Readonly<Record<string, readonly [key: string, standard: string]>> = {
  email: ["email", "email"],
  "first name": ["firstName", "given_name"],
  "last name": ["lastName", "family_name"],
};

function proposeMapper(name: string, { live, provider, setting }: OfMapper): Edit | undefined {
  const mapper = provider.mappers[name];
  const standard = CLAIMS[name];
  // The kind's own is not there: the claim is then the one that Keycloak reads by itself.
  if (mapper === undefined)
    return standard === undefined ? undefined : { path: ["claims", standard[0]], value: standard[1] };
  const { type, config } = mapper;
  const claim = config["claim"] ?? "";
  if (type === "oidc-username-idp-mapper") {
    const [, path] = /^\$\{CLAIM\.([^}|]+)\}$/.exec(config["template"] ?? "") ?? [];
    return path === undefined ? undefined : { path: ["claims", "username"], value: claimName(path) };
  }
  if (isRoleMapper(mapper)) {
    if (setting === "claim") return proposeRolesClaim(claim, provider);
    const role = roleOf(mapper, live);
    return role === undefined ? undefined : { path: ["roles", role], value: valuesOf(role, provider, live) };
  }
  if (type !== "oidc-user-attribute-idp-mapper") return undefined;
  if (standard !== undefined) {
    const [, namespace] = /^(https?:\/\/.+)\/(?:given|family)_name$/.exec(claimName(claim)) ?? [];
    const isAuth0 = kindOf(provider)[0] === "auth0" && namespace !== undefined;
    return isAuth0
      ? { path: ["namespace"], value: namespace }
      : { path: ["claims", standard[0]], value: claimName(claim) };
  }
  const attribute = config["user.attribute"];
  return attribute === undefined ? undefined : { path: ["attributes", attribute], value: claimName(claim) };
}

/** Of Auth0's own name, the namespace is what differs; its mappers of names say it. */
function proposeRolesClaim(claim: string, provider: IdentityProviderModel): Edit | undefined {
  const names = claimName(provider.mappers["first name"]?.config["claim"] ?? "");
  const isOwn = names.replace(/given_name$/, "roles") === claimName(claim);
  return kindOf(provider)[0] === "auth0" && isOwn
    ? { path: ["namespace"], value: names.replace(/\/given_name$/, "") }
    : { path: ["rolesClaim"], value: claimName(claim) };
}

/** The role of the client `app` that a mapper gives; undefined where it gives another. */
export function roleOf({ config }: MapperModel, { clients }: RealmModel): string | undefined {
  const head = `${clients["app"]?.clientId}.`;
  const { role = "" } = config;
  return role.startsWith(head) ? role.slice(head.length) : undefined;
}

/** One value alone, or all of them. */
function valuesOf(role: string, { mappers }: IdentityProviderModel, live: RealmModel): string | string[] {
  const values = Object.values(mappers)
    .filter((mapper) => isRoleMapper(mapper) && roleOf(mapper, live) === role)
    .map(({ config }) => config["claim.value"] ?? "");
  return values.length === 1 ? (values[0] ?? "") : values;
}
