// What a review says of providers: who gets in, who is locked out, whose account is given away.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { plain } from "../../infra/review/phrase.ts";
import { reviewOf } from "../support/reviews.ts";

/** A spec whose agents come by Entra, with these keys more; or, without them, by nobody. */
function spec(keys?: string): string {
  const head = "helpdesk: otrs\nurl: https://otrs.acme.example\nagents:\n  roles: [Admin]\n";
  if (keys === undefined) return head;
  const own = `tenant: acme.example, clientId: a, clientSecret: "\${secret:entra}"`;
  return `${head}  identityProviders: { entra: { ${own}${keys === "" ? "" : `, ${keys}`} } }\n`;
}

/** `severity risk: sentence` of each group about the model, and nothing else. */
function told(before: string | undefined, after: string | undefined): string[] {
  const { groups } = reviewOf([{ name: "desk", before: spec(before), after: spec(after) }]);
  return groups
    .filter(({ code }) => !/^provider-.*-(trusted|automatic|kept|missing|unchecked)$/.test(code))
    .map(({ severity, risk, sentence }) => `${severity} ${risk}: ${plain(sentence)}`);
}

const GROUP = "3f2c1b0a-9e8d-4c7b-a6f5-0d1e2f3a4b5c";
const CASES: readonly (readonly [name: string, string | undefined, string | undefined, RegExp])[] = [
  [
    "one that is new says where it is and what its groups give",
    undefined,
    `roles: { Agent: ${GROUP} }`,
    /^high opens: people may now also log in by the provider entra at https:\/\/login\.microsoftonline\.com\/acme\.example\/v2\.0; it gives otrs-app\.Agent by 3f2c/m,
  ],
  ["one that goes", "", undefined, /^high loses: the provider entra goes$/m],
  [
    "one that is disabled",
    "",
    "enabled: false",
    /^high locks-out: people of the provider entra can no longer log in by it$/m,
  ],
  [
    "addresses that are trusted",
    "",
    "trustEmail: true, linking: none",
    /^high opens: addresses of the provider entra now count as proved$/m,
  ],
  [
    "accounts that are linked",
    "",
    "linking: confirm",
    /^high opens: the first login of the provider entra is now first broker login instead of first login without linking$/m,
  ],
  [
    "a role by a group",
    "",
    `roles: { Admin: ${GROUP} }`,
    /^high opens: people of the provider entra with 3f2c\S+ in groups get the role otrs-app\.Admin$/m,
  ],
  [
    "the login role by a group, taken away",
    `roles: { Agent: ${GROUP} }`,
    "",
    /^high locks-out: no longer: people of the provider entra with 3f2c\S+ in groups get the role otrs-app\.Agent$/m,
  ],
  [
    "roles that nobody takes away any more",
    "",
    "syncMode: import",
    /^high opens: people of the provider entra are now brought up to date at the first login alone$/m,
  ],
  [
    "signatures that nobody checks",
    "",
    "validateSignature: false",
    /^high opens: signatures of the provider entra are no longer checked$/m,
  ],
];

describe("the sentences of a review", () => {
  for (const [name, before, after, sentence] of CASES) {
    test(name, () => {
      assert.match(told(before, after).join("\n"), sentence);
    });
  }
});
