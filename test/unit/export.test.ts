// The way back: what a spec means is exported to a spec that means the same, and no key of it can go.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { isMapping, type Plain } from "../../infra/export/edit.ts";
import { type Exported, exportSpec as searchSpec } from "../../infra/export/export-spec.ts";
import { expandOtrs } from "../../infra/helpdesks/otrs.ts";
import { canonical, type PartialModel } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";
import type { Model, RealmModel } from "../../infra/model/types.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { writeSpec } from "../../infra/spec/write.ts";
import { arbitrarySpec } from "../support/arbitrary-spec.ts";
import { expand, goodSpec, goodSpecs } from "../support/good-spec.ts";
import { withoutDirectories } from "../support/sample-federation.ts";

const VALUES = { variables: {}, env: {} };

function exportSpec(...words: Parameters<typeof searchSpec>): Exported {
  const exported = searchSpec(...words);
  assert.ok(exported);
  return exported;
}

/** The model of a spec's text, which has no error. */
function meaning(text: string): Model {
  const { value, diagnostics } = loadSpec(text, "spec.yaml", VALUES);
  assert.ok(value, `${diagnostics.map(({ detail }) => detail).join("\n")}\n${text}`);
  return expandOtrs(value.spec).model;
}

const paths = (rest: Exported["rest"]) => rest.map(({ path, kind }) => `${path} ${kind}`);

/** Every spec that has one key less. */
function* withOneLess(spec: Plain): Generator<Plain> {
  for (const [key, value] of Object.entries(spec)) {
    const { [key]: _, ...others } = spec;
    yield others;
    if (isMapping(value)) for (const less of withOneLess(value)) yield { ...spec, [key]: less };
  }
}

describe("the model of a spec comes back", () => {
  for (const { name, text } of goodSpecs()) {
    test(`from ${name}, and no key can go`, () => {
      const model = withoutDirectories(expand(text).model);
      const { spec, rest } = exportSpec(canonical(model), [model.url]);
      assert.deepEqual(paths(rest), []);
      const written = writeSpec(spec, [name, "and\nmore"]);
      assert.deepEqual(parsePlain(written), spec);
      assert.deepEqual(diffModels(meaning(written), model), []);
      for (const less of withOneLess(spec)) {
        const { value } = loadSpec(JSON.stringify(less), "spec.yaml", VALUES);
        const same = value !== undefined && diffModels(expandOtrs(value.spec).model, model).length === 0;
        assert.ok(!same, `shorter: ${JSON.stringify(less)}`);
      }
    });
  }

  test("from every valid spec", () => {
    fc.assert(
      fc.property(arbitrarySpec, (data) => {
        const model = meaning(JSON.stringify(data));
        const { spec, rest } = exportSpec(canonical(model), [model.url]);
        assert.deepEqual(paths(rest), []);
        assert.deepEqual(diffModels(meaning(writeSpec(spec, [])), model), []);
      }),
      { numRuns: 50 },
    );
  });
});

test("a directory and its groups are left over, and listed", () => {
  const { model } = expand(goodSpec("realms/directory.yaml").text);
  assert.deepEqual(paths(exportSpec(canonical(model), [model.url]).rest), [
    "agents/federations/ldap added",
    "agents/groups/Helpdesk added",
    "agents/groups/Helpdesk Admins added",
    "customers/federations/ldap added",
  ]);
});

/** The minimal layout with the agents' realm changed by hand. */
function byHand(change: (realm: RealmModel) => Partial<RealmModel>): PartialModel {
  const { model } = expand("helpdesk: otrs\nurl: https://otrs.acme.example\n");
  const { agents, customers } = model.realms;
  return canonical({ ...model, realms: { agents: { ...agents, ...change(agents) }, customers } });
}

function appOf({ clients }: RealmModel, change: object): Partial<RealmModel> {
  const app = clients["app"];
  assert.ok(app);
  return { clients: { ...clients, app: { ...app, ...change } } };
}

