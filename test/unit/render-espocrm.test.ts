// EspoCRM's configuration, read back by real PHP, and its form.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { phpArrayFile } from "../../infra/helpdesks/php.ts";
import type { Rendering } from "../../infra/helpdesks/types.ts";
import { personChecker } from "../../infra/people/person-checker.ts";
import { columnsOf } from "../../scripts/check-users/columns.ts";
import { outsideOfSpans } from "../support/contained.ts";
import { expand } from "../support/good-spec.ts";
import { HOSTILE_TEXTS, HOSTILE_URLS } from "../support/hostile-strings.ts";
import { formOf } from "../support/osticket.ts";
import { loadArrays } from "../support/php.ts";
import { assertHarmless } from "../support/terminal.ts";

const SECRET = "s'`|\\ $x {$y}";
const FACTS = {
  keycloakUrl: "https://login.acme.example",
  backendUrl: null,
  clientSecrets: { agents: { app: SECRET } },
};
const HEAD = { helpdesk: "espocrm", url: "https://crm.acme.example" };

const render = (spec: object) => expand(JSON.stringify({ ...HEAD, ...spec })).render(FACTS);
const textOf = ({ files }: Rendering, name: string) => files.find((file) => file.name === name)?.text ?? "";
const open = (spec: object) => loadArrays([textOf(render(spec), "config-override.php")])[0] ?? {};
const told = (spec: object) => {
  const { steps, notices } = render(spec);
  return [...steps, ...notices].join("\n");
};

describe("PHP", () => {
  test("reads back every text, the realm's values and the secret, whatever they hold", () => {
    const texts = [...HOSTILE_TEXTS, ...HOSTILE_URLS, "a\r\nb\0c\td", "<?php ?>", "\u{1F600} Ünï"];
    const values = Object.fromEntries(texts.map((text, index) => [`${index} ${text}`, text]));
    assert.deepEqual(loadArrays([phpArrayFile("Texts.", values), phpArrayFile("A list.", { texts })]), [
      values,
      { texts },
    ]);
    const rendering = render({});
    const [secret] = loadArrays([textOf(rendering, "config-internal-override.php")]);
    assert.deepEqual(secret, { oidcClientSecret: SECRET });
    for (const { name, text } of rendering.files)
      if (name === "config-override.php") assert.ok(!text.includes("s\\'`|"));
  });

  test("is what is missing, where it is not there", () => {
    assert.throws(() => loadArrays([], "/nonexistent/php"), /need PHP.*apt-get install php-cli/);
  });
});

describe("the settings", () => {
  test("are the spec's choices", () => {
    const config = {
      ...{ version: "10", createUsers: true, syncUsers: true, usernameClaim: "preferred_username" },
      ...{ allowFallback: true, allowAdminUser: true },
    };
    const settings = open({ config, agents: { realm: "crm", frontendUrl: "https://id.example" } });
    const { oidcTokenEndpoint, oidcUsernameClaim, ...others } = settings;
    assert.equal(oidcTokenEndpoint, "https://id.example/realms/crm/protocol/openid-connect/token");
    assert.equal(oidcUsernameClaim, "preferred_username");
    for (const key of [
      "CreateUser",
      "Sync",
      "AllowRegularUserFallback",
      "AllowAdminUser",
      "AuthorizationPkce",
    ])
      assert.equal(others[`oidc${key}`], true, key);
    assert.equal("oidcGroupClaim" in others, false);
  });

  test("let administrators in by a password where Keycloak does not let them in", () => {
    const settings = open({});
    assert.deepEqual([settings["oidcFallback"], settings["oidcAllowAdminUser"]], [true, false]);
    assert.equal("oidcAuthorizationPkce" in settings, false);
  });

  test("are not written without a secret", () => {
    const { render: bare } = expand(JSON.stringify(HEAD));
    assert.throws(
      () => bare({ ...FACTS, clientSecrets: {} }),
      (error) => error instanceof Failure && error.code === "secret-missing",
    );
  });
});

