// Two accounts of realms in Keycloak's own words, compared; the same change in many places is one.

import { ascending } from "../../infra/model/canonical.ts";
import type { RawTree } from "./raw.ts";

/** One change, with all the places where it is the same. */
export interface RawChange {
  readonly kind: "added" | "removed" | "changed";
  /** Names of the realms, ascending. */
  readonly realms: readonly string[];
  /** What kind of part it is in, such as `clients`; `realm` for the realm's own settings. */
  readonly section: string;
  /** Names of the parts, ascending; empty for the realm itself. */
  readonly parts: readonly string[];
  /** The setting within the part, in Keycloak's words; empty where the part as a whole came or went. */
  readonly setting: string;
  /** JSON texts; `null` where there was none, or where it is a mapping. */
  readonly from: string | null;
  readonly to: string | null;
}

/** By realm name. */
export type RawRealms = Readonly<Record<string, RawTree>>;

/** What has changed from the one to the other, in the realms that both have. */
export function rawChanges(from: RawRealms, to: RawRealms): readonly RawChange[] {
  const single = Object.keys(from).flatMap((realm) => {
    const [before, after] = [from[realm], to[realm]];
    if (before === undefined || after === undefined) return [];
    return compare(before, after, []).map((leaf) => ({ ...located(leaf), realms: [realm] }));
  });
  // First the realms in which one part changes alike, then the parts that change alike in the same realms.
  const byPart = merged(single, "realms", ({ parts }) => parts);
  return merged(byPart, "parts", ({ realms }) => realms);
}

interface Leaf {
  readonly path: readonly string[];
  readonly kind: RawChange["kind"];
  readonly from: string | null;
  readonly to: string | null;
}

const SECTIONS: ReadonlySet<string> = new Set([
  ...["clients", "clientScopes", "authenticationFlows", "authenticatorConfig", "requiredActions"],
  ...["roles", "components"],
]);

function located({ path, ...leaf }: Leaf): Omit<RawChange, "realms"> {
  const [section = "", ...rest] = path;
  if (section === "profile") return { ...leaf, section, parts: [], setting: rest.join(".") };
  if (!SECTIONS.has(section)) return { ...leaf, section: "realm", parts: [], setting: path.join(".") };
  const { part, depth } = partOf(section, rest);
  return { ...leaf, section, parts: [part], setting: rest.slice(depth).join(".") };
}

/** The name of the part that a path leads into, and how many steps it takes. */
function partOf(section: string, [first = "", second, third]: readonly string[]) {
  if (section === "roles" && first === "client" && third !== undefined)
    return { part: `${third} of client ${second}`, depth: 3 };
  if (section === "roles" && second !== undefined) return { part: second, depth: 2 };
  // Components are kept by kind, which is the name of a Java class.
  if (section === "components" && second !== undefined)
    return { part: `${second} (${first.split(".").at(-1)})`, depth: 2 };
  return { part: first, depth: 1 };
}

function compare(
  from: RawTree | string | undefined,
  to: RawTree | string | undefined,
  path: readonly string[],
): Leaf[] {
  if (typeof from === "object" && typeof to === "object") {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort(ascending);
    return keys.flatMap((key) => compare(from[key], to[key], [...path, key]));
  }
  if (from === to) return [];
  const kind = from === undefined ? "added" : to === undefined ? "removed" : "changed";
  const text = (value: RawTree | string | undefined) => (typeof value === "string" ? value : null);
  return [{ path, kind, from: text(from), to: text(to) }];
}

/** Makes one of the changes that differ in the list `key` only; `same` is what tells them apart beside that. */
function merged(
  changes: readonly RawChange[],
  key: "realms" | "parts",
  same: (change: RawChange) => readonly string[],
): RawChange[] {
  const groups = new Map<string, RawChange>();
  for (const change of changes) {
    const { kind, section, setting, from, to } = change;
    const signature = JSON.stringify([kind, section, setting, from, to, same(change)]);
    const names = [...(groups.get(signature)?.[key] ?? []), ...change[key]];
    groups.set(signature, { ...change, [key]: [...new Set(names)].sort(ascending) });
  }
  return [...groups.values()];
}
