// deskrealm check: every problem at once, for people and for machines.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cli } from "../support/run-cli.ts";

let cwd = "";
before(() => {
  cwd = mkdtempSync(join(tmpdir(), "deskrealm-check-"));
  writeFileSync(join(cwd, "good.yaml"), "helpdesk: otrs\nurl: https://otrs.acme.example\n");
  writeFileSync(join(cwd, "notice.yaml"), "helpdesk: otrs\nurl: http://otrs.acme.example\n");
  writeFileSync(
    join(cwd, "variable.yaml"),
    "helpdesk: otrs\nurl: https://${var:HOST}\nbackendUrl: https://${env:INNER}\n",
  );
  writeFileSync(
    join(cwd, "bad.yaml"),
    [
      "helpdesk: otrs",
      "url: https://otrs.acme.example",
      "agents:",
      "  relam: support",
      "  clients:",
      "    app:",
      "      redirectUris:",
      "        - https://otrs.acme.example/*",
      "  smtp: { host: mail.acme.example, from: a@acme.example, auth: { username: a, password: hunter2 } }",
      "",
    ].join("\n"),
  );
});
after(() => rmSync(cwd, { recursive: true }));

test("a good spec is fine", async () => {
  assert.deepEqual(await cli(["check", "good.yaml"], { cwd }), {
    code: 0,
    stdout: "1 spec: no problems\n",
    stderr: "",
  });
});

test("the specs in realms/ are fine", async () => {
  const files = ["realms/otrs.yaml", "realms/acme.yaml", "realms/staging.yaml", "realms/strict.yaml"];
  assert.deepEqual(await cli(["check", ...files]), { code: 0, stdout: "4 specs: no problems\n", stderr: "" });
});

test("all problems of a spec are shown, each with its place and what to write", async () => {
  const { code, stdout, stderr } = await cli(["check", "bad.yaml"], { cwd });
  assert.equal(code, 2);
  assert.equal(stderr, "");
  const mail = "  smtp: { host: mail.acme.example, from: a@acme.example, auth: { username: a, password: ";
  assert.equal(
    stdout,
    `bad.yaml:4:3 error unknown-key
  Unknown key: agents has no key "relam"
  4 |   relam: support
    |   ^^^^^
  hint: did you mean realm?

bad.yaml:8:11 error redirect-uri-wildcard
  Wildcard redirect URI: "https://otrs.acme.example/*" matches more than one address
  8 |         - https://otrs.acme.example/*
    |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: list the exact callback, for example https://desk.example/callback

bad.yaml:9:${mail.length + 1} error secret-in-clear
  Secret in clear: a secret's value is written where its name belongs
  9 | ${mail}••••••• } }
    | ${" ".repeat(mail.length)}^^^^^^^
  hint: write \${secret:NAME}, then run: pulumi config set --secret --path 'deskrealm:secrets.NAME'

1 spec: 3 errors
`,
  );
});

test("a warning alone is shown and is no failure", async () => {
  const { code, stdout } = await cli(["check", "notice.yaml"], { cwd });
  assert.equal(code, 0);
  assert.match(stdout, /^notice\.yaml:2:6 warning plain-http\n/);
  assert.match(stdout, /\n1 spec: 1 warning\n$/);
});

test("several specs are checked in one run, and one bad one decides", async () => {
  const { code, stdout } = await cli(["check", "good.yaml", "missing.yaml", "bad.yaml"], { cwd });
  assert.equal(code, 2);
  assert.match(
    stdout,
    /^missing\.yaml:1:1 error file-unreadable\n {2}File that cannot be read: there is no such file\n/,
  );
  assert.match(stdout, /bad\.yaml:8:11 error/);
  assert.match(stdout, /\n3 specs: 4 errors\n$/);
});

test("--json is version 1, without secrets", async () => {
  const { code, stdout, stderr } = await cli(["check", "--json", "good.yaml", "bad.yaml"], { cwd });
  assert.equal(code, 2);
  assert.equal(stderr, "");
  assert.doesNotMatch(stdout, /hunter2/);
  const { version, files } = JSON.parse(stdout);
  assert.equal(version, 1);
  assert.deepEqual(files[0], { file: "good.yaml", valid: true, diagnostics: [] });
  assert.deepEqual([files[1].file, files[1].valid, files[1].diagnostics.length], ["bad.yaml", false, 3]);
  assert.deepEqual(files[1].diagnostics[0], {
    code: "unknown-key",
    severity: "error",
    summary: "Unknown key",
    detail: 'agents has no key "relam"',
    hint: "did you mean realm?",
    file: "bad.yaml",
    range: { start: { line: 4, column: 3 }, end: { line: 4, column: 8 } },
  });
});

test("variables come from --var and the environment", async () => {
  assert.equal((await cli(["check", "variable.yaml"], { cwd })).code, 2);
  const words = ["check", "variable.yaml", "--var", "HOST=otrs.acme.example"];
  assert.equal((await cli(words, { cwd })).code, 2);
  assert.equal((await cli(words, { cwd, env: { INNER: "keycloak.acme.example" } })).code, 0);
});

test("unusable words give exit code 2 and a suggestion", async () => {
  const unknown = await cli(["chekc"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /Did you mean check\?/);
  assert.equal(unknown.stdout, "");
  assert.equal((await cli(["check"])).code, 2);
  assert.equal((await cli(["check", "good.yaml", "--jsn"], { cwd })).code, 2);
  assert.match((await cli(["check", "good.yaml", "--jsn"], { cwd })).stderr, /Did you mean --json\?/);
  assert.equal((await cli(["check", "good.yaml", "--var", "HOST"], { cwd })).code, 2);
  assert.equal((await cli(["check", "--help"])).code, 0);
});
