// deskrealm ephemeral list: what there is on a shared Keycloak, and on those of this machine that are for one name.

import { addressOf } from "../../infra/admin/address.ts";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import type { Context } from "../context.ts";
import { findEmbedded } from "./embedded.ts";
import { embeddedFolder, embeddedNames, readNote } from "./folder.ts";
import { type BrokenRealm, isOver, type MarkedRealm, readMarked } from "./marks.ts";
import { patient } from "./patient.ts";
import type { EphemeralEntry } from "./types.ts";

export interface Listing {
  readonly entries: readonly EphemeralEntry[];
  /** What has something of a mark, and is left alone. */
  readonly broken: readonly BrokenRealm[];
}

/** @param shared - undefined: only those of this machine */
export async function ephemeralList(shared: Connection | undefined, context: Context): Promise<Listing> {
  const there = shared === undefined ? { entries: [], broken: [] } : await onShared(shared, context);
  const names = await embeddedNames(context);
  const own = await Promise.all(names.map((name) => embeddedEntry(name, context)));
  return { entries: [...there.entries, ...own.flat()], broken: there.broken };
}

async function onShared(connection: Connection, context: Context): Promise<Listing> {
  using admin = new AdminClient(patient(connection), { signal: context.signal });
  const { marked, broken } = await readMarked(admin);
  return { entries: await entriesOf(marked, admin, false, context), broken };
}

/** One whose server does not run, or does not answer yet, has no realms to show. */
async function embeddedEntry(name: string, context: Context): Promise<EphemeralEntry[]> {
  const folder = embeddedFolder(name, context);
  const [note, server] = [await readNote(folder), await findEmbedded(folder)];
  if (note === undefined) return [];
  const { for: whom, until } = note;
  const expired = server === undefined || isOver(until, context.now());
  const bare = { name, for: whom, until, expired, embedded: true, realms: [] };
  if (server === undefined) return [{ ...bare, keycloak: "" }];
  const { connection } = server;
  using admin = new AdminClient(connection, { signal: context.signal });
  try {
    const { marked } = await readMarked(admin);
    const [entry] = await entriesOf(marked, admin, true, context);
    return [entry ?? { ...bare, keycloak: connection.url }];
  } catch (error) {
    if (error instanceof AdminFailure) return [{ ...bare, keycloak: connection.url }];
    throw error;
  }
}

async function entriesOf(
  marked: readonly MarkedRealm[],
  admin: AdminClient,
  embedded: boolean,
  { now }: Pick<Context, "now">,
): Promise<EphemeralEntry[]> {
  const groups = [...Map.groupBy(marked, ({ mark }) => mark.name)];
  return Promise.all(
    groups.map(async ([name, realms]) => {
      // Of several ends the first one: from then on the name is not whole any more.
      const [first] = realms.map(({ mark }) => mark).sort((a, b) => (a.until < b.until ? -1 : 1));
      const until = first?.until ?? "";
      return {
        name,
        for: first?.for ?? "",
        until,
        expired: isOver(until, now()),
        keycloak: addressOf({ adminUrl: admin.connection.url }),
        embedded,
        realms: await Promise.all(
          realms.map(async ({ realm }) => ({ realm, people: await count(admin, realm) })),
        ),
      };
    }),
  );
}

/** 0 for a realm that is deleted just now. */
const count = async (admin: AdminClient, realm: string): Promise<number> =>
  (await admin.find<number>(adminPath`/realms/${realm}/users/count`)) ?? 0;
