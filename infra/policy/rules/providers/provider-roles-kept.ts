// Roles by a provider's groups that nobody loses with the group.

import { eachProvider } from "../../providers.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const providerRolesKept = rule({
  code: "provider-roles-kept",
  severity: weight("medium"),
  summary: "Roles that stay when the provider takes the group away",
  reason:
    "Where people are brought up to date at their first login alone, whoever leaves the group over there keeps the role here for good.",
  references: [adminGuide("Integrating identity providers: Mapping claims and assertions")],
  check: eachProvider(
    "syncMode",
    ({ provider: { syncMode, mappers } }) =>
      syncMode !== "FORCE" &&
      Object.values(mappers).some(
        ({ type, config }) => type === "oidc-role-idp-mapper" && config["syncMode"] !== "FORCE",
      ),
    "gives roles at the first login, and never takes one away",
    "leave syncMode out, or write force",
  ),
});
