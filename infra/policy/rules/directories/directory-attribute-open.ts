// What the directory says of people, and others may write themselves.

import { mappersOf, place } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Keycloak's own, or judged by rules of their own. */
const ELSEWHERE = new Set([
  ...["username", "email", "firstName", "lastName", "createTimestamp", "modifyTimestamp", "LDAP_ID"],
  ...["customerid", "second_customer_ids"],
]);

export const directoryAttributeOpen = rule({
  code: "directory-attribute-open",
  severity: weight("low"),
  summary: "Attribute from a directory that people without one write themselves",
  reason:
    "The helpdesk takes the value for the directory's word. A person who is not from the directory may write it by Keycloak's account API: with unmanaged attributes enabled each that the profile does not declare, else those that the profile lets people edit.",
  references: [
    adminGuide("Managing user attributes: Understanding Managed and Unmanaged Attributes"),
    otrsTutorial("Customer User Attributes"),
  ],
  check: (model) =>
    mappersOf(model, "user-attribute-ldap-mapper").flatMap(({ at, realm, directory, mapper }) => {
      const attribute = mapper.config["user.model.attribute"] ?? "";
      const declared = realm.profile.attributes[attribute];
      const isOpen =
        declared === undefined
          ? realm.profile.unmanagedAttributes === "ENABLED"
          : declared.edit.includes("user");
      if (ELSEWHERE.has(attribute) || !isOpen) return [];
      const detail = `People of the realm ${realm.realm} who are not from ${directory.name} may write their own ${attribute}.`;
      const fix = `write ${attribute}: { edit: [admin] } under attributes`;
      return [place([...at, "config", "ldap.attribute"], detail, fix, attribute)];
    }),
});
