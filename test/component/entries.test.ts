// What healing knows of the program's resources is what the program registers.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { Helpdesk } from "../../infra/components/helpdesk.ts";
import { entriesOf } from "../../scripts/heal/entries.ts";
import { expand, goodSpec } from "../support/good-spec.ts";
import { registered } from "../support/registered.ts";

for (const spec of [
  "realms/otrs.yaml",
  "realms/acme.yaml",
  "test/samples/good/every-key.yaml",
  "test/samples/good/nasty-names.yaml",
  "test/samples/good/active-directory.yaml",
  "test/samples/good/every-provider.yaml",
  "test/samples/good/every-key-several.yaml",
]) {
  test(`${spec}: every resource is an entry that can be imported, but for the profile, and no entry is another`, async () => {
    const { model } = expand(goodSpec(spec).text);
    const all = await registered(() => {
      new Helpdesk({
        model,
        owner: "deskrealm/test",
        resolveSecret: () => pulumi.secret("x"),
        allowDestroy: [],
      });
    });
    const made = all.filter(({ custom, type }) => custom && !type.endsWith(":RealmUserProfile"));
    const told = made.map(({ type, name, parent }) => `${parent} ${type} ${name}`);
    const known = entriesOf(model).map(({ type, name, parent }) => `${parent} ${type} ${name}`);
    assert.deepEqual(known.toSorted(), told.toSorted());
  });
}
