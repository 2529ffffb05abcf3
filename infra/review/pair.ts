// Which helpdesk of one revision is which of the other.

import { ascending } from "../model/canonical.ts";
import type { Unit } from "./sides.ts";

export interface UnitPair {
  readonly before: Unit | null;
  readonly after: Unit | null;
}

/** What two units have in common that makes them one under another name, the surest first. */
const LIKENESSES: readonly ((unit: Unit) => string | null)[] = [
  ({ stackId, specId }) => stackId && JSON.stringify([stackId, specId]),
  ({ stackId }) => stackId,
  ({ kind, specId, variables, encrypted }) =>
    specId && JSON.stringify([kind, specId, sorted(variables), sorted(encrypted)]),
  ({ kind, spec, variables, encrypted }) =>
    kind === "stack" && Object.keys({ ...variables, ...encrypted }).length > 0
      ? JSON.stringify([spec, sorted(variables), sorted(encrypted)])
      : null,
];

/**
 * Pairs by name; what is left, by what is in it. A likeness that several share pairs nobody: then nothing
 * says which is which.
 */
export function pairUnits(before: readonly Unit[], after: readonly Unit[]): UnitPair[] {
  const old = new Map(before.map((unit) => [idOf(unit), unit]));
  const pairs: UnitPair[] = [];
  let come: Unit[] = [];
  for (const unit of after) {
    const same = old.get(idOf(unit));
    if (same === undefined) come.push(unit);
    else pairs.push({ before: same, after: unit });
    old.delete(idOf(unit));
  }
  let gone = [...old.values()];
  for (const likeness of LIKENESSES) {
    const [a, b] = [gone, come].map((units) => Map.groupBy(units, likeness)) as [Groups, Groups];
    for (const [name, [one, ...more]] of a) {
      const [other, ...others] = b.get(name) ?? [];
      if (name === null || !one || !other || more.length + others.length > 0 || one.kind !== other.kind)
        continue;
      pairs.push({ before: one, after: other });
      gone = gone.filter((unit) => unit !== one);
      come = come.filter((unit) => unit !== other);
    }
  }
  // A spec whose first stack comes, or whose last one goes, is told of with the stack.
  const told = (units: readonly Unit[]) =>
    new Set(units.flatMap(({ kind, spec }) => (kind === "stack" ? [spec] : [])));
  const [namedNow, namedThen] = [told(after), told(before)];
  const left = [
    ...gone
      .filter(({ kind, spec }) => kind === "stack" || !namedNow.has(spec))
      .map((unit) => ({ before: unit, after: null })),
    ...come
      .filter(({ kind, spec }) => kind === "stack" || !namedThen.has(spec))
      .map((unit) => ({ before: null, after: unit })),
  ];
  const name = ({ before: one, after: two }: UnitPair) => idOf((two ?? one) as Unit);
  return [...pairs, ...left].sort((a, b) => ascending(name(a), name(b)));
}

type Groups = Map<string | null, Unit[]>;

const idOf = ({ kind, name }: Unit): string => `${kind} ${name}`;

const sorted = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).sort(([a], [b]) => ascending(a, b));

/** Whether nothing that a review reads differs. */
export function isUnchanged({ before, after }: UnitPair): boolean {
  return (
    before !== null &&
    after !== null &&
    idOf(before) === idOf(after) &&
    before.spec === after.spec &&
    before.specId === after.specId &&
    before.stackId === after.stackId
  );
}
