// Every way in which one thing of a model can be otherwise.

import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { sampleModel } from "./sample-model.ts";

export interface Mutation {
  /** What was done where, for messages. */
  readonly name: string;
  readonly model: OtrsModel;
}

type Path = readonly string[];

/** Parts that a model may be without as a whole. */
const NULLABLE = /\/(locales|smtp|auth|bind)$/;
/** Numbers that a model may be without. */
const NO_NUMBER = /\/(\w+Timeout|\w+SyncPeriod|cache\/\w+)$/;
/** Texts that a model may be without, beyond those that the sample is without. */
const OPTIONAL =
  /\/(displayName|passwordPolicy|themes\/login|fromDisplayName|displayHeader|displayDescription|clients\/\w+\/name|pkce|description|email|firstName|lastName|filter|relativeCreateDn|writableUntil|kerberosPrincipalAttribute|issuer|userInfoUrl|logoutUrl|jwksUrl|firstLoginFlow|postLoginFlow)$/;
/** Records whose keys are names: an entry may be there or not. */
const NAMED =
  /\/(attributes|groups|validations|validations\/[^/]+|annotations|clients|mappers|roles|users|serviceAccountRoles|builtInClientRoles|clientRoles|federations|identityProviders|brokerFlows|steps|settings)$/;

/** One model for each leaf that is changed or taken away, and for each entry of a list or record that goes. */
export function mutations(model: OtrsModel, sample = sampleModel()): Mutation[] {
  const found: Mutation[] = [];
  const put = (how: string, path: Path, value: unknown) =>
    found.push({ name: `${path.join("/")} ${how}`, model: withValue(model, path, value) as OtrsModel });
  /** @param less - what the sample has there, which is null where a model may be without */
  function walk(value: unknown, path: Path, less: unknown): void {
    const place = `/${path.join("/")}`;
    if (Array.isArray(value)) {
      for (const one of value)
        put(
          `without ${one}`,
          path,
          value.filter((other) => other !== one),
        );
      put("with more", path, [...value, path.at(-1)?.endsWith("Uris") ? "https://new.example/*" : "new"]);
      return;
    }
    if (typeof value === "object" && value !== null) {
      if (NULLABLE.test(place)) put("not set", path, null);
      if ("kind" in value) return void put("from elsewhere", path, { kind: "vault", name: "other" });
      for (const [key, inner] of Object.entries(value)) {
        if (NAMED.test(place) || path.length === 1) put("gone", [...path, key], undefined);
        walk(inner, [...path, key], (less as Record<string, unknown> | null | undefined)?.[key]);
      }
      return;
    }
    if (typeof value === "boolean") put("turned", path, !value);
    else if (typeof value === "number") {
      for (const by of value > 0 ? [-1, 100_000] : [100_000]) put(`by ${by}`, path, value + by);
      if (/\/federations\//.test(place) && NO_NUMBER.test(place)) put("not set", path, null);
    } else {
      const other = CHOICES[path.at(-1) ?? ""]?.find((choice) => choice !== value);
      put("changed", path, other ?? `${value}-other`);
      if (less === null || OPTIONAL.test(place)) put("not set", path, null);
    }
  }
  walk(model, [], sample);
  return found;
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  sslRequired: ["none", "external"],
  unmanagedAttributes: ["DISABLED", "ENABLED"],
  access: ["confidential", "public"],
  pkce: ["plain", "S256"],
  min: ["5", "6"],
  max: ["100", "200"],
  vendor: ["OTHER", "AD"],
  syncMode: ["IMPORT", "FORCE"],
  editMode: ["READ_ONLY", "WRITABLE"],
  searchScope: ["ONE_LEVEL", "SUBTREE"],
  useTruststore: ["ALWAYS", "NEVER"],
  policy: ["EVICT_WEEKLY", "NO_CACHE"],
  writableUntil: ["2026-12-31T18:00:00+01:00", "2027-01-31T18:00:00+01:00"],
  usersDn: ["ou=people,dc=acme,dc=example", "ou=staff,ou=people,dc=acme,dc=example"],
  "read.only": ["false", "true"],
  "always.read.enabled.value.from.ldap": ["false", "true"],
};

function withValue(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const { [key]: inner, ...others } = value as Record<string, unknown>;
  const changed = withValue(inner, rest, to);
  return changed === undefined ? others : { ...others, [key]: changed };
}
