// A helpdesk that gets company in its realms, or is alone in them again: both sides as a list has them, so that
// only what changes differs.

import { type ExplainedNode, joinExplained, originsOf, plainOf, Sourced } from "../model/explained.ts";
import { keyInCompany } from "../model/former-names.ts";
import { isSeveral, type LoginRoles, SEVERAL_KEY } from "../model/helpdesks.ts";
import { placeInCompany, realmsInCompany } from "../model/in-company.ts";
import { pathOf } from "../model/path.ts";
import type { Finding } from "../policy/types.ts";
import type { ExpandedSide, Pair, Side } from "./sides.ts";

/** The pair with both sides as a list, where one of them is and the other's helpdesk is in it. */
export function bothInCompany(pair: Pair): Pair {
  const { before, after } = pair;
  if (before === null || after === null) return pair;
  return { ...pair, before: beside(before, after), after: beside(after, before) };
}

/** Key in the list of the helpdesk that gets company; undefined where none does. */
export function companyKey({ before, after }: Pair): string | undefined {
  if (before === null || after === null) return undefined;
  return keyBeside(before, after);
}

function keyBeside({ expanded: one }: Side, { expanded: other }: Side): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (isSeveral(one.model) || !isSeveral(other.model)) return undefined;
  return keyInCompany(other.model, one.model.product ?? "");
}

function beside(side: Side, other: Side): Side {
  const key = keyBeside(side, other);
  const { expanded } = side;
  if (key === undefined || expanded === undefined) return side;
  return {
    ...side,
    expanded: expandedAs(key, expanded),
    findings: side.findings.map((one) => findingAs(key, expanded.model, one)),
  };
}

function expandedAs(key: string, side: ExpandedSide): ExpandedSide {
  const { product, url, realms } = joinExplained(side.model, side.origins) as ExplainedNode;
  const explained = {
    // No name of the list's in the spec: what stands there is nobody's choice.
    key: new Sourced(SEVERAL_KEY, NOT_WRITTEN),
    helpdesks: { [key]: { product, url } },
    realms: realmsInCompany(realms, key),
  };
  return {
    ...side,
    model: plainOf<ExpandedSide["model"]>(explained as never),
    origins: originsOf(explained),
    loginRoles: rolesAs(key, side.loginRoles),
  };
}

const NOT_WRITTEN = { kind: "preset", source: "deskrealm", reason: "no helpdesk's own name" } as const;

const rolesAs = (key: string, roles: LoginRoles): LoginRoles =>
  Object.fromEntries(Object.entries(roles).map(([realm, role]) => [`${realm}.${key}`, role]));

function findingAs(key: string, model: ExpandedSide["model"], finding: Finding): Finding {
  const segments = placeInCompany(model, finding.segments, key);
  return { ...finding, segments, path: pathOf(segments) };
}
