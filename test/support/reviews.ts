// Reviews of specs given as texts, without git.

import assert from "node:assert/strict";
import { modelOf } from "../../infra/load-model.ts";
import type { Finding } from "../../infra/policy/types.ts";
import { reviewPairs } from "../../infra/review/review.ts";
import type { Side, Unit } from "../../infra/review/sides.ts";
import type { Review } from "../../infra/review/types.ts";
import { reviewHtml } from "../../scripts/review/views/html.ts";
import { reviewJson } from "../../scripts/review/views/json.ts";
import { reviewMarkdown } from "../../scripts/review/views/markdown.ts";
import { reviewSarif } from "../../scripts/review/views/sarif.ts";
import { reviewText } from "../../scripts/review/views/text.ts";

/** One helpdesk on both sides. */
export interface Desk {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly findings?: { readonly before: readonly Finding[]; readonly after: readonly Finding[] };
}

export const VIEWS: readonly ((review: Review) => string)[] = [
  reviewText,
  reviewMarkdown,
  reviewHtml,
  reviewJson,
  (review) => reviewSarif(review, ""),
];

export function reviewOf(desks: readonly Desk[]): Review {
  const pairs = desks.map(({ name, before, after, findings }) => ({
    before: side(name, before, findings?.before ?? []),
    after: side(name, after, findings?.after ?? []),
  }));
  return reviewPairs(pairs, desks.length);
}

function side(name: string, text: string, findings: readonly Finding[]): Side {
  const spec = `realms/${name}.yaml`;
  const unit: Unit = {
    kind: "stack",
    name,
    spec,
    stackFile: `stacks/Pulumi.${name}.yaml`,
    variables: {},
    encrypted: {},
    keycloakUrl: null,
    fault: null,
    specId: text,
    stackId: name,
  };
  const { value, diagnostics } = modelOf(text, spec, { variables: {}, env: {} });
  assert.ok(value, JSON.stringify(diagnostics));
  const expanded = { ...value, stack: null, onServer: false };
  return { unit, expanded, diagnostics, unknowns: [], findings };
}
