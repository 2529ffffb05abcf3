// Things of a server become resources of a stack, by `pulumi import`: the server is read and not changed.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { succeedOnStack } from "../stack/pulumi.ts";
import { keycloakPlugin } from "../toolchain/versions.ts";
import type { Patient } from "./find-healing.ts";
import type { LiveEntry } from "./live-ids.ts";
import type { Held } from "./state.ts";

const HELPDESK = "deskrealm:index:Helpdesk";
const REALM = "deskrealm:index:HelpdeskRealm";

/** As `pulumi import --file` reads it. */
export interface ImportFile {
  /** Logical name of what is in the state already to its URN. */
  readonly nameTable: Readonly<Record<string, string>>;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly component?: true;
    readonly parent?: string;
    readonly id?: string;
    readonly version?: string;
  }[];
}

/** What is to be imported, with the components that are not in the state yet, as they are nested. */
export function importFile(entries: readonly LiveEntry[], held: readonly Held[]): ImportFile {
  const parents = [...new Set(entries.map(({ entry }) => entry.parent))];
  const helpdesks = [...new Set(parents.map((name) => name.split("/")[0] ?? ""))];
  const wanted = [
    ...helpdesks.map((name) => ({ type: HELPDESK, name })),
    ...parents.map((name) => ({ type: REALM, name, parent: name.split("/")[0] ?? "" })),
  ];
  const known = (one: { readonly type: string; readonly name: string }) =>
    held.find(({ type, name }) => type === one.type && name === one.name);
  return {
    nameTable: Object.fromEntries(
      wanted.flatMap((one) => [known(one)].flatMap((has) => (has ? [[one.name, has.urn]] : []))),
    ),
    resources: [
      ...wanted
        .filter((one) => known(one) === undefined)
        .map((one) => ({ ...one, component: true as const })),
      ...entries.map(({ entry: { type, name, parent, importId }, id }) => ({
        ...{ type, name, parent, id: importId(id) },
        // As @pulumi/keycloak asks for it, so that program and import share one provider.
        ...(type.startsWith("keycloak:") ? { version: keycloakPlugin.version } : {}),
      })),
    ],
  };
}

/**
 * Imports the entries into the stack; `bindToRealms` completes them.
 *
 * @throws Failure `pulumi-failed`; what came in until then stays, and the same command takes the rest
 */
export async function takeOver(
  { workspace, stack, signal }: Pick<Patient, "workspace" | "stack" | "signal">,
  entries: readonly LiveEntry[],
  held: readonly Held[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-import-"));
  try {
    const file = join(folder, "import.json");
    await writeFile(file, JSON.stringify(importFile(entries, held)));
    const flags = ["--generate-code=false", "--protect=false", "--yes", "--skip-preview"];
    const what = `What is on the server could not be taken over into the stack ${stack}`;
    await succeedOnStack(workspace, stack, ["import", "--file", file, ...flags], { signal, what });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
