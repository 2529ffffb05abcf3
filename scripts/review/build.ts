// From two sides of a repository to the review: which helpdesks there are, what each means, what differs.

import type { Expansion } from "../../infra/helpdesks/types.ts";
import { modelReader } from "../../infra/load-model.ts";
import type { Finding } from "../../infra/policy/types.ts";
import { isUnchanged, pairUnits } from "../../infra/review/pair.ts";
import { reviewPairs } from "../../infra/review/review.ts";
import type { Pair, Side, Unit } from "../../infra/review/sides.ts";
import { expandUnknown } from "../../infra/review/stand-ins.ts";
import type { Review } from "../../infra/review/types.ts";
import { problem } from "../../infra/spec/problem.ts";
import { parseSource } from "../../infra/spec/source.ts";
import type { Tree } from "./tree.ts";
import { readUnits, type SideFiles } from "./units.ts";

/** What the policy says of an expansion. */
export type Audit = (expansion: Expansion) => readonly Finding[];

/** The review of what changes from one tree to the other. */
export async function buildReview(base: Tree, head: Tree, audit: Audit): Promise<Review> {
  const [before, after] = [await readUnits(base), await readUnits(head)];
  const pairs = pairUnits(before.units, after.units);
  const differing = pairs.filter((pair) => !isUnchanged(pair));
  const sides = differing.map(
    (pair): Pair => ({
      before: pair.before && expand(pair.before, before, audit),
      after: pair.after && expand(pair.after, after, audit),
    }),
  );
  return reviewPairs(sides, pairs.length);
}

function expand(unit: Unit, { files }: SideFiles, audit: Audit): Side {
  const nothing = { unit, expanded: undefined, diagnostics: [], unknowns: [], findings: [] };
  if (unit.fault !== null) return nothing;
  const spec = files.get(unit.spec);
  if (spec === undefined) return { ...nothing, diagnostics: [missing(unit)] };
  const known = { variables: unit.variables, encrypted: Object.keys(unit.encrypted) };
  const source = parseSource(spec.text, unit.spec);
  const { result, unknowns } = expandUnknown(source, known, modelReader(source));
  const { value, diagnostics } = result;
  if (value === undefined) return { ...nothing, diagnostics, unknowns };
  const stackText = unit.stackFile === null ? undefined : files.get(unit.stackFile)?.text;
  const stack = stackText === undefined ? null : parseSource(stackText, unit.stackFile ?? "");
  return {
    unit,
    expanded: { ...value, source, stack, onServer: false },
    diagnostics,
    unknowns,
    findings: audit(value),
  };
}

function missing({ spec, stackFile }: Unit) {
  const start = { line: 1, column: 1 };
  return problem({
    code: "file-unreadable",
    detail: `${spec} is not in the repository`,
    hint: "commit the spec, or name another one in deskrealm:spec",
    file: stackFile ?? spec,
    range: { start, end: start },
  });
}
