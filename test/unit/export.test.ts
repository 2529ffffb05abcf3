// The way back: what a spec means is exported to a spec that means the same, and no key of it can go.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { isMapping, type Plain } from "../../infra/export/edit.ts";
import { type Exported, exportSpec as searchSpec } from "../../infra/export/export-spec.ts";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { atTime } from "../../infra/model/at-time.ts";
import { canonical, type PartialModel } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { writeSpec } from "../../infra/spec/write.ts";
import { arbitrarySeveral, arbitrarySpec } from "../support/arbitrary-spec.ts";
import { expand, goodSpecs } from "../support/good-spec.ts";
import { samplePerson } from "../support/sample-model.ts";

const VALUES = { variables: {}, env: {} };

function exportSpec(...words: Parameters<typeof searchSpec>): Exported {
  const exported = searchSpec(...words);
  assert.ok(exported);
  return exported;
}

/** The model of a spec's text, which has no error. */
function meaning(text: string): OtrsModel {
  const { value, diagnostics } = loadSpec(text, "spec.yaml", VALUES);
  assert.ok(value, `${diagnostics.map(({ detail }) => detail).join("\n")}\n${text}`);
  return expandSpec(value.spec).model as OtrsModel;
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
      const { model } = expand(text);
      const { spec, rest } = exportSpec(canonical(model), [model.url]);
      assert.deepEqual(paths(rest), []);
      const written = writeSpec(spec, [name, "and\nmore"]);
      assert.deepEqual(parsePlain(written), spec);
      assert.deepEqual(diffModels(meaning(written), model), []);
      for (const less of withOneLess(spec)) {
        const { value } = loadSpec(JSON.stringify(less), "spec.yaml", VALUES);
        const same = value !== undefined && diffModels(expandSpec(value.spec).model, model).length === 0;
        assert.ok(!same, `shorter: ${JSON.stringify(less)}`);
      }
    });
  }

  test("from every valid spec of two helpdesks", () => {
    fc.assert(
      fc.property(arbitrarySeveral, (data) => {
        const model = meaning(JSON.stringify(data));
        const { spec, rest } = exportSpec(canonical(model));
        assert.deepEqual(paths(rest), []);
        assert.deepEqual(diffModels(meaning(writeSpec(spec, [])), model), []);
      }),
      { numRuns: 15 },
    );
  });

  test("from every valid spec", () => {
    fc.assert(
      fc.property(arbitrarySpec, (data) => {
        const model = meaning(JSON.stringify(data));
        const { spec, rest } = exportSpec(canonical(model), [model.url]);
        assert.deepEqual(paths(rest), []);
        assert.deepEqual(diffModels(meaning(writeSpec(spec, [])), model), []);
      }),
      { numRuns: 30 },
    );
  });
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
        ada: samplePerson({
          ...{ email: null, emailVerified: false, attributes: {}, temporaryPassword: null },
          clientRoles: { app: ["Agent"] },
        }),
      },
    })),
    {},
    ["agents/users/ada added"],
  ],
};

/** A directory as a spec means it, changed by hand. */
function directoryByHand(change: (one: FederationModel) => Partial<FederationModel>): PartialModel {
  const { model } = expand(DIRECTORY);
  const federation = model.realms.agents.federations["ldap"];
  assert.ok(federation);
  const { groups } = model.realms.agents;
  return byHand(() => ({ federations: { ldap: { ...federation, ...change(federation) } }, groups }));
}

const DIRECTORY = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  ldap:
    vendor: active-directory
    url: ldaps://dc1.acme.example
    bind: { dn: "CN=keycloak,DC=acme,DC=example", password: "\${secret:bind}" }
    users: OU=People,DC=acme,DC=example
    attributes: { phone: telephoneNumber }
    roles: { Agent: "CN=Desk,OU=Groups,DC=acme,DC=example" }
