// How `ephemeral` says what there is. Passwords and secrets are in the files that it names, and nowhere else.

import { join, resolve } from "node:path";
import { shown } from "../../infra/admin/connection.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import type { Context } from "../context.ts";
import type { Gone } from "../ephemeral/down.ts";
import type { Collected } from "../ephemeral/gc.ts";
import type { Listing } from "../ephemeral/list.ts";
import { ENV_FILE, type EphemeralRealm, type EphemeralRun, JSON_FILE } from "../ephemeral/types.ts";
import { jsonText } from "./json.ts";

interface UpView {
  readonly out: string;
  readonly stack: string | undefined;
  readonly json: boolean;
}

export function showUp(run: EphemeralRun, { out, stack, json }: UpView, context: Context): void {
  const { cwd, stdout } = context;
  const folder = resolve(cwd, out);
  const files = { json: join(folder, JSON_FILE), env: join(folder, ENV_FILE), rendered: run.rendered };
  if (json) {
    stdout.write(jsonText(withoutSecrets(run, files)));
    return;
  }
  const lines = [
    `Test realms ${run.name} for ${whereOf(run)}, until ${run.until} (${lasting(run.until, context.now())}):`,
    ...Object.values(run.realms).flatMap(realmLines),
    "",
    `${files.json} (holds secrets, mode 0600)`,
    `${files.env} (the same for a shell: set -a; . ${join(out, ENV_FILE)})`,
    ...run.rendered,
    "",
    `Passwords and client secrets are in these files. To end it: deskrealm ephemeral down ${run.name}${stack === undefined ? "" : ` --stack ${stack}`}`,
  ];
  stdout.write(`${lines.map(visible).join("\n")}\n`);
}

function whereOf(run: EphemeralRun): string {
  if (!("helpdesks" in run)) return run.url;
  return Object.entries(run.helpdesks)
    .map(([key, { url }]) => `${key} at ${url}`)
    .join(", ");
}

function realmLines({ issuer, clients, people }: EphemeralRealm): string[] {
  const ids = Object.values(clients).map(({ clientId }) => clientId);
  const who = people.map(({ username, roles }) =>
    roles.length === 0 ? username : `${username} (${roles.join(", ")})`,
  );
  return [`  ${issuer}`, `    clients ${ids.join(", ")}`, `    people  ${who.join(", ") || "nobody"}`];
}

const withoutSecrets = ({ realms, rendered, ...run }: EphemeralRun, files: unknown) => ({
  ...run,
  realms: Object.fromEntries(
    Object.entries(realms).map(([key, { realm, issuer, clients, people }]) => [
      key,
      {
        realm,
        issuer,
        clients: Object.fromEntries(
          Object.entries(clients).map(([name, { clientId }]) => [name, { clientId }]),
        ),
        people: people.map(({ password, ...person }) => person),
      },
    ]),
  ),
  files,
});

export function showList({ entries, broken }: Listing, json: boolean, { stdout, now }: Context): void {
  if (json) {
    stdout.write(jsonText({ version: 1, entries, broken }));
    return;
  }
  const lines = entries.flatMap(({ name, for: whom, until, expired, keycloak, embedded, realms }) => [
    `${name}  for ${whom}, until ${until} (${expired ? "past its time" : lasting(until, now())})`,
    `  ${keycloak === "" ? "its own Keycloak, which has ended" : `${shown(keycloak)}${embedded ? ", its own" : ""}`}`,
    ...realms.map(({ realm, people }) => `  ${realm}: ${people} ${people === 1 ? "person" : "people"}`),
  ]);
  const odd = broken.map(({ realm, reason }) => `${realm} is left alone: ${reason}`);
  const all = entries.length === 0 ? ["There are no test realms."] : lines;
  stdout.write(`${[...all, ...odd].map(visible).join("\n")}\n`);
}

export function showExtended(name: string, until: string, { stdout, now }: Context): void {
  stdout.write(`The test realms ${name} stay until ${until} (${lasting(until, now())}).\n`);
}

export function showDown(name: string, { realms, server }: Gone, { stdout }: Context): void {
  if (server) stdout.write(`The test realms ${name} are gone, with their Keycloak.\n`);
  else if (realms.length === 0) stdout.write(`There are no test realms ${name}.\n`);
  else stdout.write(`Gone: ${visible(realms.join(", "))}\n`);
}

export function showCollected(
  { realms, servers, broken, failed }: Collected,
  { dryRun, json }: { readonly dryRun: boolean; readonly json: boolean },
  { stdout, stderr }: Context,
): void {
  for (const { realm, reason } of failed) stderr.write(`${visible(`${realm} is still there: ${reason}`)}\n`);
  if (json) {
    stdout.write(jsonText({ version: 1, dryRun, realms, servers, broken, failed }));
    return;
  }
  for (const { realm, reason } of broken) stderr.write(`${visible(`${realm} is left alone: ${reason}`)}\n`);
  const word = dryRun ? "Past its time" : "Gone";
  const lines = [
    ...realms.map((realm) => `${word}: ${realm}`),
    ...servers.map((name) => `${word}: the Keycloak of ${name}`),
  ];
  stdout.write(lines.length === 0 ? "Nothing is past its time.\n" : `${lines.map(visible).join("\n")}\n`);
}

/** How long it is until then, in the largest two units. */
function lasting(until: string, now: Date): string {
  const minutes = Math.max(0, Math.round((Date.parse(until) - now.getTime()) / 60_000));
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).slice(0, 2);
  return said.length === 0
    ? "less than a minute"
    : said.map(([number, unit]) => `${number} ${unit}`).join(" ");
}
