// The policy over a model: every place that departs from a rule, and what of it is let stand.

import { ascending, type PartialModel } from "../model/canonical.ts";
import type { Origin, Origins } from "../model/explained.ts";
import type { RealmKey } from "../model/types.ts";
import { acceptances } from "./accept.ts";
import { exceptionFindings } from "./exception-findings.ts";
import { finding } from "./finding.ts";
import type { Circumstances } from "./rule.ts";
import { MODEL_RULES } from "./rules.ts";
import type { Finding, Policy } from "./types.ts";

/** What an audit looks at; a helpdesk's expansion is one. */
export interface Audited {
  readonly model: PartialModel;
  /** Where each value of the model came from, by its path in the model. */
  readonly origins: Origins;
  readonly policy: Policy;
  readonly loginRoles: Circumstances["loginRoles"];
}

/** Where a place of a model comes from; undefined: from no spec and no preset, as on a server. */
export type OriginOf = (segments: readonly string[], entry: string | null) => Origin | undefined;

/**
 * Everything in an expansion that departs from the policy, by path. Accepted findings are among them.
 *
 * @param today - `YYYY-MM-DD`: exceptions end
 */
export function auditExpansion(expansion: Audited, today: string): readonly Finding[] {
  return auditModel(expansion.model, expansion, originOf(expansion), today);
}

/** Where the places of an expansion's model come from. */
export function originOf({ origins }: Pick<Audited, "origins">): OriginOf {
  return (segments) => {
    const path = segments.join("/");
    return origins.get(`realms/${path}`) ?? origins.get(path);
  };
}

/** The same for any model with a policy and with what is known of its origins. */
export function auditModel(
  model: PartialModel,
  { policy, loginRoles }: Pick<Audited, "policy" | "loginRoles">,
  origin: OriginOf,
  today: string,
): readonly Finding[] {
  const realmName = (key: string | undefined): string => model.realms[key as RealmKey]?.realm ?? "";
  const found = MODEL_RULES.flatMap((rule) =>
    rule
      .check(model, { today, loginRoles })
      .map((place) => ({ rule, place, origin: origin(place.segments, place.entry) })),
  );
  const { accepted, uses } = acceptances(found, policy, today);
  const findings = found.map(({ rule, place }, index) =>
    finding(rule, place, realmName(place.segments[0]), policy.environment, accepted[index] ?? null),
  );
  return [...findings, ...exceptionFindings(policy, uses, today)].sort(
    (a, b) =>
      ascending(a.path, b.path) || ascending(a.rule, b.rule) || ascending(a.entry ?? "", b.entry ?? ""),
  );
}