describe("the form", () => {
  const form = (spec: object) => textOf(render(spec), "espocrm.md");

  test("has the same values by their labels, and a row for each team", () => {
    const text = form({ agents: { roles: ["Sales", "Support"] } });
    const teams = formOf(text, "OIDC Teams");
    assert.deepEqual(teams, { "`Sales`": "Sales", "`Support`": "Support" });
    const rows = Object.fromEntries(
      [...text.matchAll(/^\| (OIDC [^|]+) \| (.*) \|$/gm)].map(([, label, value]) => [label, value]),
    );
    assert.equal(rows["OIDC Scopes"], "`profile, email, phone`");
    assert.equal(rows["OIDC Fallback Login"], "`yes`");
    assert.equal(rows["OIDC Sync Teams"], "`yes`");
    assert.doesNotMatch(form({}), /OIDC Teams|OIDC Sync Teams/);
    assert.match(form({}), /`https:\/\/crm\.acme\.example\/oauth-callback\.php`/);
  });

  test("and the steps take every value literally", () => {
    const isRole = (text: string) => !/\/|\$\{|^\.{1,2}$/.test(text);
    const isClientId = (text: string) => !/[\s/?#%\\\p{C}\p{Zl}\p{Zp}]/u.test(text);
    const words = (roles: string, clientId: string, url = HEAD.url) => {
      const rendering = render({ url, agents: { roles: [roles], clients: { app: { clientId } } } });
      const { steps, notices } = rendering;
      const text = textOf(rendering, "espocrm.md").replaceAll("\\|", "x");
      return outsideOfSpans([...steps, ...notices, text].join("\n"));
    };
    const plain = words("Plain", "plain");
    for (const text of HOSTILE_TEXTS) {
      const said = words(isRole(text) ? text : "Plain", isClientId(text) ? text : "plain");
      assert.equal(said, plain);
      assertHarmless(said);
    }
    for (const url of HOSTILE_URLS) assertHarmless(words("Plain", "plain", url));
  });
});

describe("steps and notices say", () => {
  test("how teams are filled in, and what that takes away", () => {
    const text = told({ agents: { roles: ["Sales"] } });
    assert.match(text, /ids that exist only in EspoCRM/);
    assert.match(text, /Leave no Group empty/);
    assert.match(text, /takes people out of all teams that their roles do not name/);
    assert.doesNotMatch(told({}), /Teams/);
  });

  test("where back-channel logout is, and that there is none by another claim", () => {
    assert.match(told({}), /`api\/v1\/Oidc\/backchannelLogout`/);
    assert.match(told({ config: { usernameClaim: "email" } }), /There is no back-channel logout/);
  });

  test("that the field of user names has to be longer", () => {
    const config = { usernameClaim: "email", usernameLength: 120 };
    assert.match(told({ config }), /Max Length 120/);
    assert.doesNotMatch(told({}), /Max Length/);
  });

  test("what does not work: the portal, EspoCRM's second factor, HS256", () => {
    assert.match(told({}), /Portal users cannot log in/);
    assert.match(told({}), /second factor does not go with it/);
    assert.match(told({}), /only RS256, RS384 and RS512/);
  });

  test("which client does not let an address through, and no secret", () => {
    const uris = { redirectUris: ["https://b.example/cb"], postLogoutRedirectUris: ["https://b.example"] };
    assert.equal(told({ agents: { clients: { app: uris } } }).match(/does not let/g)?.length, 2);
    assert.doesNotMatch(told({}), /does not let|s'`/);
  });
});

describe("the address as a user name", () => {
  const config = { usernameClaim: "email", usernameLength: 60 };
  const { model } = expand(JSON.stringify({ ...HEAD, config }));
  const email = model.realms.agents.profile.attributes["email"];

  test("is as long as EspoCRM's field at most, and for administrators to change", () => {
    assert.deepEqual(email?.validations["length"], { max: "60" });
    assert.deepEqual(email?.edit, ["admin"]);
  });
});

test("an export of EspoCRM's users is a table of people, and a name too long for its field is found", () => {
  const config = { usernameClaim: "preferred_username" };
  const { model, people } = expand(JSON.stringify({ ...HEAD, config }));
  const { agents } = model.realms;
  const header = ["id", "userName", "firstName", "lastName", "emailAddress", "isActive", "type"];
  const { personOf, notices } = columnsOf(header, agents, people("agents"), "users.csv");
  assert.deepEqual(notices, []);
  const row = (name: string) => ({
    line: 2,
    fields: ["1", name, "Ada", "Byron", "a@acme.example", "1", "regular"],
  });
  const checker = personChecker(agents, people("agents"));
  assert.deepEqual(checker.check(personOf(row("ada")), 2), []);
  const codes = personChecker(agents, people("agents")).check(personOf(row("a".repeat(51))), 2);
  assert.deepEqual(
    codes.map(({ code, attribute }) => [code, attribute]),
    [["length", "username"]],
  );
});
