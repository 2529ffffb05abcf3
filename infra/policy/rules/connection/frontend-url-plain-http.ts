// A realm whose address has no TLS.

import { isPlainHttp } from "../../addresses.ts";
import { place, realmsOf } from "../../places.ts";
import { keycloakHostname, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const frontendUrlPlainHttp = rule({
  code: "frontend-url-plain-http",
  severity: weight("high"),
  summary: "Realm's address without TLS",
  reason:
    "The login page itself comes in the clear, so that passwords can be read and the page be changed on the way.",
  references: [threat("SSL/HTTPS requirement"), keycloakHostname],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm: { realm, frontendUrl } }) => {
      if (frontendUrl === null || !isPlainHttp(frontendUrl)) return [];
      const detail = `The realm ${realm} tells browsers to log in at ${frontendUrl}, without TLS.`;
      return [place([key, "frontendUrl"], detail, "write the address with https")];
    }),
});
