// What is entered in Deskpro, read back from its Markdown, and what is said beside it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { readCallback } from "../../infra/helpdesks/deskpro-callbacks.ts";
import { outsideOfSpans } from "../support/contained.ts";
import { readForm } from "../support/deskpro.ts";
import { expand } from "../support/good-spec.ts";
import { HOSTILE_TEXTS } from "../support/hostile-strings.ts";
import { assertHarmless } from "../support/terminal.ts";

const URL = "https://support.acme.example";
const SECRETS = { app: "s3cr3t" };
const FACTS = {
  keycloakUrl: "https://keycloak.acme.example",
  backendUrl: null,
  clientSecrets: { agents: SECRETS, customers: { app: "0th3r" }, people: SECRETS },
};

function rendered(spec: object) {
  const rendering = expand(JSON.stringify({ helpdesk: "deskpro", url: URL, ...spec })).render(FACTS);
  return { ...rendering, text: rendering.files[0]?.text ?? "" };
}

test("each app has its own realm's values, and the secrets stand in the file alone", () => {
  const { files, text, steps, notices } = rendered({ config: { agentsAppId: 12, usersAppId: 13 } });
  assert.deepEqual(
    files.map(({ name, secret }) => [name, secret]),
    [["Deskpro.md", true]],
  );
  const { "Client Secret": secret, "Provider URL": provider, APP_ID: id } = readForm(text, "users");
  assert.deepEqual([secret, provider, id], ["0th3r", `${FACTS.keycloakUrl}/realms/deskpro-users`, "13"]);
  assert.equal(readForm(text, "agents")["Client Secret"], "s3cr3t");
  assert.doesNotMatch([...steps, ...notices].join("\n"), /s3cr3t|0th3r|NUMBER/);
});

test("an APP_ID that is not known is asked for by its key, one by one", () => {
  const said = (config: object) =>
    rendered(config)
      .steps.join("\n")
      .match(/config: \{ \w+/g) ?? [];
  assert.deepEqual(said({}), ["config: { agentsAppId", "config: { usersAppId"]);
  assert.deepEqual(said({ config: { agentsAppId: 12 } }), ["config: { usersAppId"]);
  assert.deepEqual(said({ interfaces: ["agents"] }), ["config: { agentsAppId"]);
  assert.match(rendered({}).steps.join("\n"), /npx deskrealm up SPEC/);
});

test("a callback is one of an app only as a whole", () => {
  for (const [uri, found] of [
    [`${URL}/agent/login/authenticate-callback/12`, { at: "agents", id: 12 }],
    [`${URL}/api/v2/api_tokens/user_sources/12/callback/app`, { at: "agents", id: 12 }],
    [`${URL}/login/authenticate-callback/13`, { at: "customers", id: 13 }],
    [`${URL}/login/authenticate-callback/013`, undefined],
    [`${URL}/login/authenticate-callback/13/callback/app`, undefined],
    ["https://other.example/login/authenticate-callback/13", undefined],
    [URL, undefined],
  ] as const)
    assert.deepEqual(readCallback(URL, uri), found, uri);
});

test("names of every kind come back from the form, and no Markdown comes of them", () => {
  const usual = /[\u200B-\u206F\uFEFF\u00AD\u{E0000}-\u{E007F}]/u;
  for (const displayName of HOSTILE_TEXTS.filter((text) => !usual.test(text) && !/\$\{|\\/.test(text))) {
    const { text, steps, notices } = rendered({ agents: { displayName } });
    assert.equal(readForm(text, "agents")["Login Button Text"], displayName);
    assert.equal(outsideOfSpans(text), outsideOfSpans(rendered({ agents: { displayName: "Desk" } }).text));
    assertHarmless([text, ...steps, ...notices].join("\n"));
  }
});

test("a realm for both says who must not become an agent, and a lacking secret is no form", () => {
  assert.match(rendered({ people: {} }).notices.join("\n"), /Auto Agent/);
  const { render } = expand(JSON.stringify({ helpdesk: "deskpro", url: URL }));
  assert.throws(
    () => render({ ...FACTS, clientSecrets: {} }),
    (error) => error instanceof Failure && error.code === "secret-missing",
  );
});
