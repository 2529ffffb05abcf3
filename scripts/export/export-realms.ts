// Realms that were made by hand, as a spec: read, written, read again, and compared.

import type { AdminClient } from "../../infra/admin/client.ts";
import { shown } from "../../infra/admin/connection.ts";
import { coverUrls } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Diagnostic } from "../../infra/diagnostics/types.ts";
import type { Exported } from "../../infra/export/export-spec.ts";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { describeDifference } from "../../infra/model/describe.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { helpdesksOf } from "../../infra/model/helpdesks.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { RealmKey, RealmModel } from "../../infra/model/types.ts";
import { LAYOUTS } from "../../infra/spec/layout.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { writeSpec } from "../../infra/spec/write.ts";
import { readLiveModel } from "../live/read-model.ts";
import { findUnmanaged } from "../unmanaged/find.ts";
import { findDirectory } from "./directory.ts";
import { findClients, findRealms, type Named } from "./layout.ts";
import { findPeople } from "./people.ts";
import { findProviders } from "./providers.ts";
import { searched, unclear, withUrls } from "./search.ts";
import { usualModel } from "./usual-model.ts";

export interface ExportOptions extends Named {
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
  const { expected, left } = await expectation(admin, options);
  const read = await readLiveModel(admin, expected, { everyRole: true });
  const unmanaged = await findUnmanaged(read, admin);
  const exported = searched(read, options);
  // No server knows a helpdesk's own URL.
  const live = withUrls(read, helpdesksOf(exported.model));
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
  const from = realmNames(expected);
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

/** What to look for: the vendors' layout with the names that this server uses. */
async function expectation(
  admin: AdminClient,
  options: ExportOptions,
): Promise<{ expected: PartialModel; left: string[] }> {
  const names = options.people;
  const keyed = await findRealms(admin, options);
  const model = usualModel(options, [...keyed.keys()]);
  const realms = await Promise.all(
    [...keyed].map(async ([key, realm]) => {
      const usual = model.realms[key];
      if (usual === undefined) throw unclear(`No helpdesk that is named has a realm of its ${key}`);
      const [clientIds, { wanted, left }, directory, providers] = await Promise.all([
        findClients(admin, { realm, key, usual }, options),
        findPeople(admin, realm, names),
        findDirectory(admin, realm, usual),
        findProviders(admin, realm),
      ]);
      const clients = Object.entries(usual.clients).map(([client, one]) => {
        return [client, { ...one, clientId: clientIds[client] ?? one.clientId }];
      });
      const found: RealmModel = {
        ...usual,
        ...directory,
        ...providers,
        realm,
        clients: Object.fromEntries(clients),
        users: wanted,
      };
      return { key, realm: found, left: left.map((line) => `${key} realm ${realm}: ${line}`) };
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
