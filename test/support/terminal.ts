// What may reach a terminal.

import assert from "node:assert/strict";

/** Nothing in the text moves the cursor, sets a colour, or turns the line around. */
export function assertHarmless(text: string, context = ""): void {
  const found = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u.exec(text);
  const around =
    found === null ? "" : JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20));
  assert.equal(found, null, `${context}\n${around}`);
}
