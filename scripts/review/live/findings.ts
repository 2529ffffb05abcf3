// What the policy says of a spec and of what the server holds of it.

import { coverUrls } from "../../../infra/diagnostics/cover.ts";
import type { Expansion } from "../../../infra/helpdesks/types.ts";
import type { PartialModel } from "../../../infra/model/canonical.ts";
import { auditExpansion } from "../../../infra/policy/audit.ts";
import { auditLive } from "../../../infra/policy/audit-live.ts";
import type { Finding } from "../../../infra/policy/types.ts";

/** Findings before and after; those about the spec's own exceptions are on both sides. */
export function findingsOf(expansion: Expansion, live: PartialModel, today: string) {
  const after = auditExpansion(expansion, today);
  const held = auditLive(expansion, live, today).filter((one) => !isAboutSpec(one));
  return { before: [...held.map(covered), ...after.filter(isAboutSpec)], after };
}

const isAboutSpec = ({ segments }: Finding): boolean => segments[0] === "policy";

/** A server may hold a password in a URL, which no spec may. */
const covered = (found: Finding): Finding => ({
  ...found,
  entry: found.entry === null ? null : coverUrls(found.entry),
  detail: coverUrls(found.detail),
});
