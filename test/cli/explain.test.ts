// deskrealm explain: each value of the model with where it came from, and what a code means.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { catalogue } from "../../infra/diagnostics/catalogue.ts";
import { RULE_CODES } from "../../infra/policy/codes.ts";
import { findingTexts } from "../../scripts/ldap/finding-texts.ts";
import { cli } from "../support/run-cli.ts";

let cwd = "";
before(() => {
  cwd = mkdtempSync(join(tmpdir(), "deskrealm-explain-"));
  writeFileSync(
    join(cwd, "desk.yaml"),
    [
      "helpdesk: otrs",
      "url: https://otrs.acme.example",
      "shared:",
      "  login: { rememberMe: true }",
      "  smtp: { host: mail.acme.example, from: a@acme.example, auth: { username: a, password: '${vault.smtp}' } }",
      "agents:",
      "  realm: support",
      "  roles: [Admin]",
      "  users:",
      "    ada:",
      "      { firstName: Ada, lastName: Byron, email: ada@acme.example, temporaryPassword: '${secret:ada}',",
      "        attributes: { password: hunter2, phone: '1' } }",
      "customers:",
      "  clients: { app: { redirectUris: [https://otrs.acme.example/external] } }",
      "",
    ].join("\n"),
  );
  writeFileSync(join(cwd, "bad.yaml"), "helpdesk: otrs\nurl: otrs\nagents: { relam: x }\n");
  writeFileSync(join(cwd, "notice.yaml"), "helpdesk: otrs\nurl: http://otrs.acme.example\n");
});
after(() => rmSync(cwd, { recursive: true }));

test("each value names its line or its preset", async () => {
  const { code, stdout, stderr } = await cli(["explain", "desk.yaml"], { cwd });
  assert.equal(code, 0);
  assert.equal(stderr, "");
  const lines = stdout.split("\n");
  const origin = (value: string) => lines[lines.indexOf(value) + 1]?.trim();
  const expected = {
    "url: https://otrs.acme.example": "desk.yaml:2 url",
    "realms/agents/realm: support": "desk.yaml:7 agents.realm",
    "realms/customers/realm: otrs-customer-users": "preset (the vendor's text): the vendor's tutorial",
    "realms/agents/login/rememberMe: true": "desk.yaml:4 shared.login.rememberMe",
    "realms/agents/smtp/auth/password: ${vault.smtp}": "desk.yaml:5 shared.smtp.auth.password",
    "realms/agents/users/ada/temporaryPassword: ${secret:ada}":
      "desk.yaml:11 agents.users.ada.temporaryPassword",
    "realms/agents/users/ada/attributes/phone: 1": "desk.yaml:12 agents.users.ada.attributes.phone",
    "realms/agents/sslRequired: external": "preset (Keycloak): Keycloak's default",
    "realms/agents/clients/app/redirectUris: https://otrs.acme.example/*":
      "preset (inferred): the vendor names no redirect URI: everything below the helpdesk's URL, until the spec names the exact one",
    "realms/customers/clients/app/redirectUris: https://otrs.acme.example/external":
      "desk.yaml:14 customers.clients.app.redirectUris",
    "realms/customers/clients/api/redirectUris: https://otrs.acme.example/external":
      "desk.yaml:14 customers.clients.app.redirectUris",
    "realms/agents/bruteForce/enabled: true":
      "preset (Deskrealm): a login page that is open to the network needs it; the vendor is silent",
    "realms/agents/themes/login: none": "preset (Keycloak): Keycloak's default",
  };
  for (const [value, from] of Object.entries(expected)) assert.equal(origin(value), from, value);
  assert.equal(
    lines.filter((line) => /^\S/.test(line)).length,
    lines.filter((line) => /^ {4}\S/.test(line)).length,
  );
});

