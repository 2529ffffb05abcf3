// Several helpdesks of one spec: what each brings into the realms, what they share, and what is told of it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import { modelOf } from "../../infra/load-model.ts";
import { canonical } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { formerNames } from "../../infra/model/former-names.ts";
import { helpdesksOf, modelOfHelpdesk, urlOf } from "../../infra/model/helpdesks.ts";
import type { Product, RealmKey, SeveralModel } from "../../infra/model/types.ts";
import { auditExpansion } from "../../infra/policy/audit.ts";
import { LAYOUTS, PRODUCTS } from "../../infra/spec/layout.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { goodSpec } from "../support/good-spec.ts";

const VALUES = { variables: {}, env: {} };

function expanded(text: string) {
  const { value, diagnostics } = loadSpec(text, "spec.yaml", VALUES);
  assert.ok(value, diagnostics.map(({ detail, hint }) => `${detail}: ${hint}`).join("\n"));
  const expansion = expandSpec(value.spec);
  return { ...expansion, model: expansion.model as SeveralModel };
}

const FULL = goodSpec("test/samples/good/every-key-several.yaml").text;
const SIMPLE = goodSpec("realms/several.yaml").text;
const realmsOf = (product: Product): RealmKey[] =>
  (Object.keys(LAYOUTS[product].realms) as RealmKey[]).filter((key) => key !== "people");

const CONFIG: Readonly<Partial<Record<Product, string>>> = {
  deskpro: ", config: { agentsAppId: 1, usersAppId: 2 }",
};
const member = (product: Product, key: string) =>
  `  - { helpdesk: ${product}, key: ${key}, url: "https://${key}.acme.example"${CONFIG[product] ?? ""} }\n`;
const SHARED = `
shared: { passwordPolicy: length(12), smtp: { host: m.example, from: a@b.example } }
agents: { attributes: { phone: {}, customerid: {}, title: { maxLength: 9 } }, username: { minLength: 2 } }
`;

describe("every two products, and one twice", () => {
  for (const [index, one] of PRODUCTS.entries()) {
    for (const other of PRODUCTS.slice(index)) {
      test(`${one} and ${other} agree on their realms, in either order`, () => {
        const [a, b] = [member(one, "first"), member(other, "second")];
        const both = [`helpdesks:\n${a}${b}${SHARED}`, `helpdesks:\n${b}${a}${SHARED}`].map(expanded);
        const [model, turned] = both.map((found) => found.model);
        assert.ok(model && turned);
        assert.deepEqual(
          diffModels(model, turned).filter(({ segments }) => segments.at(-1) !== "order"),
          [],
        );
        const keys = new Set([one, other].flatMap(realmsOf));
        assert.deepEqual(Object.keys(model.realms).sort(), [...keys].sort());
        for (const [key, product] of [
          ["first", one],
          ["second", other],
        ] as const) {
          const own = modelOfHelpdesk(model, key);
          assert.equal(own.product, product);
          for (const realm of realmsOf(product)) {
            const parts = Object.keys(LAYOUTS[product].realms[realm]?.clients ?? {});
            assert.deepEqual(Object.keys(own.realms[realm]?.clients ?? {}), parts);
          }
        }
      });
    }
  }

  for (const product of PRODUCTS) {
    test(`${product} alone in a list is as it is alone, but for names and keys`, () => {
      const [found, alone] = [
        expanded(`helpdesks:\n  - { helpdesk: ${product}, url: "https://desk.acme.example" }\n`),
        expanded(`helpdesk: ${product}\nurl: "https://desk.acme.example"\n`),
      ];
      const own = modelOfHelpdesk(found.model, product);
      const apart = new Set([
        "key",
        "agents/realm",
        "agents/displayName",
        "customers/realm",
        "customers/displayName",
      ]);
      const differing = diffModels(alone.model, own).map(({ path }) => path);
      assert.deepEqual(
        differing.filter((path) => !apart.has(path)),
        [],
      );
    });
  }
});

