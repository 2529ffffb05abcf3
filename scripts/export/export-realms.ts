// Realms that were made by hand, as a spec: read, written, read again, and compared.

import type { AdminClient } from "../../infra/admin/client.ts";
import { shown } from "../../infra/admin/connection.ts";
import { coverUrls } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Diagnostic } from "../../infra/diagnostics/types.ts";
import { type Exported, exportSpec } from "../../infra/export/export-spec.ts";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { describeDifference } from "../../infra/model/describe.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { helpdesksOf } from "../../infra/model/helpdesks.ts";
import type { RealmKey, RealmModel } from "../../infra/model/types.ts";
import { LAYOUTS, REALM_KEYS } from "../../infra/spec/layout.ts";
import type { LdapSpec } from "../../infra/spec/ldap.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { writeSpec } from "../../infra/spec/write.ts";
import { readLiveModel } from "../live/read-model.ts";
import { findUnmanaged } from "../unmanaged/find.ts";
import { findDirectory } from "./directory.ts";
import { findLayout, type Layout, type Named } from "./layout.ts";
import { findPeople } from "./people.ts";
import { findProviders } from "./providers.ts";

export interface ExportOptions extends Named {
  /** The helpdesk's URL; undefined: to be found among the clients' addresses. */
  readonly url: string | undefined;
  /** User names of those whom the spec is to name. */
  readonly people: readonly string[];
}

export interface ExportedFile {
  readonly text: string;
  /** What the server has and the spec does not say, a sentence each. */
  readonly rest: readonly string[];
  /** What is left for a person to do or to look at, a sentence each. */
  readonly notes: readonly string[];
  /** What `check` says of the spec; no errors. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The shortest spec for realms on a server, with a list of what it does not say at its head.
 *
 * @throws Failure `realm-unknown`, `layout-unclear`; AdminFailure where the server cannot be read.
 */
export async function exportRealms(admin: AdminClient, options: ExportOptions): Promise<ExportedFile> {
  const layout = await findLayout(admin, options);
  const { expected, left } = await expectation(admin, layout, options);
  const read = await readLiveModel(admin, expected, { everyRole: true });
  const unmanaged = await findUnmanaged(read, admin);
  const exported = searched(read, options.url);
  // No server knows the helpdesk's own URL.
  const live = { ...read, ...helpdesksOf(exported.model)[exported.model.key] };
  const sides = {
    from: { model: exported.model, label: "in this spec" },
    to: { model: live, label: "on the server" },
  };
  const rest = [
    ...exported.rest.map((one) => coverUrls(describeDifference(one, sides))),
    ...unmanaged.map(({ text }) => text),
    ...left,
  ];
  const notes = notesOn(exported);
  const from = Object.values(layout).map(({ realm }) => realm);
  const text = writeSpec(exported.spec, [
    `From ${from.join(" and ")} on ${shown(admin.connection.adminUrl)}.`,
    ...listed("On the server, and not in this spec", rest),
    ...listed("To be looked at", notes),
  ]);
  return { text, rest, notes, diagnostics: proved(text, live, exported) };
}

/** A list for a file's head; nothing where there is nothing to list. */
export function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length}):`, ...lines.map((line) => `- ${line}`)];
}

/** A directory of which nothing but that it is there counts. */
const LIKE: LdapSpec = {
  ...{ vendor: "openldap", url: "ldaps://directory.invalid", bind: "none", users: "ou=people" },
};

/** What to look for: the vendor's layout with the names that this server uses. */
async function expectation(
  admin: AdminClient,
  layout: Layout,
  { helpdesk, people: names }: ExportOptions,
): Promise<{ expected: PartialModel; left: string[] }> {
  const keys = REALM_KEYS.filter((key) => layout[key] !== undefined || helpdesk === "otrs");
  const like = keys.filter((key) => LAYOUTS[helpdesk].realms[key] !== undefined);
  const { model } = expandSpec({
    ...{ helpdesk, url: "https://helpdesk.invalid" },
    ...Object.fromEntries(like.map((key) => [key, { ldap: LIKE }])),
  });
  const realms = await Promise.all(
    (Object.entries(layout) as [RealmKey, NonNullable<Layout[RealmKey]>][]).map(async ([key, found]) => {
      const usual = model.realms[key] as RealmModel;
      const [{ wanted, left }, directory, providers] = await Promise.all([
        findPeople(admin, found.realm, names),
        findDirectory(admin, found.realm, usual),
        findProviders(admin, found.realm),
      ]);
      const { clients } = usual;
      const renamed = Object.entries(clients).map(([role, client]) => {
        return [role, { ...client, clientId: found.clientIds[role as "app" | "api"] ?? client.clientId }];
      });
      const realm: RealmModel = {
        ...usual,
        ...directory,
        ...providers,
        realm: found.realm,
        clients: Object.fromEntries(renamed),
        users: wanted,
      };
      return { key, realm, left: left.map((line) => `${key} realm ${found.realm}: ${line}`) };
    }),
  );
  const known = realms.flatMap(({ realm }) => Object.keys(realm.users));
  const missing = names.filter((name) => !known.includes(name.toLowerCase()));
  if (missing.length > 0) {
    throw new Failure("person-unknown", `No realm has ${missing.join(", ")}.`, {
      hint: "give user names as Keycloak has them, in lower case",
    });
  }
  return {
    expected: { ...model, realms: Object.fromEntries(realms.map(({ key, realm }) => [key, realm])) },
    left: realms.flatMap(({ left }) => left),
  };
}

function searched(live: PartialModel, url: string | undefined): Exported {
  const exported = exportSpec(live, url === undefined ? undefined : [url]);
  if (exported !== undefined) return exported;
  const reason =
    url === undefined ? "No client has an address that could be it" : `A spec does not take ${url}`;
  throw new Failure("layout-unclear", `The helpdesk's URL is not known. ${coverUrls(reason)}.`, {
    hint: "name it: --url https://desk.example",
  });
}

/** @param known - secrets that have their values already */
export function notesOn(
  { spec, guessedLoginRoles }: Pick<Exported, "spec" | "guessedLoginRoles">,
  known: ReadonlySet<string> = new Set(),
): string[] {
  const secrets = [...secretsOf(spec)].filter((name) => !known.has(name));
  return [
    ...guessedLoginRoles.map((place) => {
      const key = place.split(".").at(-1) as RealmKey;
      return `${place}.loginRole is a guess, since there is no role ${LAYOUTS.otrs.realms[key]?.loginRole}`;
    }),
    ...secrets.map((name) => {
      return `no server shows the secret ${name}: pulumi config set --secret --path 'deskrealm:secrets.${name}'`;
    }),
  ];
}

/** Names of the secrets that a spec refers to. */
export function secretsOf(spec: unknown): Set<string> {
  return new Set([...JSON.stringify(spec).matchAll(/\$\{secret:([\w-]+)\}/g)].map(([, name = ""]) => name));
}

/** The text means what was read, but for what is listed: else it is not handed out. */
function proved(text: string, live: PartialModel, { rest }: Exported): readonly Diagnostic[] {
  const { value, diagnostics } = loadSpec(text, "the exported spec", { variables: {}, env: {} });
  const left = value === undefined ? undefined : diffModels(expandSpec(value.spec).model, live);
  if (JSON.stringify(left) !== JSON.stringify(rest)) {
    throw new TypeError(`The written spec does not mean what was searched for:\n${text}`);
  }
  return diagnostics;
}
