// People may write attributes that nobody declared.

import { place, realmsOf } from "../../places.ts";
import { adminGuide, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const unmanagedAttributes = rule({
  code: "unmanaged-attributes",
  severity: weight("medium"),
  summary: "Unmanaged attributes open to people",
  reason:
    "People may write any attribute that the profile does not declare into their own account, without a check, and the helpdesk may read it as an administrator's word.",
  references: [
    adminGuide("Managing user attributes: Understanding Managed and Unmanaged Attributes"),
    threat("Read-only user attributes"),
  ],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.profile.unmanagedAttributes === "ENABLED")
      .map(({ key, realm }) =>
        place(
          [key, "profile", "unmanagedAttributes"],
          `People of the realm ${realm.realm} may write attributes that its profile does not declare.`,
          "set unmanagedAttributes to ADMIN_EDIT",
        ),
      ),
});
