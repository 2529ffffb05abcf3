// Perl literals, read back by real Perl.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { perlString } from "../../infra/helpdesks/perl.ts";
import { anyCharacter } from "../support/characters.ts";
import { loadConfig, runPerl } from "../support/perl.ts";

test("any text at all survives as a Perl literal", () => {
  const values = fc.sample(fc.string({ unit: anyCharacter, maxLength: 30 }), { numRuns: 500, seed: 7 });
  const edges = [
    "",
    "\\",
    "'",
    "\\'",
    "x\\",
    "$ENV{HOME}",
    "@{[1]}",
    "\r\n",
    "\0",
    "\n__END__\n",
    "\n=pod\n",
    "\uFEFF",
  ];
  const all = [...values, ...edges];
  const text = `use utf8;\n$Self->{all} = [\n${all.map((value) => `${perlString(value)},\n`).join("")}];`;
  assert.deepEqual(loadConfig(text)["all"], all);
  assert.equal(text.split("\n").length, all.length + 3, "one literal takes one line");
});

test("a machine without Perl is told what to install", () => {
  assert.throws(() => runPerl(["-v"], "/nonexistent/perl"), /need Perl.*apt-get install perl/);
});
