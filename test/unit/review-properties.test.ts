// What holds for every two valid specs and for every spelling of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { canonical } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { classify, UNFORESEEN } from "../../infra/review/classify.ts";
import { applyDifferences } from "../support/apply-differences.ts";
import { arbitrarySpec } from "../support/arbitrary-spec.ts";
import { fullModel } from "../support/full-model.ts";
import { expand } from "../support/good-spec.ts";
import { mutations } from "../support/mutations.ts";
import { reviewOf, VIEWS } from "../support/reviews.ts";

/** The profile's order is only told for the attributes that both sides have. */
function unordered(model: OtrsModel): unknown {
  const { realms, ...rest } = canonical(model);
  return {
    ...rest,
    realms: Object.fromEntries(
      Object.entries(realms).map(([key, realm]) => {
        const attributes = Object.fromEntries(
          Object.entries(realm.profile.attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        );
        return [key, { ...realm, profile: { ...realm.profile, attributes } }];
      }),
    ),
  };
}

/** What still differs; a diff does not say where in the forms a new attribute stands. */
const left = (one: OtrsModel, other: OtrsModel) =>
  diffModels(one, other).filter(({ path }) => !path.endsWith("/profile/order"));

test("what a diff says, done to the one model, gives the other; and each has a rule", () => {
  fc.assert(
    fc.property(arbitrarySpec, arbitrarySpec, (one, other) => {
      const [a, b] = [expand(JSON.stringify(one)), expand(JSON.stringify(other))];
      const differences = diffModels(a.model, b.model);
      const applied = applyDifferences(a.model, differences);
      assert.deepEqual(unordered(applied), unordered(b.model));
      assert.deepEqual(left(applied, b.model), []);
      const told = classify(differences, a, b);
      assert.ok(told.every(({ code }) => code !== UNFORESEEN));
      assert.equal(told.length === 0, differences.length === 0);
    }),
    { numRuns: 200 },
  );
});

test("the same holds for every single change of a full model", () => {
  const full = fullModel();
  for (const { name, model } of mutations(full)) {
    if (name.includes("temporaryPassword")) continue;
    assert.deepEqual(left(applyDifferences(full, diffModels(full, model)), model), [], name);
    assert.deepEqual(left(applyDifferences(model, diffModels(model, full)), full), [], `back: ${name}`);
  }
});

/** The same data with the keys of its mappings in another order. */
function reordered(value: unknown, seed: number, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((one, index) => reordered(one, seed, [...path, String(index)]));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, reordered(inner, seed + key.length, [...path, key])] as const,
  );
  // The order of attributes is that of the forms.
  if (path.at(-1) === "attributes" && path.length === 2) return Object.fromEntries(entries);
  const weight = (key: string) => Math.sin(seed + [...key].reduce((sum, one) => sum + one.charCodeAt(0), 0));
  return Object.fromEntries(entries.toSorted(([a], [b]) => weight(a) - weight(b)));
}

test("the wording is the same, byte by byte, whatever the order of keys and of helpdesks", () => {
  const text = (data: unknown) => JSON.stringify(data);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(arbitrarySpec, arbitrarySpec), { maxLength: 3 }),
      fc.nat(1000),
      (pairs, seed) => {
        const told = (order: (data: unknown) => unknown) =>
          pairs.map(([from, to], index) => ({
            name: `desk-${index}`,
            before: text(order(from)),
            after: text(order(to)),
          }));
        const straight = reviewOf(told((data) => data));
        const mixed = reviewOf(told((data) => reordered(data, seed)).toReversed());
        // All on one line: that a line moves with its key is not the wording's.
        for (const view of VIEWS) assert.equal(view(mixed), view(straight));
      },
    ),
    { numRuns: 60 },
  );
});

test("a review of what did not change is empty", () => {
  fc.assert(
    fc.property(arbitrarySpec, (data) => {
      const spec = JSON.stringify(data);
      assert.deepEqual(reviewOf([{ name: "desk", before: spec, after: spec }]).groups, []);
    }),
    { numRuns: 50 },
  );
});