`;
const SAID = (parsePlain(DIRECTORY) as { agents: { ldap: object } }).agents.ldap;
const MAPPER = "agents/federations/ldap/mappers";

const OF_DIRECTORIES: typeof UNSAYABLE = {
  "settings of a directory": [
    directoryByHand(() => ({
      ...{ priority: 3, kerberos: true, filter: null, readTimeout: null, useTruststore: "ONLY_FOR_LDAPS" },
      ...{ connectTimeout: 2500, batchSize: 50 },
    })),
    { ldap: { ...SAID, sync: { batchSize: 50 } } },
    [
      ...["connectTimeout", "filter", "kerberos", "priority", "readTimeout", "useTruststore"].map(
        (name) => `agents/federations/ldap/${name} changed`,
      ),
    ],
  ],
  "a directory that is writable without an end": [
    directoryByHand(() => ({ editMode: "WRITABLE" })),
    { ldap: SAID },
    ["agents/federations/ldap/editMode changed"],
  ],
  "mappers of others": [
    directoryByHand(({ mappers }) => ({
      mappers: {
        ...mappers,
        certificate: { type: "certificate-ldap-mapper", config: {} },
        roles: { type: "role-ldap-mapper", config: { "roles.dn": "OU=Roles,DC=acme" } },
        admins: { type: "hardcoded-ldap-role-mapper", config: { role: "realm-management.realm-admin" } },
      },
    })),
    { ldap: SAID },
    [`${MAPPER}/admins added`, `${MAPPER}/certificate added`, `${MAPPER}/roles added`],
  ],
  "an address that no spec takes": [
    directoryByHand(() => ({ connectionUrl: "ldaps://dc1.acme.example/DC=acme" })),
    {},
    ["agents/federations/ldap added", "agents/groups/Desk added"],
  ],
};

test("a mapper under another name is said by what it does, and its name is left over", () => {
  const live = directoryByHand(({ mappers: { phone, "group Desk": desk, ...others } }) => {
    assert.ok(phone && desk);
    return { mappers: { ...others, Telefon: phone, "desk of AD": desk } };
  });
  const exported = exportSpec(live, ["https://otrs.acme.example"]);
  assert.deepEqual(exported.spec["agents"], { ldap: SAID });
  assert.deepEqual(paths(exported.rest).toSorted(), [
    `${MAPPER}/Telefon added`,
    `${MAPPER}/desk of AD added`,
    `${MAPPER}/group Desk removed`,
    `${MAPPER}/phone removed`,
  ]);
});

test("an open window whose end is known is a window in the spec", () => {
  const until = "2026-12-31T18:00:00+01:00";
  const { model } = expand(`${DIRECTORY}    edit: { writable-until: ${until} }\n`);
  const open = atTime(model, new Date("2026-12-31T16:00:00Z"));
  assert.notDeepEqual(open, model);
  const { spec, rest } = exportSpec(canonical(open), [model.url]);
  assert.deepEqual(paths(rest), []);
  assert.deepEqual(spec["agents"], { ldap: { ...SAID, edit: { "writable-until": until } } });
});

test("a directory's hidden password becomes a reference, one for each account", () => {
  const of = (customersDn: string) => {
    const realm = (dn: string) => (one: FederationModel) => ({
      bind: { dn, credential: HIDDEN },
      name: one.name,
    });
    const { agents } = directoryByHand(realm("CN=a,DC=acme")).realms;
    const { agents: customers, ...rest } = directoryByHand(realm(customersDn)).realms;
    assert.ok(agents && customers);
    const federations = { agents: agents.federations, customers: customers.federations };
    const live = byHand(() => ({ federations: federations.agents }));
    const other = { ...(live.realms.customers as RealmModel), federations: federations.customers };
    return writeSpec(exportSpec({ ...live, realms: { ...live.realms, ...rest, customers: other } }).spec, []);
  };
  assert.equal(of("CN=a,DC=acme").match(/\$\{secret:bind\}/g)?.length, 2);
  assert.match(of("CN=b,DC=acme"), /\$\{secret:agents-bind\}(?:.*\n)*.*\$\{secret:customers-bind\}/);
});

const HIDDEN = { kind: "hidden" } as const;

for (const [name, [live, spec, rest]] of Object.entries({ ...UNSAYABLE, ...OF_DIRECTORIES })) {
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
