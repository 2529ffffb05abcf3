// What of a policy's findings is let stand: by the vendor's text, or by an exception of the spec.

import type { Origin } from "../model/explained.ts";
import type { Place, Rule } from "./rule.ts";
import type { ModelRuleCode } from "./rules.ts";
import type { Acceptance, Exception, Policy } from "./types.ts";

/** A departure whose acceptance is not yet known. */
export interface Departure {
  readonly rule: Rule<ModelRuleCode>;
  readonly place: Place;
  /** Undefined: from no spec and no preset. */
  readonly origin: Origin | undefined;
}

export interface Acceptances {
  /** One for each departure, in their order; `null`: open. */
  readonly accepted: readonly (Acceptance | null)[];
  /** How many departures each exception matches that no vendor accepts, ended or not, in their order. */
  readonly uses: readonly number[];
}

/** An exception holds through its last day. */
export const hasEnded = ({ until }: Exception, today: string): boolean => until < today;

export function acceptances(found: readonly Departure[], policy: Policy, today: string): Acceptances {
  const byVendor = found.map((one) => vendorAcceptance(one, policy));
  const left = found.filter((_, index) => byVendor[index] === null);
  const uses = policy.exceptions.map((exception) => left.filter((one) => matches(exception, one)).length);
  const holding = policy.exceptions.filter((exception) => !hasEnded(exception, today));
  const accepted = found.map((one, index) => {
    const exception = holding.find((candidate) => matches(candidate, one));
    const bySpec: Acceptance | null =
      exception === undefined ? null : { by: "spec", reason: exception.reason, until: exception.until };
    return byVendor[index] ?? bySpec;
  });
  return { accepted, uses };
}

/** The vendor's text speaks for the preset's own values only, never for what a person wrote or changed. */
function vendorAcceptance({ rule, place, origin }: Departure, { vendor }: Policy): Acceptance | null {
  if (origin?.kind !== "preset") return null;
  const at = place.segments.slice(1).join("/");
  const known = vendor.find((one) => one.rule === rule.code && one.at === at);
  return known === undefined ? null : { by: "vendor", reason: known.reason, until: null };
}

function matches(exception: Exception, { rule, place }: Departure): boolean {
  if (exception.rule !== rule.code) return false;
  if (exception.realm !== null && exception.realm !== place.segments[0]) return false;
  return exception.value === null || exception.value === place.entry || exception.value === named(place);
}

/** The person, the attribute or the client that a place is about. */
function named({ segments: [, part, first, second] }: Place): string | undefined {
  if (part === "users" || part === "clients") return first;
  return part === "profile" && first === "attributes" ? second : undefined;
}
