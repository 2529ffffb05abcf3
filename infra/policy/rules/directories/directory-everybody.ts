// A role that is more than the way in, for everybody of a directory.

import { loginRoleOf } from "../../../model/helpdesks.ts";
import { mappersOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryEverybody = rule({
  code: "directory-everybody",
  severity: weight("high"),
  summary: "Role beyond the login for everybody of a directory",
  reason:
    "Whoever the directory has, guests, machines and leavers' accounts among them, may do what the role allows. The role that lets people into the helpdesk is all that everybody needs.",
  references: [adminGuide("Using external storage: LDAP mappers")],
  check: (model, { loginRoles }) =>
    mappersOf(model, "hardcoded-ldap-role-mapper").flatMap(({ at, key, realm, directory, mapper }) => {
      const role = mapper.config["role"] ?? "";
      const logins = Object.entries(realm.clients).map(
        ([name, { clientId }]) => `${clientId}.${loginRoleOf(loginRoles, model, key, name)}`,
      );
      if (logins.includes(role)) return [];
      const detail = `Everybody of the directory ${directory.name} has the role ${role}.`;
      return [
        place([...at, "config", "role"], detail, "give the role to a group of the directory, by its DN"),
      ];
    }),
});