test("clients, roles, people and mappers are each helpdesk's own, under its key", () => {
  const { model, loginRoles, logins } = expanded(FULL);
  const { agents, customers } = model.realms;
  assert.ok(agents && customers);
  assert.deepEqual(Object.keys(agents.clients), [
    "otrs.app",
    "otrs.api",
    "desk.app",
    "archive.app",
    "espocrm.app",
  ]);
  assert.deepEqual(Object.keys(customers.clients), ["otrs.app", "otrs.api", "archive.app"]);
  assert.deepEqual(
    Object.values(agents.clients).map(({ clientId }) => clientId),
    ["otrs-app", "otrs-api", "desk", "archive", "crm"],
  );
  assert.deepEqual(agents.users["ada.byron"]?.clientRoles, {
    "otrs.app": ["Agent"],
    "desk.app": ["Agent", "Team Lead"],
    "espocrm.app": ["Sales"],
  });
  assert.deepEqual(agents.groups, {
    leads: { clientRoles: { "otrs.app": ["Admin"], "desk.app": ["Team Lead"] } },
    admins: { clientRoles: { "otrs.app": ["Admin"] } },
  });
  const mappers = Object.entries(agents.federations["ldap"]?.mappers ?? {});
  assert.deepEqual(
    mappers.filter(([name]) => name.startsWith("role ")).map(([name, { config }]) => [name, config["role"]]),
    [
      ["role Agent of otrs", "otrs-app.Agent"],
      ["role Agent of desk", "desk.Agent"],
    ],
  );
  const byProvider = Object.values(agents.identityProviders["entra"]?.mappers ?? {});
  assert.deepEqual(byProvider.flatMap(({ config }) => config["role"] ?? []).sort(), [
    "desk.Agent",
    "otrs-app.Agent",
  ]);
  assert.deepEqual(loginRoles, { "agents.otrs": "Agent", "customers.otrs": "Customer" });
  assert.deepEqual(
    logins.map((login) => `${login.realm} ${login.client}`),
    [
      ...["agents otrs.app", "customers otrs.app", "agents desk.app"],
      ...["agents archive.app", "customers archive.app", "agents espocrm.app"],
    ],
  );
});

test("the product that cannot do otherwise decides, with its reason", () => {
  const { model, origins } = expanded(FULL);
  const { agents } = model.realms;
  const reasonOf = (path: string) => {
    const origin = origins.get(path);
    return origin?.kind === "preset" ? origin.reason : String(origin?.path.join("."));
  };
  // OTRS keeps attributes that nobody declared, and takes names with brackets.
  assert.equal(agents?.profile.unmanagedAttributes, "ENABLED");
  assert.match(reasonOf("realms/agents/profile/unmanagedAttributes"), /the tutorial/);
  assert.deepEqual(Object.keys(agents?.profile.attributes["firstName"]?.validations ?? {}), ["length"]);
  assert.deepEqual(agents?.profile.attributes["email"]?.edit, ["admin"]);
  assert.match(reasonOf("realms/agents/profile/attributes/email/edit"), /OTOBO/);
  assert.equal(agents?.profile.attributes["phone"]?.displayName, "Phone");
  assert.deepEqual(model.realms.customers?.profile.attributes["customerid"]?.requiredFor, ["admin", "user"]);
  // OTRS's client had full scope, and would be shown every role of every helpdesk.
  for (const [key, { fullScopeAllowed }] of Object.entries(agents?.clients ?? {}))
    assert.equal(fullScopeAllowed, key === "otrs.api", key);
  assert.match(reasonOf("realms/agents/clients/otrs.app/fullScopeAllowed"), /other helpdesks/);
  const crm = expanded(
    `helpdesks:\n${member("espocrm", "crm")}${member("osticket", "tickets")}`.replace(
      'example" }',
      'example", config: { usernameClaim: preferred_username, usernameLength: 60 } }',
    ),
  );
  assert.equal(crm.model.realms.agents?.profile.attributes["username"]?.validations["length"]?.["max"], "60");
});

