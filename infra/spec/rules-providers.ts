// What must hold between the values of a provider, and for its roles and attributes in the realm.

import { suggest } from "../diagnostics/suggest.ts";
import { KIND_KEYS, kindOfProvider, PROVIDER_KINDS, type ProviderKindName } from "./identity-providers.ts";
import { LAYOUTS } from "./layout.ts";
import { GUID } from "./provider-fields.ts";
import { type RawRealm, type RealmPlace, type Report, rolesOf } from "./raw.ts";
import { checkAttributeName, dropsUndeclared } from "./rules-people.ts";
import type { Path } from "./source.ts";

/** A provider with any part missing; a part of the wrong type has left a hole. */
export type RawProvider = Readonly<Record<string, unknown>> & {
  readonly provider?: string | undefined;
  readonly linking?: string | undefined;
  readonly trustEmail?: boolean | undefined;
  readonly validateSignature?: boolean | undefined;
  readonly rolesClaim?: string | undefined;
  readonly roles?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  readonly attributes?: Readonly<Record<string, string | undefined>> | undefined;
};

/** All rules of a realm's providers. */
export function checkProviders(realm: RawRealm, place: RealmPlace, report: Report): void {
  const { key } = place;
  const seen = new Map<string, string>();
  for (const [alias, provider] of Object.entries(realm.identityProviders ?? {})) {
    const at = [key, "identityProviders", alias];
    checkAlias(alias, seen, at, report);
    // zod passes over a key of that name, so what stands there may be of any type.
    if (provider === undefined || provider === null || alias === "__proto__") continue;
    const kind = kindOfProvider(alias, provider.provider);
    if (kind === undefined) {
      // One that is said and unknown is told where it stands.
      if (!Object.hasOwn(provider, "provider")) {
        const hint = `add provider: one of ${PROVIDER_KINDS.join(", ")}`;
        report("provider-kind", at, `"${alias}" says nothing of the kind of provider`, hint, true);
      }
      continue;
    }
    checkKeys(provider, kind, at, report);
    checkLinking(provider, at, report);
    checkRoles(provider, { realm, place, kind }, at, report);
    checkAttributes(provider, realm, place, at, report);
  }
}

function checkAlias(alias: string, seen: Map<string, string>, at: Path, report: Report): void {
  if (alias.includes("${")) {
    const detail = `the alias "${alias}" has a reference in its name`;
    report("reference-in-key", at, detail, "write the name itself", true);
    return;
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(alias)) {
    const detail = `"${alias}" is part of the redirect URI, and has characters that do not belong there`;
    report("provider-alias", at, detail, "use letters, digits, dots, hyphens and underscores", true);
  }
  const earlier = seen.get(alias.toLowerCase());
  seen.set(alias.toLowerCase(), alias);
  if (earlier === undefined) return;
  report("provider-alias", at, `"${alias}" is "${earlier}" once more`, "give each a name of its own", true);
}

function checkKeys(provider: RawProvider, kind: ProviderKindName, at: Path, report: Report): void {
  const { needs, has } = KIND_KEYS[kind];
  for (const name of needs) {
    if (Object.hasOwn(provider, name)) continue;
    report("provider-key", at, `${kind} needs ${name}`, `add ${name}: …`, true);
  }
  const own = [...needs, ...has];
  const all = new Set(Object.values(KIND_KEYS).flatMap((keys) => [...keys.needs, ...keys.has]));
  for (const name of Object.keys(provider)) {
    if (!all.has(name) || own.includes(name)) continue;
    const hint = `take it out; ${kind} has: ${own.join(", ")}`;
    report("provider-key", [...at, name], `${kind} has no ${name}`, hint, true);
  }
  if (kind !== "oidc" || provider.validateSignature === false || Object.hasOwn(provider, "jwksUrl")) return;
  const detail = "without jwksUrl nobody can check the signatures of its tokens";
  report("provider-key", at, detail, "add jwksUrl, the jwks_uri of its discovery document", true);
}

function checkLinking({ linking, trustEmail }: RawProvider, at: Path, report: Report): void {
  if (linking !== "automatic" || trustEmail === true) return;
  const detail = "whoever writes another person's address over there would get that person's account";
  const hint = "write linking: confirm, or trustEmail: true where the provider verifies every address";
  report("provider-linking", [...at, "linking"], detail, hint);
}

interface Beside {
  readonly realm: RawRealm;
  readonly place: RealmPlace;
  readonly kind: ProviderKindName;
}

function checkRoles(
  { roles = {}, rolesClaim }: RawProvider,
  { realm, place, kind }: Beside,
  at: Path,
  report: Report,
): void {
  const { key } = place;
  const known = rolesOf(realm, place);
  for (const [role, value] of Object.entries(roles)) {
    const path = [...at, "roles", role];
    if (!known.includes(role)) {
      const guess = suggest(role, known);
      const hint = guess === undefined ? `add it to ${key}.roles` : `did you mean ${guess}?`;
      report("role-unknown", path, `the realm has no role "${role}"`, hint, true);
    }
    if (kind !== "entra" || (rolesClaim ?? "groups") !== "groups") continue;
    const list = Array.isArray(value);
    [value].flat().forEach((group, index) => {
      if (typeof group !== "string" || GUID.test(group)) return;
      const detail = `Entra names groups by their IDs, and "${group}" is none`;
      const hint = "write the group's Object ID, or rolesClaim: roles with the values of app roles";
      report("provider-group", [...path, ...(list ? [index] : [])], detail, hint);
    });
  }
}

const NAMES = ["firstName", "lastName", "email"];

function checkAttributes(
  { attributes = {} }: RawProvider,
  realm: RawRealm,
  place: RealmPlace,
  at: Path,
  report: Report,
): void {
  const { key, product } = place;
  const declared = [...(LAYOUTS[product].required[key] ?? []), ...Object.keys(realm.attributes ?? {})];
  for (const name of Object.keys(attributes)) {
    const path = [...at, "attributes", name];
    if (name === "username" || NAMES.includes(name)) {
      report("attribute-built-in", path, `${name} has a place of its own`, `write it under claims`, true);
      continue;
    }
    checkAttributeName(name, path, report);
    if (!dropsUndeclared(realm, place) || declared.includes(name)) continue;
    report(
      "attribute-undeclared",
      path,
      `${name} could be seen by nobody`,
      `add ${name}: {} to ${key}.attributes`,
      true,
    );
  }
}
