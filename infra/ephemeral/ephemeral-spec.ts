// A spec's test realms, as a spec of their own: names with a suffix, the addresses of another helpdesk, the people
// of `ephemeral`, and nothing that leads to what the spec's own realms use.

import { sortDiagnostics } from "../diagnostics/render.ts";
import type { Checked, Diagnostic } from "../diagnostics/types.ts";
import { isLoopback } from "../loopback.ts";
import { helpdesksOf, isSeveral } from "../model/helpdesks.ts";
import type { Model, RealmKey, RealmModel } from "../model/types.ts";
import { REALM_KEYS } from "../spec/layout.ts";
import { problem } from "../spec/problem.ts";
import type { RawSeveral } from "../spec/raw.ts";
import { parseReferences } from "../spec/references.ts";
import { alone } from "../spec/several.ts";
import type { Path, Source } from "../spec/source.ts";
import { filtersInChain } from "./active-directory.ts";
import { directoryOf, type EphemeralDirectory } from "./directory.ts";
import { ephemeralHelpdesk } from "./helpdesk.ts";
import { ephemeralRealmName, realmNameProblem } from "./names.ts";
import { encryption, frontendUrls, type Settings, themes } from "./on-server.ts";
import { checkOptions, type EphemeralOptions } from "./options.ts";
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
 * @throws Failure `ephemeral-option` where the name is none, or not each helpdesk has its URL
 * @example
 * const { value, diagnostics } = ephemeralSpec(loaded, { name: "pr-42", url, keycloakUrl });
 */
export function ephemeralSpec(spec: WholeSpec, options: EphemeralOptions): Checked<EphemeralSpec> {
  const urls = checkOptions(spec, options);
  const { model } = spec;
  const { keycloakUrl } = options;
  const copy = structuredClone(spec.data) as Parts;
  const notes: string[] = [];
  const parts = [copy.shared, copy.agents, copy.customers, copy.people].filter((part) => part !== undefined);
  const edits = [frontendUrls, themes, withoutMail, withoutServersFiles, withoutLinks];
  if (/^http:/i.test(keycloakUrl)) edits.push(encryption);
  for (const edit of edits) notes.push(...edit(parts, Object.values(model.realms)));

  const keys = REALM_KEYS.filter((key) => model.realms[key] !== undefined);
  const directories = keys.flatMap((key) => directoryOf(ldapOf(copy[key]), key, copy.ephemeral?.[key]) ?? []);
  const own = helpdesksIn(copy, spec, { urls, keys }, notes);
  const realms = keys.map((key) => {
    const realm = model.realms[key] as RealmModel;
    const name = ephemeralRealmName(realm.realm, options.name);
    const made = { key, name, model: realm, wanted: copy.ephemeral?.[key] };
    return [key, { ...own[key], ...ephemeralRealm(copy[key] ?? {}, made, notes) }] as const;
  });
  const data = {
    ...own,
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

/** What is the helpdesk's own at the top of the spec, or each helpdesk's in the list. */
function helpdesksIn(
  copy: Parts,
  { data, model }: WholeSpec,
  { urls, keys }: { readonly urls: ReadonlyMap<string, string>; readonly keys: readonly RealmKey[] },
  notes: string[],
): Own {
  const moveOf = (key: string) => ({ from: helpdesksOf(model)[key]?.url ?? "", to: urls.get(key) ?? "" });
  if (!isSeveral(model)) return ephemeralHelpdesk(copy, keys, { move: moveOf(model.key) }, notes);
  const list = copy["helpdesks"] as readonly Settings[];
  const helpdesks = alone(data as RawSeveral).map(({ key, index, realms }) =>
    ephemeralHelpdesk(list[index] ?? {}, realms, { move: moveOf(key), key }, notes),
  );
  return { helpdesks };
}

type Own = Settings & Partial<Record<RealmKey, Settings>>;

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
