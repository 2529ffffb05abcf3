// What of a difference nobody may see: a server may hold secrets where no spec would.

import { coverUrls, soundsSecret } from "../diagnostics/cover.ts";
import { headWith, type PartialModel } from "./canonical.ts";
import type { Difference, Value } from "./diff.ts";
import type { RealmModel } from "./types.ts";

/**
 * The difference without passwords in URLs, and without a person's attributes and a mapper's settings that
 * sound like secrets.
 */
export function withoutSecrets(difference: Difference): Difference {
  const { segments, from, to } = difference;
  return { ...difference, from: cover(from, segments), to: cover(to, segments) };
}

/** The whole model, covered in the same way: what of it may be kept in a file. */
export function modelWithoutSecrets(model: PartialModel): PartialModel {
  const realms = Object.entries(model.realms).map(([key, realm]) => {
    return [key, cover(realm as unknown as Value, [key]) as unknown as RealmModel];
  });
  return { ...headWith(coverUrls, model), realms: Object.fromEntries(realms) };
}

function cover(value: Value, at: readonly string[]): Value {
  if (value !== null && isSecretPlace(at) && value !== "true" && value !== "false") return COVERED;
  if (typeof value === "string") return coverUrls(value);
  if (Array.isArray(value)) return value.map((one) => cover(one, at));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, cover(inner, [...at, key])] as const);
  // A claim of a fixed value: what it is called says what it holds.
  const isSecretClaim =
    isMapperSetting(at) && soundsSecret(String(Object.entries(value).find(isClaimName)?.[1]));
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, isSecretClaim && key === "claim.value" ? COVERED : inner]),
  );
}

const COVERED = "a secret";
const FIXED: ReadonlySet<string> = new Set(["attribute.value", "ldap.attribute.value"]);
const isClaimName = ([key]: readonly [string, unknown]): boolean => key === "claim.name";

/** A flag such as a mapper's `access.token.claim` only sounds like one; `cover` lets it through. */
function isSecretPlace(at: readonly string[]): boolean {
  const [, part, , inner, name = "", , setting = ""] = at;
  if (part === "users" && inner === "attributes") return soundsSecret(name);
  if (part === "identityProviders" && inner === "settings") return soundsSecret(name);
  if (part === "identityProviders" && isMapperSetting(at) && FIXED.has(setting)) return true;
  // A directory's mapper can write the same password into every new entry.
  if (part === "federations" && isMapperSetting(at) && FIXED.has(setting)) return true;
  return isMapperSetting(at) && soundsSecret(setting === "claim.value" ? name : setting);
}

const isMapperSetting = ([, part, , inner, , config]: readonly string[]): boolean =>
  (part === "clients" || part === "federations" || part === "identityProviders") &&
  inner === "mappers" &&
  config === "config";
