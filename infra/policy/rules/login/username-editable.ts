// People may rename themselves.

import { place, realmsOf } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const usernameEditable = rule({
  code: "username-editable",
  severity: weight("high"),
  summary: "People may change their user name",
  reason:
    "OTRS knows people by their user name. Who takes the name of somebody who has no account in the realm, such as a former agent or root@localhost, is that person in the helpdesk.",
  references: [otrsTutorial("OTRS Setup for Keycloak"), adminGuide("Managing user attributes")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.login.editUsernameAllowed)
      .map(({ key, realm }) =>
        place(
          [key, "login", "editUsernameAllowed"],
          `People of the realm ${realm.realm} may take any user name that is free there.`,
          "set login.editUsername to false",
        ),
      ),
});
