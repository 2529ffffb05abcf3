// The entries of an LDIF file as a whole directory: everything above them, and who is in which group.

import { IN_CHAIN } from "../../../infra/ephemeral/active-directory.ts";
import { formatDn, parseDn, type Rdn } from "../../../infra/spec/distinguished-name.ts";
import { folded, type LdifEntry, type LdifFlaw, type LdifValue } from "./ldif.ts";

export interface Tree {
  /** DN above all entries. */
  readonly base: string;
  /** Parents first. */
  readonly entries: readonly LdifEntry[];
  readonly flaws: readonly LdifFlaw[];
}

/**
 * @param containers - names that have to be there too, since searches begin at them
 * @param inChain - whether groups within groups count, as in Active Directory
 */
export function wholeTree(
  found: readonly LdifEntry[],
  containers: readonly string[],
  inChain: boolean,
): Tree {
  const named = containers.map((dn) => parseDn(dn) ?? []);
  const base = commonEnd([...found.map(({ steps }) => steps), ...named]);
  if (base.length === 0) {
    const first = found[0]?.line ?? 1;
    const text = `the entries, and ${containers.join(" and ")} of the spec, have no end in common: put all below one name`;
    return { base: "", entries: [], flaws: [{ line: first, text }] };
  }
  const { entries, flaws } = withAncestors(found, named, base.length);
  return { base: formatDn(base), entries: withMembers(entries, inChain), flaws };
}

/** The steps that all names end with. */
function commonEnd(names: readonly (readonly Rdn[])[]): readonly Rdn[] {
  const [first = [], ...others] = names;
  let length = first.length;
  for (const name of others)
    while (
      length > 0 &&
      (name.length < length || folded(name.slice(-length)) !== folded(first.slice(-length)))
    )
      length--;
  return length === 0 ? [] : first.slice(-length);
}

/** Kinds of entries that nothing has to be known of, by the attribute that begins their name. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  dc: ["domain"],
  o: ["organization"],
  ou: ["organizationalUnit"],
  cn: ["organizationalRole"],
  c: ["country"],
  l: ["locality"],
};

/** An entry needs the one above it. */
function withAncestors(found: readonly LdifEntry[], named: readonly (readonly Rdn[])[], depth: number) {
  const all = new Map(found.map((entry) => [folded(entry.steps), entry]));
  const flaws: LdifFlaw[] = [];
  const wanted = [...found, ...named.map((steps) => ({ steps, line: 1 }))];
  for (const { steps, line } of wanted) {
    for (let above = steps.slice(); above.length >= depth; above = above.slice(1)) {
      if (all.has(folded(above))) continue;
      const [own] = above[0] ?? [];
      const classes = PLAIN[own?.type.toLowerCase() ?? ""];
      const dn = formatDn(above);
      if (classes === undefined || own === undefined) {
        flaws.push({ line, text: `nothing is said of ${dn}: add an entry for it` });
        break;
      }
      const text = (name: string, value: string): LdifValue => ({ name, value: Buffer.from(value), line });
      const values = [...classes.map((name) => text("objectClass", name)), text(own.type, own.value)];
      all.set(folded(above), { dn, steps: above, line, values });
    }
  }
  const entries = [...all.values()].toSorted((a, b) => a.steps.length - b.steps.length);
  return { entries, flaws };
}

const MEMBER = /^(member|uniqueMember)$/i;

/** Each entry with the groups that it is in, as overlays of a directory would show them. */
function withMembers(entries: readonly LdifEntry[], inChain: boolean): LdifEntry[] {
  const groups = new Map<string, LdifEntry[]>();
  for (const entry of entries) {
    for (const { name, value } of entry.values) {
      const steps = MEMBER.test(name) ? parseDn(value.toString()) : undefined;
      if (steps === undefined) continue;
      const key = folded(steps);
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
  }
  const above = (entry: LdifEntry): LdifEntry[] => groups.get(folded(entry.steps)) ?? [];
  const chain = (entry: LdifEntry, seen: Set<LdifEntry>): Set<LdifEntry> => {
    for (const group of above(entry)) {
      if (seen.has(group)) continue;
      seen.add(group);
      chain(group, seen);
    }
    return seen;
  };
  const chains = new Map(entries.map((entry) => [entry, chain(entry, new Set())]));
  const within = new Map<LdifEntry, LdifEntry[]>();
  for (const [entry, seen] of chains)
    for (const group of seen) if (group !== entry) within.set(group, [...(within.get(group) ?? []), entry]);
  return entries.map((entry) => {
    const values = entry.values.filter(({ name }) => !/^memberOf$/i.test(name));
    const { line } = entry;
    const names = (name: string, list: Iterable<LdifEntry>): LdifValue[] =>
      [...new Set(list)].map(({ dn }) => ({ name, value: Buffer.from(dn), line }));
    const own = names("memberOf", above(entry));
    if (!inChain) return { ...entry, values: [...values, ...own] };
    const members = names("member", within.get(entry) ?? []);
    const further = members.filter(({ value }) => !holds(values, "member", value));
    return { ...entry, values: [...values, ...own, ...names(IN_CHAIN, chains.get(entry) ?? []), ...further] };
  });
}

function holds(values: readonly LdifValue[], name: string, value: Buffer): boolean {
  const wanted = folded(parseDn(value.toString()) ?? []);
  return values.some(
    (one) => one.name.toLowerCase() === name && folded(parseDn(one.value.toString()) ?? []) === wanted,
  );
}
