// The spec that leads realms back to what they were: the shortest for that model, with what of the present
// spec no server holds: people, references, the helpdesk's own choices.

import { expandSpec } from "../helpdesks/index.ts";
import type { PartialModel } from "../model/canonical.ts";
import { diffModels } from "../model/diff.ts";
import type { FederationModel } from "../model/federation.ts";
import { helpdesksOf, type LoginRoles } from "../model/helpdesks.ts";
import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { Model, RealmKey, RealmModel, Smtp } from "../model/types.ts";
import { REALM_KEYS } from "../spec/layout.ts";
import { specOf } from "../spec/load.ts";
import { parseReferences } from "../spec/references.ts";
import type { Values } from "../spec/substitute.ts";
import { valueAt } from "../spec/translate.ts";
import { type Edit, edited, isMapping, type Plain } from "./edit.ts";
import { type Exported, exportSpec } from "./export-spec.ts";
import { asWritten, keyed, LIST } from "./listed.ts";
import { helpdeskUrls } from "./url.ts";

/** The spec that is there now. */
export interface Present {
  readonly model: Model;
  readonly loginRoles: LoginRoles;
  /** As written, references not replaced. */
  readonly data: Plain;
  /** What its references mean. */
  readonly values: Values;
}

export interface WayBack extends Exported {
  /** Parts of the present spec that do not go with that model, by their paths. */
  readonly unfit: readonly string[];
  /** References of the present spec that are not in this one. */
  readonly writtenOut: readonly string[];
}

/**
 * @param past - realms without people
 * @returns undefined where no address is known that a spec takes for the helpdesk's URL
 */
export function wayBack(past: PartialModel, present: Present): WayBack | undefined {
  const data = keyed(present.data);
  const known = withKnownPasswords(inOrderOf(present.model, past), present.model);
  const urls = new Set([...knownUrls(present.model), ...knownUrls(past), ...helpdeskUrls(past)]);
  const exported = exportSpec(known, [...urls], present.loginRoles);
  if (exported === undefined) return undefined;
  const unfit: string[] = [];
  const fits = (spec: Plain): boolean => {
    const model = meaning(spec, present.values);
    return model !== undefined && diffModels(exported.model, withoutPeople(model)).length === 0;
  };
  const take = (spec: Plain, edit: Edit): Plain => {
    const more = edited(spec, [edit]);
    if (fits(more)) return more;
    unfit.push(edit.path.join("."));
    return spec;
  };
  const withReferences = referencesOf(data).reduce((spec, { path, value }) => {
    const more = valueAt(spec, path) === undefined ? spec : edited(spec, [{ path, value }]);
    return fits(more) ? more : spec;
  }, keyed(exported.spec));
  const carried = [...carriedOver(data, withReferences), ...authorities(data, withReferences)];
  const spec = carried.reduce(take, withReferences);
  const [before, now] = [data, spec].map((one) => new Set(referencesOf(one).flatMap(({ names }) => names)));
  const writtenOut = [...(before ?? [])].filter((name) => !now?.has(name)).map((name) => `\${${name}}`);
  return { ...exported, spec: asWritten(spec), unfit, writtenOut };
}

/** The order of the list says which of two of a product had the realms alone once. */
function inOrderOf(present: Model, past: PartialModel): PartialModel {
  if (past.helpdesks === undefined) return past;
  const order = Object.keys(helpdesksOf(present));
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const entries = Object.entries(past.helpdesks).toSorted(([a], [b]) => place(a) - place(b));
  return { ...past, helpdesks: Object.fromEntries(entries) };
}

const knownUrls = (model: PartialModel): string[] => Object.values(helpdesksOf(model)).map(({ url }) => url);

/** The model with nobody in it. */
export function withoutPeople(model: Model): Model {
  const realms = Object.entries(model.realms).map(([key, realm]) => [key, { ...realm, users: {} }]);
  return { ...model, realms: Object.fromEntries(realms) };
}

