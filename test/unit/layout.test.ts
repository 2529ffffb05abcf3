// What the layouts say of a product is what its realms come to be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LAYOUTS, PRODUCTS } from "../../infra/spec/layout.ts";
import { expand } from "../support/good-spec.ts";

for (const product of PRODUCTS) {
  test(`${LAYOUTS[product].name}: undeclared attributes are as its layout says`, () => {
    const { model } = expand(`helpdesk: ${product}\nurl: https://desk.acme.example\n`);
    const policies = Object.values(model.realms).map(({ profile }) => profile.unmanagedAttributes);
    assert.deepEqual(new Set(policies), new Set([LAYOUTS[product].unmanagedAttributes]));
  });
}
