// What an adoption says before it is done.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type AdoptionView, adoptionText } from "../../scripts/adopt/view.ts";
import { entriesOf } from "../../scripts/heal/entries.ts";
import { HEALTHY } from "../support/healthy.ts";
import { sampleModel } from "../support/sample-model.ts";

const NOTHING: AdoptionView = {
  ...{ complete: true, marked: [], absent: [], healing: HEALTHY, unmanaged: [] },
  review: { helpdesks: 1, changed: [], groups: [], unknowns: [] },
};
const REST = "What up changes after that\n  No change in the only helpdesk.\n";

test("where there is nothing to take over, it says so, and names the realms that are yet to be made", () => {
  const head = "There is nothing to take over: the stack has all that is on the server.\n\n";
  assert.equal(adoptionText(NOTHING), `${head}${REST}`);
  assert.equal(
    adoptionText({ ...NOTHING, absent: ["a", "b"] }),
    `${head}Is not on the server, and up makes it\n  a\n  b\n\n${REST}`,
  );
});

test("what comes along, whose it was, what is healed first and what is left alone have a section each; no name writes to the terminal", () => {
  const [entry] = entriesOf(sampleModel());
  assert.ok(entry);
  const found = { kind: "client", name: "x", key: "agents", realm: "a", text: "client \u001b[2J" } as const;
  const text = adoptionText({
    ...NOTHING,
    complete: false,
    marked: [
      { realm: "a", status: "unmarked" },
      {
        ...{ realm: "b", status: "marked", enabled: true, owner: "deskrealm/old", ephemeral: undefined },
        ...{ people: [], directories: {}, enabled: true },
        foreign: { attributes: {}, headers: {} },
      },
    ],
    healing: { ...HEALTHY, pending: 2, unknown: [{ entry, id: "otrs-agents" }] },
    unmanaged: [found],
  });
  assert.equal(
    text,
    "Is healed first\n  2 operations that a run began and never ended\n\n" +
      "Comes under the stack, as it is\n  otrs-agents: the realm\n\n" +
      "Bears the stack's mark from then on\n  a, until now nobody's\n  b, until now deskrealm/old's\n\n" +
      "Is not in the spec, and is left alone\n  client \\u{1B}[2J\n\n" +
      REST,
  );
});
