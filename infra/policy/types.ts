// What the policy says of a model: findings, each by one rule.

import type { RealmKey } from "../model/types.ts";
import type { ModelRuleCode, RuleCode } from "./rules.ts";

/** `high`: lets a stranger in or locks people out; `medium`: makes an attack easier; `low`: worth a look. */
export type Severity = "high" | "medium" | "low";

/** Kind of environment: the same finding weighs less where nobody works. */
export type Environment = "production" | "staging" | "development";

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
  readonly rule: RuleCode;
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

/** An exception that a spec makes, in the order in which they stand there. */
export interface Exception {
  readonly rule: ModelRuleCode;
  /** `null`: both realms. */
  readonly realm: RealmKey | null;
  /** One entry of a list, or the name of a person, an attribute or a client's key; `null`: all of them. */
  readonly value: string | null;
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string;
}

/** What a preset knows of its vendor's text: there, and only by the preset's own value, it departs from a rule. */
export interface VendorAcceptance {
  readonly rule: ModelRuleCode;
  /** Path within each realm, for example `clients/app/pkce`. */
  readonly at: string;
  readonly reason: string;
}

/** What applies to one helpdesk. */
export interface Policy {
  readonly environment: Environment;
  readonly exceptions: readonly Exception[];
  readonly vendor: readonly VendorAcceptance[];
}
