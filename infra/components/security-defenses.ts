// A realm's brute-force protection, and the headers of its pages as somebody has set them.

import type { RealmArgs } from "@pulumi/keycloak/realm.js";
import type { ForeignSettings } from "../admin/foreign.ts";
import type { BruteForce, RealmModel } from "../model/types.ts";

/** Without a block the plugin switches the protection off, and sets its own headers. */
export function securityDefenses(
  { bruteForce }: RealmModel,
  { headers }: ForeignSettings,
): Pick<RealmArgs, "securityDefenses"> {
  const names = Object.keys(HEADERS) as (keyof typeof HEADERS)[];
  const known = Object.keys(headers).length > 0;
  const own = known && names.some((name) => (headers[name] ?? "") !== HEADERS[name].standard);
  const parts = {
    ...(own
      ? { headers: Object.fromEntries(names.map((name) => [HEADERS[name].argument, headers[name] ?? ""])) }
      : {}),
    ...(bruteForce.enabled ? { bruteForceDetection: bruteForceDetection(bruteForce) } : {}),
  };
  // An empty block makes the plugin panic.
  return Object.keys(parts).length === 0 ? {} : { securityDefenses: parts };
}

function bruteForceDetection(bruteForce: BruteForce) {
  return {
    permanentLockout: bruteForce.permanentLockout,
    maxLoginFailures: bruteForce.maxLoginFailures,
    waitIncrementSeconds: bruteForce.waitIncrementSeconds,
    quickLoginCheckMilliSeconds: bruteForce.quickLoginCheckMilliSeconds,
    minimumQuickLoginWaitSeconds: bruteForce.minimumQuickLoginWaitSeconds,
    maxFailureWaitSeconds: bruteForce.maxFailureWaitSeconds,
    failureResetTimeSeconds: bruteForce.failureResetTimeSeconds,
  };
}

// What the plugin sets where it is told nothing: provider/resource_keycloak_realm.go of
// keycloak/terraform-provider-keycloak.
const HEADERS = {
  contentSecurityPolicy: {
    argument: "contentSecurityPolicy",
    standard: "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
  },
  contentSecurityPolicyReportOnly: { argument: "contentSecurityPolicyReportOnly", standard: "" },
  strictTransportSecurity: {
    argument: "strictTransportSecurity",
    standard: "max-age=31536000; includeSubDomains",
  },
  xContentTypeOptions: { argument: "xContentTypeOptions", standard: "nosniff" },
  xFrameOptions: { argument: "xFrameOptions", standard: "SAMEORIGIN" },
  xRobotsTag: { argument: "xRobotsTag", standard: "none" },
  xXSSProtection: { argument: "xXssProtection", standard: "1; mode=block" },
  referrerPolicy: { argument: "referrerPolicy", standard: "no-referrer" },
} as const;
