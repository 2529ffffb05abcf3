// Test realms as a server has them. Only a whole mark makes a realm one: what is half marked is left alone.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { nameFlaw } from "../../infra/ephemeral/options.ts";
import { EPHEMERAL_ATTRIBUTES, type EphemeralMark, OWNER_ATTRIBUTE } from "../../infra/model/mark.ts";
import { ownerOf } from "../stack/target.ts";

/** What a realm's attributes say. */
export type FoundMark =
  | { readonly status: "none" }
  /** Something of a mark is there, and this is wrong with it; `name` where it is the end alone. */
  | { readonly status: "broken"; readonly reason: string; readonly name?: string }
  | { readonly status: "whole"; readonly mark: EphemeralMark };

export interface MarkedRealm {
  readonly realm: string;
  /** Keycloak's own id: another one where the realm was deleted and made anew. */
  readonly id: string;
  readonly mark: EphemeralMark;
}

export interface BrokenRealm {
  readonly realm: string;
  readonly reason: string;
  /** Whose it is all the same. */
  readonly name: string | undefined;
}

type Realm = Pick<RealmRepresentation, "realm" | "attributes">;

/** Reads one realm's mark. */
export function markOf({ realm = "", attributes = {} }: Realm): FoundMark {
  const [name, whom, until] = (["name", "for", "until"] as const).map((key) =>
    text(attributes[EPHEMERAL_ATTRIBUTES[key]]),
  );
  if (name === undefined && whom === undefined && until === undefined) return { status: "none" };
  const broken = (reason: string) => ({ status: "broken", reason }) as const;
  if (name === undefined || whom === undefined || until === undefined)
    return broken("a part of its mark is missing");
  if (nameFlaw(name) !== undefined) return broken("the name in its mark is none");
  if (text(attributes[OWNER_ATTRIBUTE]) !== ownerOf(name)) return broken("its mark names another owner");
  // Somebody may have exported a test realm, and brought it back under the name of one that is to stay.
  if (!realm.endsWith(`-${name}`)) return broken(`its name does not end in -${name}, as its mark says`);
  if (timeOf(until) === undefined) return { ...broken("the end in its mark is no time"), name };
  return { status: "whole", mark: { name, for: whom, until } };
}

/** Whether a realm is one of that name, in its time or past it. */
export const isOf = (found: FoundMark, name: string): boolean =>
  (found.status === "whole" && found.mark.name === name) ||
  (found.status === "broken" && found.name === name);

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** Milliseconds since the epoch; undefined for what is no such time, as the 30th of February. */
function timeOf(until: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(until)) return undefined;
  const time = Date.parse(until);
  return !Number.isNaN(time) && untilText(time) === until ? time : undefined;
}

/** An end as marks have it. */
export const untilText = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Whether a time is over. */
export const isOver = (until: string, now: Date): boolean => (timeOf(until) ?? Infinity) <= now.getTime();

/** All test realms of a server, and what looks like one and is not; in the order of their names. */
export async function readMarked(
  admin: AdminClient,
): Promise<{ readonly marked: readonly MarkedRealm[]; readonly broken: readonly BrokenRealm[] }> {
  const realms = await visibleRealms(admin);
  const marked: MarkedRealm[] = [];
  const broken: BrokenRealm[] = [];
  for (const one of realms.sort((a, b) => ((a.realm ?? "") < (b.realm ?? "") ? -1 : 1))) {
    const [realm = "", found] = [one.realm, markOf(one)];
    if (found.status === "whole") marked.push({ realm, id: one.id ?? "", mark: found.mark });
    if (found.status === "broken") broken.push({ realm, reason: found.reason, name: found.name });
  }
  return { marked, broken };
}

/** An account that may create realms alone is refused the list while there is none of its own. */
async function visibleRealms(admin: AdminClient): Promise<RealmRepresentation[]> {
  try {
    return await admin.get<RealmRepresentation[]>("/realms");
  } catch (error) {
    if (error instanceof AdminFailure && error.status === 403) return [];
    throw error;
  }
}

/** Realms that are the name's, in its time or past it, as `isOf` says. */
export async function readNamed(admin: AdminClient, name: string): Promise<string[]> {
  const { marked, broken } = await readMarked(admin);
  return [
    ...marked.filter(({ mark }) => mark.name === name),
    ...broken.filter((one) => one.name === name),
  ].map(({ realm }) => realm);
}

/** One realm's mark as it is now; undefined where the realm is gone. */
export async function readMark(
  admin: AdminClient,
  realm: string,
): Promise<(FoundMark & { readonly id: string }) | undefined> {
  const found = await admin.find<RealmRepresentation>(adminPath`/realms/${realm}`);
  return found === undefined ? undefined : { ...markOf(found), id: found.id ?? "" };
}
