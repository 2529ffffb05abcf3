// What drift shows of names that somebody chose with care.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Outcome } from "../../scripts/drift/check.ts";
import { driftView } from "../../scripts/drift/view.ts";

const NASTY = "client \u001b[2J\n`<img src=x>` [a](https://evil.example) @team";
const outcome: Outcome = {
  ...{ kind: "checked", spec: "desk.yaml", stack: "desk", server: "https://k.example", realms: ["a"] },
  differences: [],
  closed: [],
  unmanaged: [{ kind: "client", name: "x", key: "agents", realm: "a", text: NASTY }],
};

test("as text, no name writes to the terminal or begins a line", () => {
  assert.equal(
    driftView([outcome], "text"),
    "? client \\u{1B}[2J\\u{A}`<img src=x>` [a](https://evil.example) @team\n" +
      "0 differences between the spec and https://k.example, 1 thing that the spec does not know of.\n",
  );
});

test("as Markdown, a name stays in its code span", () => {
  assert.equal(
    driftView([outcome], "markdown"),
    "## `desk (desk.yaml)`\n\n`0 differences between the spec and https://k.example, 1 thing that the spec does not know of`:\n\n" +
      "- **unknown**: ``client \\u{1B}[2J\\u{A}`<img src=x>` [a](https://evil.example) @team``\n\n" +
      "1 stack: 0 as the spec says, 1 different, 0 not checked.\n",
  );
});
