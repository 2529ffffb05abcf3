// People may say whose tickets they see.

import { place } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Attributes by which OTRS decides whose tickets a person sees. */
const KEYS = ["customerid", "second_customer_ids"];

export const customeridSelfEdit = rule({
  code: "customerid-self-edit",
  severity: weight("high"),
  summary: "People may change whose tickets they see",
  reason:
    "OTRS shows a person the tickets of the company that the attribute names. Who may edit it can read every company's.",
  references: [otrsTutorial("Customer User Attributes"), adminGuide("Managing user attributes")],
  check: (model) => {
    const attributes = model.realms.customers?.profile.attributes ?? {};
    return KEYS.filter((name) => attributes[name]?.edit.includes("user") === true).map((name) =>
      place(
        ["customers", "profile", "attributes", name, "edit"],
        `Customer users may change their own ${name}.`,
        `write edit: [admin] for ${name}`,
        "user",
      ),
    );
  },
});