/** A server does not show the passwords that it uses; the present spec may say where they are. */
function withKnownPasswords(past: PartialModel, present: Model): PartialModel {
  const realms = (Object.entries(past.realms) as [RealmKey, RealmModel][]).map(([key, realm]) => {
    const now = present.realms[key];
    const federations = Object.entries(realm.federations).map(([name, one]) => {
      return [name, withKnownBind(one, now?.federations[name])] as const;
    });
    const smtp = withKnownLogin(realm.smtp, now?.smtp ?? null);
    const providers = Object.entries(realm.identityProviders).map(([alias, one]) => {
      return [alias, withKnownSecret(one, now?.identityProviders[alias])] as const;
    });
    const parts = {
      federations: Object.fromEntries(federations),
      identityProviders: Object.fromEntries(providers),
    };
    return [key, { ...realm, smtp, ...parts }] as const;
  });
  return { ...past, realms: Object.fromEntries(realms) };
}

function withKnownLogin(past: Smtp | null, now: Smtp | null): Smtp | null {
  if (now?.auth == null || past?.auth?.password.kind !== "hidden") return past;
  return { ...past, auth: { ...past.auth, password: now.auth.password } };
}

function withKnownBind(past: FederationModel, now: FederationModel | undefined): FederationModel {
  if (now?.bind == null || past.bind?.credential.kind !== "hidden") return past;
  return { ...past, bind: { ...past.bind, credential: now.bind.credential } };
}

function withKnownSecret(past: IdentityProviderModel, now: IdentityProviderModel | undefined) {
  if (now === undefined || past.clientSecret.kind !== "hidden") return past;
  return { ...past, clientSecret: now.clientSecret };
}

const OF_REALMS: readonly string[] = [
  ...["helpdesk", "url", "interfaces", "shared", "config", LIST],
  ...REALM_KEYS,
];

/** What a spec says that no model holds, and people, one by one. */
function carriedOver(data: Plain, spec: Plain): Edit[] {
  const people = REALM_KEYS.flatMap((key) => {
    const users = valueAt(data, [key, "users"]);
    return Object.entries(isMapping(users) ? users : {}).map(
      ([name, value]): Edit => ({ path: [key, "users", name], value }),
    );
  });
  const members = Object.entries(isMapping(data[LIST]) ? data[LIST] : {})
    .filter(([key, one]) => isMapping(one) && valueAt(spec, [LIST, key]) !== undefined)
    .flatMap(([key, one]) => ownChoices(one as Plain, [LIST, key]));
  return [...ownChoices(data, []), ...members, ...people];
}

/** Some choices show in the realms, so each is taken or left for itself. */
function ownChoices(data: Plain, at: readonly string[]): Edit[] {
  const config = isMapping(data["config"]) ? Object.entries(data["config"]) : [];
  const others = Object.entries(data).filter(([key]) => !OF_REALMS.includes(key));
  return [
    ...others.map(([key, value]): Edit => ({ path: [...at, key], value })),
    ...config.map(([key, value]): Edit => ({ path: [...at, "config", key], value })),
  ];
}

/** Authorities of directories, which no server holds, as far as the spec has the directory. */
function authorities(data: Plain, spec: Plain): Edit[] {
  return REALM_KEYS.flatMap((key): Edit[] => {
    const value = valueAt(data, [key, "ldap", "ca"]);
    const isThere = value !== undefined && valueAt(spec, [key, "ldap"]) !== undefined;
    return isThere ? [{ path: [key, "ldap", "ca"], value }] : [];
  });
}

interface Referring {
  readonly path: readonly string[];
  readonly value: unknown;
  /** As in `var:HOST`. */
  readonly names: readonly string[];
}

/** Values with references to variables and to the environment, people's aside; a list counts as one value. */
function referencesOf(data: Plain, at: readonly string[] = []): Referring[] {
  return Object.entries(data).flatMap(([key, value]): Referring[] => {
    const path = [...at, key];
    if (isMapping(value)) return path.length === 2 && key === "users" ? [] : referencesOf(value, path);
    const names = [value].flat().flatMap((one) => (typeof one === "string" ? referred(one) : []));
    return names.length === 0 ? [] : [{ path, value, names }];
  });
}

function referred(text: string): string[] {
  return parseReferences(text).flatMap((piece) => {
    if (!("reference" in piece) || piece.reference.kind === "secret") return [];
    return [`${piece.reference.kind}:${piece.reference.name}`];
  });
}

function meaning(spec: Plain, values: Values): Model | undefined {
  const found = specOf(asWritten(spec), values);
  return found && expandSpec(found).model;
}
