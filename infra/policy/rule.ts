// One rule: what it looks for, how much that weighs, why, and who says so.

import type { PartialModel } from "../model/canonical.ts";
import type { LoginRoles } from "../model/helpdesks.ts";
import type { Reference } from "./references.ts";
import type { Environment, Severity } from "./types.ts";

/** One place of a model that departs from a rule. */
export interface Place {
  /** Path in the model, unescaped, without `realms`. */
  readonly segments: readonly string[];
  /** The entry of a list that it is about; `null` for a single value. */
  readonly entry: string | null;
  /** A full sentence about this occurrence. */
  readonly detail: string;
  /** What to write in the spec instead, as an imperative. */
  readonly fix: string;
}

/** What is said of a rule, whether it looks at a model or at the policy itself. */
export interface RuleText<C extends string = string> {
  readonly code: C;
  readonly severity: Readonly<Record<Environment, Severity>>;
  /** Terse, the same for every occurrence. */
  readonly summary: string;
  /** What can happen, for people who know Keycloak's console. */
  readonly reason: string;
  readonly references: readonly Reference[];
}

/** What no model holds and some rules look at. */
export interface Circumstances {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Roles of the clients `app` without which the helpdesk lets nobody in. */
  readonly loginRoles: LoginRoles;
}

export interface Rule<C extends string = string> extends RuleText<C> {
  readonly check: (model: PartialModel, circumstances: Circumstances) => readonly Place[];
}

/** Keeps the code's own type, so that the catalogue is a closed union. */
export const rule = <const C extends string>(one: Rule<C>): Rule<C> => one;

/** The usual weights: what is high where people work is medium before that, and low where nobody does. */
export function weight(production: Severity): Readonly<Record<Environment, Severity>> {
  const staging = production === "high" ? "medium" : "low";
  return { production, staging, development: "low" };
}
