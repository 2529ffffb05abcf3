// What the policy says of a model: findings, each by one rule.

/** `high`: lets a stranger in or locks people out; `medium`: makes an attack easier; `low`: worth a look. */
export type Severity = "high" | "medium" | "low";

/** Why a finding is let stand. */
export interface Acceptance {
  /** `vendor`: the product's own text asks for it; `spec`: an exception in the spec. */
  readonly by: "vendor" | "spec";
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`; `null`: without an end, which only a vendor has. */
  readonly until: string | null;
}

/** One place of a model that departs from one rule. */
export interface Finding {
  readonly rule: string;
  /** In the environment that was asked for. */
  readonly severity: Severity;
  /** Where in the model, as in `Difference`: `agents/clients/app/redirectUris`. */
  readonly path: string;
  /** The same in parts, unescaped. */
  readonly segments: readonly string[];
  /** Name of the realm; empty for what belongs to none. */
  readonly realm: string;
  /** The entry of a list that it is about, such as one redirect URI; `null` for a single value. */
  readonly entry: string | null;
  /** Terse, the same for every occurrence of the rule. */
  readonly summary: string;
  /** A full sentence about this occurrence. */
  readonly detail: string;
  /** What to write in the spec instead, as an imperative. */
  readonly fix: string;
  /** `null`: open. */
  readonly accepted: Acceptance | null;
}
