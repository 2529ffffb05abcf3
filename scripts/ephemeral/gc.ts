// deskrealm ephemeral gc: what is past its time goes, by what the realms themselves say, and whatever of it is left
// on this machine. Two at once do no harm.

import { AdminClient } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { mapBounded } from "../bounded.ts";
import type { Context } from "../context.ts";
import { DELETIONS_AT_ONCE } from "./delete-named.ts";
import { deleteRealm } from "./delete-realm.ts";
import { findEmbedded } from "./embedded.ts";
import {
  embeddedFolder,
  embeddedNames,
  readNote,
  sharedFolder,
  sharedFolders,
  withFolder,
} from "./folder.ts";
import { type BrokenRealm, type FoundMark, isOver, type MarkedRealm, readMarked } from "./marks.ts";
import { patient } from "./patient.ts";
import { removeRun } from "./remove-run.ts";

export interface Collected {
  /** Names of the realms that went, or would go. */
  readonly realms: readonly string[];
  /** Names whose own server went, or would go. */
  readonly servers: readonly string[];
  /** Half marked, and left alone. */
  readonly broken: readonly BrokenRealm[];
  /** What could not be deleted and why; the others are gone all the same. */
  readonly failed: readonly { readonly realm: string; readonly reason: string }[];
}

/**
 * @param shared - undefined: only what is on this machine
 * @param dryRun - changes nothing
 */
export async function ephemeralGc(
  shared: Connection | undefined,
  { dryRun }: { readonly dryRun: boolean },
  context: Context,
): Promise<Collected> {
  const servers = await collectServers(dryRun, context);
  if (shared === undefined) {
    if (!dryRun) await removeOldFolders(new Set(), context);
    return { realms: [], servers, broken: [], failed: [] };
  }
  const connection = patient(shared);
  using admin = new AdminClient(connection, { signal: context.signal });
  const { marked, broken } = await readMarked(admin);
  const over = marked.filter(({ mark }) => isOver(mark.until, context.now()));
  if (dryRun) return { realms: over.map(({ realm }) => realm), servers, broken, failed: [] };
  const names = [...Map.groupBy(over, ({ mark }) => mark.name)];
  const done = await mapBounded(names, DELETIONS_AT_ONCE, ([name, realms]) =>
    collectName(name, realms, admin, context),
  );
  const inTime = marked.filter((one) => !over.includes(one));
  const kept = inTime.map(({ mark }) => sharedFolder(connection, mark.name, context));
  await removeOldFolders(new Set(kept), context);
  const all = done.flat();
  return {
    realms: all.flatMap(({ realm, reason }) => (reason === undefined ? [realm] : [])),
    servers,
    broken,
    failed: all.flatMap(({ realm, reason }) => (reason === undefined ? [] : [{ realm, reason }])),
  };
}

interface Tried {
  readonly realm: string;
  readonly reason: string | undefined;
}

/** Whoever brings the name up just now is waited for; the mark is read anew afterwards. */
function collectName(
  name: string,
  realms: readonly MarkedRealm[],
  admin: AdminClient,
  context: Context,
): Promise<Tried[]> {
  const folder = sharedFolder(admin.connection, name, context);
  const isDue = (found: FoundMark) => found.status === "whole" && isOver(found.mark.until, context.now());
  return withFolder(folder, name, context, async () => {
    const tried: Tried[] = [];
    for (const { realm } of realms) {
      try {
        if (await deleteRealm(admin, realm, isDue)) tried.push({ realm, reason: undefined });
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof Failure)) throw error;
        tried.push({ realm, reason: error.message });
      }
    }
    return tried;
  });
}

/** Servers past their time, or that have ended: nothing of theirs can be used any more. */
async function collectServers(dryRun: boolean, context: Context): Promise<string[]> {
  const names = await embeddedNames(context);
  const gone = await mapBounded(names, DELETIONS_AT_ONCE, async (name) => {
    const folder = embeddedFolder(name, context);
    const isDue = async () => {
      const note = await readNote(folder);
      return (
        note === undefined || isOver(note.until, context.now()) || (await findEmbedded(folder)) === undefined
      );
    };
    if (dryRun || !(await isDue())) return isDue();
    return withFolder(folder, name, context, async () => {
      if (!(await isDue())) return false;
      await removeRun(folder);
      return true;
    });
  });
  return names.filter((_, index) => gone[index]);
}

/** What is kept of a run past its time is of no use: one that finds none makes everything anew. */
async function removeOldFolders(kept: ReadonlySet<string>, context: Context): Promise<void> {
  const isOld = async (folder: string) => {
    if (kept.has(folder)) return false;
    const note = await readNote(folder);
    return note === undefined || isOver(note.until, context.now());
  };
  for (const folder of await sharedFolders(context)) {
    if (!(await isOld(folder))) continue;
    const name = (await readNote(folder))?.name ?? "";
    await withFolder(folder, name, context, async () => {
      if (await isOld(folder)) await removeRun(folder);
    });
  }
}
