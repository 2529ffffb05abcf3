// People may say whose tickets they see, since nothing declares the attribute.

import type { RealmModel } from "../../../model/types.ts";
import { place } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const customeridUndeclared = rule({
  code: "customerid-undeclared",
  severity: weight("high"),
  summary: "Undeclared attribute that says whose tickets a person sees",
  reason:
    "Where unmanaged attributes are enabled people may write every attribute that the profile does not declare, by Keycloak's account API. customerid is one that must be declared, for administrators only, and so is second_customer_ids where a directory has it.",
  references: [
    otrsTutorial("Customer User Attributes"),
    adminGuide("Managing user attributes: Understanding Managed and Unmanaged Attributes"),
  ],
  check: ({ realms: { customers } }) =>
    customers === undefined || customers.profile.unmanagedAttributes !== "ENABLED"
      ? []
      : deciding(customers)
          .filter((name) => customers.profile.attributes[name] === undefined)
          .map((name) =>
            place(
              ["customers", "profile", "unmanagedAttributes"],
              `Customer users of the realm ${customers.realm} may write their own ${name}, which its profile does not declare.`,
              name === "customerid"
                ? "declare customerid in the profile, as the spec has it: deskrealm up"
                : `write ${name}: { edit: [admin] } under customers.attributes`,
              name === "customerid" ? null : name,
            ),
          ),
});

/** Attributes by which the helpdesk decides; the second one only where somebody fills it. */
function deciding({ federations }: RealmModel): string[] {
  const mapped = Object.values(federations)
    .flatMap(({ mappers }) => Object.values(mappers))
    .some(({ config }) => config["user.model.attribute"] === "second_customer_ids");
  return ["customerid", ...(mapped ? ["second_customer_ids"] : [])];
}