const UNSAYABLE: Readonly<Record<string, [PartialModel, spec: object, rest: string[]]>> = {
  "a wildcard beside exact addresses": [
    byHand((realm) => appOf(realm, { redirectUris: ["https://a.example/cb", "https://*.example/*"] })),
    { clients: { app: { redirectUris: ["https://a.example/cb"] } } },
    [
      "agents/clients/api/redirectUris removed",
      "agents/clients/api/redirectUris added",
      "agents/clients/app/redirectUris added",
    ],
  ],
  "no redirect URI at all": [
    byHand((realm) => appOf(realm, { redirectUris: [] })),
    {},
    ["agents/clients/app/redirectUris removed"],
  ],
  "self-registration": [
    byHand(({ login }) => ({ login: { ...login, registrationAllowed: true, rememberMe: true } })),
    { login: { rememberMe: true } },
    ["agents/login/registrationAllowed changed"],
  ],
  "what looks like a reference": [
    byHand(() => ({ displayName: "${env:HOME}", displayNameHtml: "${var:A:-b}" })),
    {},
    ["agents/displayName changed", "agents/displayNameHtml changed"],
  ],
  "lifetimes that contradict each other": [
    byHand(({ sessions }) => ({
      sessions: { ...sessions, ssoSessionIdleTimeout: 7200, ssoSessionMaxLifespan: 3600 },
    })),
    { sessions: { idle: "2h" } },
    ["agents/sessions/ssoSessionMaxLifespan changed"],
  ],
  "roles of which a spec can name the second only": [
    byHand((realm) => appOf(realm, { roles: { "A/B": { description: null }, Desk: { description: null } } })),
    { loginRole: "Desk" },
    ["agents/clients/app/roles/A~1B added"],
  ],
  "a role's description": [
    byHand((realm) =>
      appOf(realm, { roles: { Agent: { description: "Works here" }, Admin: { description: null } } }),
    ),
    { roles: ["Admin"] },
    ["agents/clients/app/roles/Agent/description changed"],
  ],
  "a person without an address": [
    byHand(() => ({
      users: {
        ada: {
          enabled: true,
          email: null,
          emailVerified: false,
          firstName: "Ada",
          lastName: "Byron",
          attributes: {},
          clientRoles: { app: ["Agent"] },
          temporaryPassword: null,
        },
      },
    })),
    {},
    ["agents/users/ada added"],
  ],
};

for (const [name, [live, spec, rest]] of Object.entries(UNSAYABLE)) {
  test(`what a spec cannot say is left over: ${name}`, () => {
    const exported = exportSpec(live, ["https://otrs.acme.example"]);
    assert.deepEqual(exported.spec["agents"] ?? {}, spec);
    assert.deepEqual(paths(exported.rest), rest);
    assert.deepEqual(exported.rest, diffModels(meaning(writeSpec(exported.spec, [])), live));
  });
}

test("a realm that is not there is told, and the other one written", () => {
  const { realms, ...rest } = byHand(() => ({ realm: "desk" }));
  const { spec, rest: left } = exportSpec({ ...rest, realms: { agents: realms.agents as RealmModel } });
  assert.deepEqual(spec["agents"], { realm: "desk" });
  assert.deepEqual(paths(left), ["customers removed"]);
});

test("the helpdesk's URL is the address that explains most", () => {
  const url = "https://desk.example/otrs";
  const at = (text: string) => canonical(expand(text).model);
  assert.equal(exportSpec(at(`helpdesk: otrs\nurl: ${url}\n`)).spec["url"], url);
  const exact = `helpdesk: otrs\nurl: ${url}\nagents: { clients: { app: { redirectUris: ["${url}/index.pl"] } } }\n`;
  assert.equal(exportSpec(at(exact)).spec["url"], url);
});

test("without an address there is no URL to guess, and one that a spec refuses is refused", () => {
  const nowhere = { redirectUris: [], webOrigins: [], postLogoutRedirectUris: [] };
  const { realms, ...rest } = byHand((realm) => appOf(realm, nowhere));
  const { clients, ...agents } = realms.agents as RealmModel;
  const { app } = clients;
  assert.ok(app);
  const live = { ...rest, realms: { agents: { ...agents, clients: { app } } } };
  assert.equal(searchSpec(live), undefined);
  assert.equal(searchSpec(live, ["desk"]), undefined);
  assert.ok(searchSpec(live, ["https://desk.example"]));
});

test("a mail server's hidden password becomes a reference, one for each server", () => {
  const mail = (host: string) => ({
    ...{ host, port: 25, from: "desk@acme.example", fromDisplayName: null, replyTo: null },
    ...{ replyToDisplayName: null, envelopeFrom: null, starttls: false, ssl: false },
    auth: { username: "desk", password: { kind: "hidden" } as const },
  });
  const live = byHand(() => ({ smtp: mail("mail.acme.example") }));
  const customers = (host: string) => ({
    ...live,
    realms: { ...live.realms, customers: { ...(live.realms.customers as RealmModel), smtp: mail(host) } },
  });
  const same = exportSpec(customers("mail.acme.example"));
  assert.match(writeSpec(same.spec, []), /^shared:\n(?:.*\n)*?.*password: "\$\{secret:smtp\}"/m);
  const text = writeSpec(exportSpec(customers("mail2.acme.example")).spec, []);
  assert.match(text, /\$\{secret:agents-smtp\}/);
  assert.match(text, /\$\{secret:customers-smtp\}/);
});
