// deskrealm upgrade-preview: wrong input is told before anything is started.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cli } from "../support/run-cli.ts";

let cwd = "";
before(() => {
  cwd = mkdtempSync(join(tmpdir(), "deskrealm-upgrade-preview-"));
  writeFileSync(join(cwd, "good.yaml"), "helpdesk: otrs\nurl: https://otrs.acme.example\n");
  writeFileSync(join(cwd, "bad.yaml"), "helpdesk: otrs\nurl: https://otrs.acme.example\nagent: {}\n");
});
after(() => rmSync(cwd, { recursive: true }));

const preview = (...words: string[]) => cli(["upgrade-preview", ...words], { cwd });

test("an unknown version: exit code 2, the nearest known one and all of them", async () => {
  const { code, stdout, stderr } = await preview("good.yaml", "--from", "26.4.0", "--to", "26.7.44");
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(
    stderr,
    /^error keycloak-unknown-version: Keycloak 26\.7\.44 is not among the pinned versions\n/,
  );
  assert.match(stderr, /hint: did you mean 26\.7\.4\? choose one of 26\.2\.0, /);
  assert.equal((await preview("good.yaml", "--from", "25", "--to", "26.7.4")).code, 2);
});

test("a version that is not newer: exit code 2", async () => {
  for (const to of ["26.4.0", "26.2.0"]) {
    const { code, stdout, stderr } = await preview("good.yaml", "--from", "26.4.0", "--to", to);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      new RegExp(`^error upgrade-backwards: Keycloak ${to} is not newer than 26\\.4\\.0\\.`),
    );
  }
});

test("a spec with errors, or none: exit code 2 with its diagnostics", async () => {
  const versions = ["--from", "26.4.0", "--to", "26.7.4"];
  const bad = await preview("bad.yaml", ...versions);
  assert.equal(bad.code, 2);
  assert.match(bad.stderr, /bad\.yaml:3:1 error unknown-key/);
  assert.equal((await preview("none.yaml", ...versions)).code, 2);
});

test("a version left out, an unknown format, an unknown stack: exit code 2", async () => {
  assert.equal((await preview("good.yaml", "--from", "26.4.0")).code, 2);
  const versions = ["--from", "26.4.0", "--to", "26.7.4"];
  assert.equal((await preview("good.yaml", ...versions, "--format", "xml")).code, 2);
  const stack = await preview("good.yaml", ...versions, "--stack", "acme");
  assert.equal(stack.code, 2);
  assert.match(stack.stderr, /error stack-missing/);
});
