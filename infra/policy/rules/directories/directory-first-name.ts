// A first name that is the whole name.

import { mappersOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryFirstName = rule({
  code: "directory-first-name",
  severity: weight("low"),
  summary: "First name taken from the whole name",
  reason:
    "In most directories cn is the whole name, and a person is then called Ada Lovelace Lovelace. It is what Keycloak maps by itself where nothing else is declared.",
  references: [adminGuide("Using external storage: LDAP mappers")],
  check: (model) =>
    mappersOf(model, "user-attribute-ldap-mapper")
      .filter(
        ({ mapper: { config } }) =>
          config["user.model.attribute"] === "firstName" && config["ldap.attribute"]?.toLowerCase() === "cn",
      )
      .map(({ at, directory }) =>
        place(
          [...at, "config", "ldap.attribute"],
          `First names of the directory ${directory.name} come from cn.`,
          "leave firstName out of ldap.attributes, which then is givenName",
        ),
      ),
});
