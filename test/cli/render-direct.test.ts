// deskrealm render --direct: exit codes, what is said, and files that nobody else may read.

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cli } from "../support/run-cli.ts";
import { assertHarmless } from "../support/terminal.ts";

const SECRET = "s3cret-of-the-provider";
const env = { ENTRA_SECRET: SECRET };
let cwd = "";

before(() => {
  cwd = mkdtempSync(join(tmpdir(), "deskrealm-direct-"));
  const entra = (secret: string) =>
    `entra: { tenant: acme.example, clientId: desk, clientSecret: "\${${secret}}" }`;
  const spec = (helpdesk: string) =>
    [
      `helpdesk: ${helpdesk}`,
      "url: https://desk.acme.example",
      "agents:",
      `  identityProviders: { ${entra("env:ENTRA_SECRET")} }`,
      "",
    ].join("\n");
  for (const helpdesk of ["espocrm", "otrs"]) writeFileSync(join(cwd, `${helpdesk}.yaml`), spec(helpdesk));
  writeFileSync(
    join(cwd, "otobo.yaml"),
    `${spec("otobo")}customers:\n  identityProviders: { ${entra("vault.entra")}, ` +
      `auth0: { domain: acme.eu.auth0.com, clientId: desk, clientSecret: "\${secret:auth0}" } }\n`,
  );
  writeFileSync(
    join(cwd, "several.yaml"),
    [
      "helpdesks:",
      "  - { helpdesk: osticket, url: https://tickets.acme.example }",
      "  - { helpdesk: espocrm, key: crm, url: https://crm.acme.example }",
      "agents:",
      `  identityProviders: { ${entra("env:ENTRA_SECRET")} }`,
      "",
    ].join("\n"),
  );
});
after(() => rmSync(cwd, { recursive: true }));

/** No Keycloak is named anywhere. */
const direct = (spec: string, ...words: string[]) =>
  cli(["render", spec, "--direct", ...words], { cwd, env });

test("writes secrets into files of mode 0600 alone, also over one that is open, and says none", async () => {
  const { code, stdout, stderr } = await direct("espocrm.yaml", "entra", "--out", "espocrm");
  assert.equal(`${code}${stderr}`, "0");
  chmodSync(join(cwd, "espocrm/espocrm.md"), 0o644);
  const again = await direct("espocrm.yaml", "agents.entra", "--out", "espocrm");
  assert.equal(again.stdout, stdout);
  const files = readdirSync(join(cwd, "espocrm")).sort();
  assert.deepEqual(files, ["config-internal-override.php", "config-override.php", "espocrm.md"]);
  for (const name of files) {
    const path = join(cwd, "espocrm", name);
    const holds = readFileSync(path, "utf8").includes(SECRET);
    assert.equal(holds, name !== "config-override.php");
    assert.equal((statSync(path).mode & 0o777).toString(8), holds ? "600" : "644");
  }
  assert.ok(!stdout.includes(SECRET));
  for (const part of [
    "config-internal-override.php (holds secrets, mode 0600)",
    "What is left to do:",
    "What is otherwise without Keycloak, or left open:",
    "What to set at Microsoft Entra ID for the provider agents.entra, without Keycloak:",
  ])
    assert.ok(stdout.includes(part), part);
});

test("leaves a place for a secret that Keycloak's vault holds", async () => {
  const { code, stdout } = await direct("otobo.yaml", "customers.entra", "--out", "vault");
  assert.equal(code, 0);
  assert.match(stdout, /1\. In `Config\.pm`, write the client's secret in the place of/);
  assert.equal((statSync(join(cwd, "vault/Config.pm")).mode & 0o777).toString(8), "600");
});

test("of several helpdesks, each gets a folder", async () => {
  const { code, stdout, stderr } = await direct("several.yaml", "entra", "--out", "several");
  assert.equal(`${code}${stderr}`, "0");
  const names = readdirSync(join(cwd, "several"), { recursive: true }).map(String).sort();
  assert.deepEqual(names, [
    "crm",
    "crm/config-internal-override.php",
    "crm/config-override.php",
    "crm/espocrm.md",
    "osticket",
    "osticket/osticket-agents.md",
  ]);
  for (const name of names.filter((one) => one.includes("/"))) {
    const path = join(cwd, "several", name);
    const holds = readFileSync(path, "utf8").includes(SECRET);
    assert.equal(holds, name !== "crm/config-override.php");
    assert.equal((statSync(path).mode & 0o777).toString(8), holds ? "600" : "644");
  }
  assert.ok(!stdout.includes(SECRET));
  assert.match(stdout, /osTicket `osticket`: [\s\S]*EspoCRM `crm`: /);
});

test("refuses what it cannot do with 2 and what to write, and writes nothing", async () => {
  const cases: [string, string[], RegExp][] = [
    [
      "otobo.yaml",
      ["entra"],
      /error provider-ambiguous: .*\nhint: write one of agents\.entra, customers\.entra/,
    ],
    ["otobo.yaml", ["entr"], /error provider-unknown: .*\nhint: did you mean entra\?/],
    ["otobo.yaml", ["auth0"], /error secret-missing: .*customers\.auth0.*\nhint: add --stack/],
    ["otobo.yaml", ["e\u001b[31m"], /provider-unknown/],
    ["otrs.yaml", ["entra"], /error direct-impossible: OTRS cannot do without Keycloak/],
    ["espocrm.yaml", ["entra", "--migration"], /cannot be used with/],
  ];
  for (const [spec, words, expected] of cases) {
    const { code, stdout, stderr } = await direct(spec, ...words, "--out", "none");
    assert.equal(code, 2, stderr);
    assert.match(stderr, expected);
    assert.equal(stdout, "");
    assertHarmless(stderr);
  }
  const { code, stderr } = await cli(["render", "espocrm.yaml", "--direct", "entra", "--out", "none"], {
    cwd,
  });
  assert.equal(code, 2);
  assert.match(stderr, /hint: set ENTRA_SECRET in the environment/);
  assert.ok(!readdirSync(cwd).includes("none"));
});
