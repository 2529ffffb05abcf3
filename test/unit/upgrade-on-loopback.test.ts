// A spec as it is tried out: nothing of it leads away from this machine.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { onLoopback } from "../../scripts/upgrade/on-loopback.ts";
import { secretsOf } from "../../scripts/upgrade/secrets-of.ts";
import { goodSpec, goodSpecs } from "../support/good-spec.ts";
import { sampleValues } from "../support/sample-specs.ts";

function load(text: string) {
  const { value, diagnostics } = loadSpec(text, "spec.yaml", sampleValues(text));
  assert.ok(value, diagnostics.map(({ detail }) => detail).join("\n"));
  const expansion = expandSpec(value.spec);
  return { ...expansion, model: expansion.model as OtrsModel, data: value.source.data };
}

test("foreign addresses, foreign themes and the demand for TLS are taken away and told; the rest stays", () => {
  const { data, model } = load(`helpdesk: otrs
url: https://otrs.acme.example
shared:
  frontendUrl: \${var:LOGIN_URL:-https://login.acme.example}
  sslRequired: all
  themes: { login: acme, email: keycloak }
  smtp: { host: mail.acme.example, port: "\${var:PORT:-587}", from: a@acme.example, starttls: true, auth: { username: a, password: "\${secret:smtp}" } }
agents:
  frontendUrl: https://agents.acme.example
  roles: [Admin]
  users:
    ada: { firstName: Ada, lastName: Byron, email: ada@acme.example, roles: [Admin], temporaryPassword: "\${env:ADA}" }
`);
  const tried = onLoopback(data, model);
  assert.deepEqual(tried.notes, [
    "frontendUrl https://agents.acme.example is left out: logins stay on the server that is asked",
    "frontendUrl https://login.acme.example is left out: logins stay on the server that is asked",
    "sslRequired is external and not all: the server has no TLS",
    "mail server mail.acme.example is replaced by an address where nobody listens: no mail is sent",
    "theme acme is left out: it is not a part of Keycloak, so try its pages yourself",
  ]);
  const again = load(JSON.stringify(tried.data)).model;
  for (const realm of Object.values(again.realms)) {
    assert.equal(realm.frontendUrl, null);
    assert.equal(realm.sslRequired, "external");
    assert.equal(realm.themes.login, null);
    assert.deepEqual([realm.smtp?.host, realm.smtp?.port, realm.smtp?.starttls], ["127.0.0.1", 1, true]);
  }
  assert.deepEqual(again.realms.agents.users, model.realms.agents.users);
  assert.deepEqual(secretsOf(model), [
    { kind: "secret", name: "smtp" },
    { kind: "env", name: "ADA" },
    { kind: "secret", name: "smtp" },
  ]);
});

test("the secrets of providers are among those that a trial makes up", () => {
  const { model } = load(goodSpec("realms/providers.yaml").text);
  const names = ["entra", "auth0", "authentik", "sister"];
  assert.deepEqual(
    secretsOf(model),
    names.map((name) => ({ kind: "secret", name })),
  );
});

for (const { name, text } of goodSpecs()) {
  test(`${name} can be tried: it stays a valid spec, and the same but for what is told`, () => {
    const { data, model } = load(text);
    const tried = onLoopback(data, model);
    const again = loadSpec(JSON.stringify(tried.data), "spec.yaml", sampleValues(text));
    assert.ok(again.value, JSON.stringify(again.diagnostics));
    if (tried.notes.length === 0) assert.deepEqual(expandSpec(again.value.spec).model, model);
  });
}