test("each value is told at the line that it comes from", () => {
  const { value } = modelOf(FULL, "spec.yaml", VALUES);
  assert.ok(value);
  const lineOf = (path: string) => {
    const origin = value.origins.get(path);
    return origin?.kind === "spec"
      ? FULL.split("\n")[value.source.valueRange(origin.path).start.line - 1]
      : origin?.reason;
  };
  assert.match(
    lineOf("realms/agents/clients/desk.app/roles/Team Lead/description") ?? "",
    /\[Agent, Team Lead\]/,
  );
  assert.match(lineOf("helpdesks/espocrm/url") ?? "", /crm\.acme/);
  assert.match(lineOf("realms/customers/clients/otrs.app/redirectUris") ?? "", /\/external/);
  assert.match(
    lineOf("realms/agents/federations/ldap/mappers/role Agent of desk/config/role") ?? "",
    /desk\/Agent: all/,
  );
  assert.match(lineOf("realms/agents/realm") ?? "", /the realm of several helpdesks/);
  assert.match(lineOf("realms/agents/clients/desk.app/clientId") ?? "", /the helpdesk's key/);
  for (const origin of value.origins.values()) {
    if (origin.kind === "spec") assert.ok(value.source.valueRange(origin.path).start.line > 1);
  }
});

test("the policy judges each client by its own helpdesk", () => {
  const open = (text: string) =>
    auditExpansion(expanded(text), "2026-11-28").filter(({ accepted }) => accepted === null);
  assert.deepEqual(
    open(FULL)
      .filter(({ rule }) => /^(pkce|redirect|full-scope)/.test(rule))
      .map(({ path }) => path),
    [
      // What the vendor of OTRS accepts is no word of OTOBO's; what EspoCRM 10 does needs none.
    ],
  );
  const foreign = SIMPLE.replace(
    "    key: tickets\n",
    "    key: tickets\n    agents: { clients: { app: { redirectUris: ['https://otobo.acme.example/x'] } } }\n",
  );
  const [found, ...more] = open(foreign).filter(({ rule }) => rule === "redirect-foreign-host");
  assert.equal(more.length, 0);
  assert.equal(found?.path, "agents/clients/tickets.app/redirectUris");
  assert.match(found?.detail ?? "", /not on tickets\.acme\.example/);
  const plain = open(SIMPLE.replace("https://${var:OSTICKET_HOST", "http://${var:OSTICKET_HOST"));
  assert.deepEqual(
    plain.filter(({ rule }) => rule === "helpdesk-plain-http").map(({ path }) => path),
    ["helpdesks/tickets/url"],
  );
  const everybody = open(FULL).filter(({ rule }) => rule === "directory-everybody");
  assert.deepEqual(
    everybody.map(({ path }) => path),
    ["agents/federations/ldap/mappers/role Agent of desk/config/role"],
  );
});

test("each helpdesk's files are in a folder of its key, with its own secrets alone", () => {
  const { render, model } = expanded(FULL);
  const clientSecrets = Object.fromEntries(
    Object.entries(model.realms).map(([key, realm]) => [
      key,
      Object.fromEntries(
        Object.keys(realm.clients).map((name) => [name, `secret-${key}-${name.replace(".", "-")}`]),
      ),
    ]),
  );
  const { files, steps, notices } = render({
    keycloakUrl: "https://login.example",
    backendUrl: null,
    clientSecrets,
  });
  const folders = new Set(files.map(({ name }) => name.split("/")[0]));
  assert.deepEqual([...folders], ["otrs", "desk", "archive", "espocrm"]);
  for (const { name, text } of files) {
    const [folder] = name.split("/");
    for (const [, , helpdesk] of text.matchAll(/secret-(agents|customers)-([a-z]+)/g))
      assert.equal(helpdesk, folder);
  }
  const text = (name: string) => files.find((file) => file.name === name)?.text ?? "";
  assert.match(text("otrs/Config.pm"), /keycloak\.internal\.example/);
  assert.match(text("desk/Config.pm"), /secret-agents-desk-app/);
  assert.doesNotMatch(text("desk/Config.pm"), /internal|customer\.pl/);
  for (const line of [...steps, ...notices]) assert.match(line, /^(OTRS|OTOBO|EspoCRM) `[a-z]+`: /);
});

test("a model of one is a record of one", () => {
  const alone = expanded("helpdesk: otobo\nurl: https://otobo.acme.example\n").model;
  assert.deepEqual(helpdesksOf(alone), { otobo: { product: "otobo", url: "https://otobo.acme.example" } });
  assert.equal(urlOf(alone, "app"), "https://otobo.acme.example");
  assert.equal(modelOfHelpdesk(alone, "otobo"), alone);
});

test("a helpdesk that gets company is known by its former names, the newcomer by none", () => {
  const { model } = expanded(FULL);
  assert.deepEqual(formerNames(model, "helpdesks/agents/realm"), [
    "otrs/agents/realm",
    "otobo/agents/realm",
    "espocrm/agents/realm",
  ]);
  assert.deepEqual(formerNames(model, "helpdesks/agents/clients/desk.app/roles/Agent"), [
    "otobo/agents/clients/app/roles/Agent",
  ]);
  assert.deepEqual(formerNames(model, "helpdesks/agents/clients/archive.app/client"), []);
  assert.deepEqual(
    formerNames(expanded("helpdesk: otrs\nurl: https://o.example\n").model, "otrs/agents/realm"),
    [],
  );
  assert.deepEqual(canonical(model).helpdesks["desk"], {
    product: "otobo",
    url: "https://desk.acme.example/otobo",
  });
});
