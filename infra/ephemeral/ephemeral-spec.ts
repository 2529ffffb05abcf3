// A spec's test realms, as a spec of their own: names with a suffix, the addresses of another helpdesk, the people
// of `ephemeral`, and nothing that leads to what the spec's own realms use.

import { Failure } from "../diagnostics/failure.ts";
import { sortDiagnostics } from "../diagnostics/render.ts";
import type { Checked, Diagnostic } from "../diagnostics/types.ts";
import type { Model, RealmKey } from "../model/types.ts";
import { realmKeysOf } from "../spec/layout.ts";
import { problem } from "../spec/problem.ts";
import { parseReferences } from "../spec/references.ts";
import type { Path, Source } from "../spec/source.ts";
import { filtersInChain } from "./active-directory.ts";
import { directoryOf, type EphemeralDirectory } from "./directory.ts";
import { ephemeralRealmName, realmNameProblem } from "./names.ts";
import { encryption, frontendUrls, type Settings, themes } from "./on-server.ts";
import { checkOptions, type EphemeralOptions, isLoopback } from "./options.ts";
import { withoutLinks, withoutMail, withoutServersFiles } from "./production.ts";
import { ephemeralRealm, ephemeralSettings } from "./realm.ts";

/** A spec without errors: `LoadedModel` is one. */
export interface WholeSpec {
  readonly source: Source;
  /** Plain data with values in the place of references. */
  readonly data: unknown;
  readonly model: Model;
}

export interface EphemeralSpec {
  /** Plain data of a spec. Its only references are those that `directories` names. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What was left out or replaced and why, one sentence each. */
  readonly notes: readonly string[];
  /** What is to be started before the spec is applied, and which values the spec then needs. */
  readonly directories: readonly EphemeralDirectory[];
}

/**
 * The spec of test realms.
 *
 * @throws Failure `ephemeral-option` where name or URL are none, or the spec has several helpdesks
 * @example
 * const { value, diagnostics } = ephemeralSpec(loaded, { name: "pr-42", url, keycloakUrl });
 */
export function ephemeralSpec(spec: WholeSpec, options: EphemeralOptions): Checked<EphemeralSpec> {
  const { model } = spec;
  if ("helpdesks" in model) throw ofSeveral(spec);
  checkOptions(options, model.product);
  const { keycloakUrl } = options;
  const copy = structuredClone(spec.data) as Parts;
  const notes: string[] = [];
  const parts = [copy.shared, copy.agents, copy.customers, copy.people].filter((part) => part !== undefined);
  const edits = [frontendUrls, themes, withoutMail, withoutServersFiles, withoutLinks];
  if (/^http:/i.test(keycloakUrl)) edits.push(encryption);
  for (const edit of edits) notes.push(...edit(parts, Object.values(model.realms)));

  const url = options.url.replace(/\/+$/, "");
  if (copy["backendUrl"] !== undefined)
    notes.push(`backendUrl ${copy["backendUrl"]} is left out: it leads to another Keycloak`);
  const keys = realmKeysOf(copy as Parameters<typeof realmKeysOf>[0]);
  const directories = keys.flatMap((key) => directoryOf(ldapOf(copy[key]), key, copy.ephemeral?.[key]) ?? []);
  const realms = keys.map((key) => {
    const realm = model.realms[key];
    if (realm === undefined) throw new TypeError(`The model has no realm ${key}.`);
    const name = ephemeralRealmName(realm.realm, options.name);
    const made = {
      key,
      name,
      model: realm,
      move: { from: model.url, to: url },
      wanted: copy.ephemeral?.[key],
    };
    return [key, ephemeralRealm(copy[key] ?? {}, made, notes)] as const;
  });
  const data = {
    helpdesk: copy["helpdesk"],
    url,
    ...copied(copy, "interfaces"),
    ...copied(copy, "config"),
    policy: { environment: "development" },
    ...(copy.shared === undefined ? {} : { shared: ephemeralSettings(copy.shared) }),
    ...Object.fromEntries(realms),
  };
  const diagnostics = sortDiagnostics([
    ...keys.flatMap((key) => realmNameProblem(spec, key, options.name) ?? []),
    ...(isLoopback(keycloakUrl) ? [] : directories.map((one) => unreachable(spec, one, keycloakUrl))),
    ...directories.flatMap((one) => unknownRules(spec, one, ldapOf(copy[one.key]))),
    ...foreignReferences(spec, data, directories),
  ]);
  return { value: diagnostics.length > 0 ? undefined : { data, notes, directories }, diagnostics };
}

type Parts = Record<string, unknown> &
  Partial<Record<RealmKey | "shared", Settings>> & { ephemeral?: Partial<Record<RealmKey, Settings>> };

const ldapOf = (realm: Settings | undefined) => realm?.["ldap"] as Settings | undefined;

const copied = (from: Settings, key: string): Settings =>
  from[key] === undefined ? {} : { [key]: from[key] };

/** Each of several helpdesks would need an address of its own, and one is asked for. */
function ofSeveral({ source }: WholeSpec): Failure {
  const { line, column } = source.keyRange(["helpdesks"]).start;
  return new Failure(
    "ephemeral-option",
    `${source.file}:${line}:${column}: the spec has several helpdesks, and test realms are made for one`,
    { hint: "write a spec with helpdesk and url for the one that is tested" },
  );
}

function unreachable({ source }: WholeSpec, { key }: EphemeralDirectory, keycloakUrl: string): Diagnostic {
  return problem({
    code: "ephemeral-ldif",
    detail: `the directory is on this machine's loopback address, and Keycloak is at ${keycloakUrl}`,
    hint: "name people under users, or take a Keycloak on this machine",
    file: source.file,
    range: source.valueRange(["ephemeral", key, "ldif"]),
  });
}

function unknownRules({ source }: WholeSpec, { key, vendor }: EphemeralDirectory, ldap: Settings = {}) {
  if (vendor !== "active-directory") return [];
  return filtersInChain(ldap).map((path) =>
    problem({
      code: "ephemeral-ldif",
      detail:
        "the filter asks by a rule of Active Directory's that the directory of a test realm does not have",
      hint: "ask for the groups of an entry, by memberOf, or name people under users",
      file: source.file,
      range: source.valueRange([key, "ldap", ...path]),
    }),
  );
}

/** A value that was put in the place of a reference may look like one, and would be read as one again. */
function foreignReferences(
  { source }: WholeSpec,
  data: unknown,
  directories: readonly EphemeralDirectory[],
): Diagnostic[] {
  const ours = new Set(
    directories.flatMap((one) => [`\${var:${one.urlVariable}}`, `\${secret:${one.passwordSecret}}`]),
  );
  return textsOf(data, []).flatMap(([path, text]) => {
    if (ours.has(text) || !isReference(text)) return [];
    const [key, part, ...rest] = path;
    const at = part === "users" ? ["ephemeral", key as string, part, ...rest] : path;
    return problem({
      code: "reference",
      detail: "the value refers to something that a test realm does not have",
      hint: "write a value that has no ${var:…}, ${env:…}, ${secret:…} or ${vault.…} in it",
      file: source.file,
      range: source.valueRange(at),
    });
  });
}

const isReference = (text: string): boolean =>
  text.includes("${vault.") || parseReferences(text).some((piece) => !("text" in piece));

function textsOf(value: unknown, path: Path): (readonly [Path, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}
