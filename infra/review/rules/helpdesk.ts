// What differences of a helpdesk as a whole mean.

import { LAYOUTS } from "../../spec/layout.ts";
import { type Phrase, quote, say, words } from "../phrase.ts";
import { entries, first, type Row, setting } from "../rule.ts";

/** `osTicket at https://…`: one of several helpdesks. */
function described(value: unknown): Phrase {
  const { product = "", url = "" } = (value ?? {}) as { product?: keyof typeof LAYOUTS; url?: string };
  const name = product === "" ? "a helpdesk" : LAYOUTS[product].name;
  return say`${words(name)} at ${url}`;
}

/** Patterns here are whole paths, as they belong to no realm. */
export const HELPDESK_ROWS: readonly Row[] = [
  setting("key", "helpdesk-key", "the helpdesk's key", [
    "loses",
    "high",
    "every name in the state begins with it, so everything would be made anew and the old deleted",
  ]),
  setting("product", "helpdesk-product", "the helpdesk's product", [
    "locks-out",
    "high",
    "another product logs in at other addresses and expects other roles",
  ]),
  setting("url", "helpdesk-url", "the helpdesk's URL", [
    "locks-out",
    "medium",
    "logins come back to the new address only, so the helpdesk has to answer there",
  ]),
  entries(
    "helpdesks/*",
    "helpdesk-member",
    (subject) => say`the helpdesk ${first(subject)}`,
    [
      (value, { names: [name = ""] }) =>
        say`the helpdesk ${quote(name)} (${described(value)}) joins these realms`,
      ["opens", "medium", "their people can log in to it, with the roles that they have there"],
    ],
    [
      (value, { names: [name = ""] }) =>
        say`the helpdesk ${quote(name)} (${described(value)}) leaves these realms`,
      ["locks-out", "high", "nobody gets into it by Keycloak any more; people and the other helpdesks stay"],
    ],
  ),
  setting(
    "helpdesks/*/product",
    "helpdesk-member-product",
    (subject) => say`the product of ${first(subject)}`,
    ["locks-out", "high", "another product logs in at other addresses and expects other roles"],
  ),
  setting("helpdesks/*/url", "helpdesk-member-url", (subject) => say`the URL of ${first(subject)}`, [
    "locks-out",
    "medium",
    "logins come back to the new address only, so the helpdesk has to answer there",
  ]),
];