test("a value with the name of a secret is not shown", async () => {
  for (const words of [
    ["explain", "desk.yaml"],
    ["explain", "desk.yaml", "--json"],
  ]) {
    const { stdout } = await cli(words, { cwd });
    assert.doesNotMatch(stdout, /hunter2/);
    assert.match(stdout, /attributes\/password/);
  }
});

test("--json is version 1, with every value of the text", async () => {
  const { code, stdout } = await cli(["explain", "desk.yaml", "--json"], { cwd });
  assert.equal(code, 0);
  const { version, file, values } = JSON.parse(stdout);
  assert.deepEqual([version, file], [1, "desk.yaml"]);
  const find = (path: string) => values.find((one: { path: string }) => one.path === path);
  assert.deepEqual(find("realms/agents/realm"), {
    path: "realms/agents/realm",
    value: "support",
    origin: { kind: "spec", path: ["agents", "realm"], line: 7 },
  });
  assert.deepEqual(find("realms/agents/clients/app/redirectUris").origin.source, "inferred");
  assert.deepEqual(find("realms/agents/users/ada/temporaryPassword").value, { kind: "secret", name: "ada" });
  const text = (await cli(["explain", "desk.yaml"], { cwd })).stdout;
  assert.equal(values.length, text.split("\n").filter((line) => /^\S/.test(line)).length);
});

test("a spec with errors is not explained: its errors go to stderr", async () => {
  const { code, stdout, stderr } = await cli(["explain", "bad.yaml"], { cwd });
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /bad\.yaml:2:6 error url\n[\s\S]*bad\.yaml:3:11 error unknown-key\n/);
  const missing = await cli(["explain", "missing.yaml"], { cwd });
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /missing\.yaml:1:1 error file-unreadable/);
});

test("warnings go to stderr and the explanation to stdout", async () => {
  const { code, stdout, stderr } = await cli(["explain", "notice.yaml", "--json"], { cwd });
  assert.equal(code, 0);
  assert.match(stderr, /warning plain-http/);
  assert.equal(JSON.parse(stdout).version, 1);
});

test("a code is explained, for people and as JSON", async () => {
  const { code, stdout } = await cli(["explain", "redirect-uri-wildcard"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    "redirect-uri-wildcard (error)\n  Wildcard redirect URI\n\n  Keycloak sends the login's code to any address that matches. A wildcard hands it to whoever can place a page there.\n",
  );
  for (const [word, entry] of Object.entries(catalogue)) {
    const result = await cli(["explain", word, "--json"]);
    assert.equal(result.code, 0, word);
    assert.deepEqual(JSON.parse(result.stdout), { version: 1, code: word, ...entry });
  }
});

test("each code of a directory's findings has a cause and a cure", async () => {
  const { code, stdout } = await cli(["explain", "paging-missing"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    "paging-missing (deskrealm ldap)\n  No searches in pages\n\n  The directory does not have the control of RFC 2696, which Keycloak's searches ask for. Set ldap.pagination: false.\n",
  );
  for (const [word, { summary, explanation }] of Object.entries(findingTexts)) {
    assert.ok(summary.length > 0 && explanation.split(". ").length > 1, word);
    assert.ok(!(word in catalogue) && !RULE_CODES.includes(word), `${word} has one meaning`);
    const result = await cli(["explain", word, "--json"]);
    assert.deepEqual(JSON.parse(result.stdout), { version: 1, code: word, summary, explanation });
  }
  const misspelt = await cli(["explain", "size-limits"]);
  assert.deepEqual([misspelt.code, misspelt.stdout], [2, ""]);
  assert.match(misspelt.stderr, /did you mean size-limit\?/);
});

test("a misspelt code gives exit code 2 and a suggestion", async () => {
  const { code, stdout, stderr } = await cli(["explain", "redirect-uri-wildcrad"]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.equal(
    stderr,
    'error unknown-code: "redirect-uri-wildcrad" is no code and no spec file\nhint: did you mean redirect-uri-wildcard?\n',
  );
  assert.equal((await cli(["explain"])).code, 2);
});
