// A realm whose address is the one it was asked on.

import { place, realmsOf } from "../../places.ts";
import { keycloakHostname, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const frontendUrlOpen = rule({
  code: "frontend-url-open",
  severity: weight("low"),
  summary: "Realm without a fixed address",
  reason:
    "Issuer and links in mails follow the host name of the request unless Keycloak's own hostname is fixed. A forged Host header then puts a stranger's host into the link that resets a password.",
  references: [threat("Host"), keycloakHostname],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.frontendUrl === null)
      .map(({ key, realm }) =>
        place(
          [key, "frontendUrl"],
          `The realm ${realm.realm} has no fixed URL of its own.`,
          "set frontendUrl, or fix Keycloak's own hostname and write an exception",
        ),
      ),
});
