// The form of osTicket's plugin, whatever a spec holds.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { RenderFacts } from "../../infra/helpdesks/types.ts";
import { personChecker } from "../../infra/people/person-checker.ts";
import { columnsOf } from "../../scripts/check-users/columns.ts";
import { outsideOfSpans } from "../support/contained.ts";
import { expand } from "../support/good-spec.ts";
import { HOSTILE_TEXTS, HOSTILE_URLS } from "../support/hostile-strings.ts";
import { formOf } from "../support/osticket.ts";
import { assertHarmless } from "../support/terminal.ts";

const FACTS: RenderFacts = {
  keycloakUrl: "https://login.acme.example",
  backendUrl: null,
  clientSecrets: { agents: { app: "s-agents" }, customers: { app: "s-users" }, people: { app: "s`|\\ all" } },
};
const HEAD = { helpdesk: "osticket", url: "https://help.acme.example/osticket/" };

const render = (spec: object, facts = FACTS) => expand(JSON.stringify({ ...HEAD, ...spec })).render(facts);
const only = (spec: object, facts?: RenderFacts) => formOf(render(spec, facts).files[0]?.text ?? "");

describe("the form", () => {
  test("is one for each realm, for whom the spec says", () => {
    const targets = (spec: object) =>
      render(spec).files.map(({ name, text }) => [name, formOf(text)["Authentication Target"]]);
    assert.deepEqual(targets({}), [
      ["osticket-agents.md", "Agents Only"],
      ["osticket-customers.md", "End Users Only"],
    ]);
    assert.deepEqual(targets({ interfaces: ["customers"] }), [["osticket-customers.md", "End Users Only"]]);
    assert.deepEqual(targets({ people: {} }), [["osticket-people.md", "Agents and End Users"]]);
    assert.deepEqual(targets({ people: {}, interfaces: ["agents"] }), [
      ["osticket-people.md", "Agents Only"],
    ]);
  });

  test("has a realm's own URL of Keycloak", () => {
    const form = only({
      interfaces: ["agents"],
      agents: { realm: "help-agents", frontendUrl: "https://id.example/auth" },
    });
    assert.equal(
      form["Token Endpoint"],
      "https://id.example/auth/realms/help-agents/protocol/openid-connect/token",
    );
  });

  test("is not written without a secret", () => {
    for (const clientSecrets of [{}, { agents: { app: "" }, customers: { app: "x" } }])
      assert.throws(
        () => render({}, { ...FACTS, clientSecrets }),
        (error) => error instanceof Failure && error.code === "secret-missing",
      );
  });

  test("says every value literally, and nothing of it is Markdown", () => {
    const texts = HOSTILE_TEXTS.filter((text) => !/[\s/?#%\\\p{C}\p{Zl}\p{Zp}]/u.test(text));
    assert.ok(texts.length > 5);
    const plain = render({ people: { clients: { app: { clientId: "Plain" } } } });
    for (const text of texts) {
      const rendering = render({ people: { clients: { app: { clientId: text } } } });
      const form = formOf(rendering.files[0]?.text ?? "");
      assert.equal(form["Client Id"], text);
      assert.equal(form["Client Secret"], FACTS.clientSecrets.people?.["app"]);
      const words = ({ steps, notices, files }: typeof plain) =>
        outsideOfSpans([...steps, ...notices, files[0]?.text.replaceAll("\\|", "x")].join("\n"));
      assert.equal(words(rendering), words(plain));
      assertHarmless(words(rendering));
    }
    for (const url of HOSTILE_URLS)
      assert.equal(only({ url, people: {} })["Redirect URI"], `${url}/api/auth/oauth2`);
  });
});

describe("steps and notices", () => {
  const told = (spec: object) => {
    const { steps, notices } = render(spec);
    return [...steps, ...notices].join("\n");
  };

  test("speak of agents and of end users only where they log in", () => {
    assert.match(told({ interfaces: ["agents"] }), /Create every agent in osTicket beforehand/);
    assert.doesNotMatch(told({ interfaces: ["agents"] }), /End users are created/);
    assert.match(told({ interfaces: ["customers"] }), /End users are created/);
    assert.doesNotMatch(told({ interfaces: ["customers"] }), /Create every agent/);
  });

  test("hold no secret, and say what the plugin cannot do", () => {
    const text = told({});
    assert.doesNotMatch(text, /s-agents|s-users/);
    assert.match(text, /no logout at Keycloak/);
    assert.match(text, /with osTicket's own path `\/osticket`/);
  });

  test("name a client that does not let the callback through", () => {
    const redirectUris = ["https://help.acme.example/api/auth/oauth2"];
    const text = told({ people: { clients: { app: { redirectUris } } } });
    assert.match(text, /The client `osticket` of realm `osticket` does not let `https:.*` through/);
    assert.doesNotMatch(told({ people: {} }), /does not let/);
  });
});

test("an export of osTicket's agents is a table of people", () => {
  const { model, people } = expand(JSON.stringify({ ...HEAD, interfaces: ["agents"] }));
  const { agents } = model.realms;
  const header = ["staff_id", "username", "firstname", "lastname", "email", "dept_id", "isadmin"];
  const { personOf, notices } = columnsOf(header, agents, people("agents"), "agents.csv");
  assert.deepEqual(notices, []);
  const fields = ["1", "ada", "Ada", "Byron", "ada@acme.example", "2", "0"];
  assert.deepEqual(personChecker(agents, people("agents")).check(personOf({ line: 2, fields }), 2), []);
});
