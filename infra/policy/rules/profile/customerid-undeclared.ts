// People may say whose tickets they see, since nothing declares the attribute.

import { place } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const customeridUndeclared = rule({
  code: "customerid-undeclared",
  severity: weight("high"),
  summary: "Undeclared attribute that says whose tickets a person sees",
  reason:
    "Where unmanaged attributes are enabled people may write every attribute that the profile does not declare, by Keycloak's account API. customerid is one that must be declared, for administrators only.",
  references: [
    otrsTutorial("Customer User Attributes"),
    adminGuide("Managing user attributes: Understanding Managed and Unmanaged Attributes"),
  ],
  check: ({ realms: { customers } }) =>
    customers !== undefined &&
    customers.profile.unmanagedAttributes === "ENABLED" &&
    customers.profile.attributes["customerid"] === undefined
      ? [
          place(
            ["customers", "profile", "unmanagedAttributes"],
            `Customer users of the realm ${customers.realm} may write their own customerid, which its profile does not declare.`,
            "declare customerid in the profile, as the spec has it: deskrealm up",
          ),
        ]
      : [],
});
