// A helpdesk without TLS.

import { helpdesksOf, isSeveral } from "../../../model/helpdesks.ts";
import { isPlainHttp } from "../../addresses.ts";
import { place } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const helpdeskPlainHttp = rule({
  code: "helpdesk-plain-http",
  severity: weight("high"),
  summary: "Helpdesk without TLS",
  reason:
    "The helpdesk's own sessions and the login's codes travel in the clear: who reads them is logged in as that person.",
  references: [rfc9700("2.6"), threat("SSL/HTTPS requirement")],
  check: (model) =>
    Object.entries(helpdesksOf(model)).flatMap(([key, { url }]) => {
      if (!isPlainHttp(url)) return [];
      const at = isSeveral(model) ? ["helpdesks", key, "url"] : ["url"];
      return [place(at, `The helpdesk at ${url} is reached without TLS.`, "write the address with https")];
    }),
});
