// How a spec's realms are judged: its environment, its exceptions, and what the product's vendor answers for.

import type { Policy, VendorAcceptance } from "../policy/types.ts";
import type { PolicySpec } from "../spec/schema.ts";

export function expandPolicy(spec: PolicySpec = {}, vendor: readonly VendorAcceptance[]): Policy {
  return {
    environment: spec.environment ?? "production",
    exceptions: (spec.exceptions ?? []).map(({ rule, realm, value, reason, until }) => {
      return { rule, realm: realm ?? null, value: value ?? null, reason, until };
    }),
    vendor,
  };
}
