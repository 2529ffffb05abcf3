// A spec's test realms: nothing in them leads to what the spec's own realms use.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { moveAddress } from "../../infra/ephemeral/addresses.ts";
import { ephemeralSpec } from "../../infra/ephemeral/ephemeral-spec.ts";
import type { EphemeralOptions } from "../../infra/ephemeral/options.ts";
import { type LoadedModel, modelOf } from "../../infra/load-model.ts";
import { helpdeskOf, helpdesksOf, isSeveral } from "../../infra/model/helpdesks.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { arbitrarySpec } from "../support/arbitrary-spec.ts";
import { ACME, derive, load, meaning, OPTIONS } from "../support/derived-spec.ts";
import { fuzz } from "../support/fuzz.ts";
import { goodSpec, goodSpecs } from "../support/good-spec.ts";
import { sampleValues } from "../support/sample-specs.ts";

test("everything of production is left out or replaced, and told; what makes the realm stays", () => {
  const derived = derive(ACME);
  assert.deepEqual(derived.data, {
    helpdesk: "otrs",
    url: "https://pr-42.preview.example/desk",
    policy: { environment: "development" },
    shared: {
      sslRequired: "external",
      passwordPolicy: "length(12) and notUsername(undefined)",
      login: { verifyEmail: false, rememberMe: true },
    },
    agents: {
      realm: "acme-agents-pr-42",
      roles: ["Admin"],
      attributes: { phone: {} },
      clients: {
        app: {
          clientId: "desk",
          redirectUris: ["https://pr-42.preview.example/desk/index.pl"],
          webOrigins: ["https://pr-42.preview.example"],
        },
      },
      users: {
        alice: {
          firstName: "Alice",
          lastName: "Agent",
          email: "alice@pr.example",
          roles: ["Agent", "Admin"],
          attributes: { phone: "1" },
        },
      },
    },
    customers: {
      realm: "otrs-customer-users-pr-42",
      ldap: {
        vendor: "openldap",
        users: "ou=people,dc=acme,dc=example",
        filter: "(mail=*)",
        attributes: { customerid: "departmentNumber" },
        roles: { "Customer User": "all" },
        url: "${var:ephemeral-directory-customers}",
        bind: { dn: "cn=keycloak,o=deskrealm", password: "${secret:ephemeral-directory-customers}" },
      },
    },
  });
  assert.deepEqual(derived.directories, [
    {
      key: "customers",
      ldif: "fixtures/customers.ldif",
      vendor: "openldap",
      containers: ["ou=people,dc=acme,dc=example"],
      urlVariable: "ephemeral-directory-customers",
      passwordSecret: "ephemeral-directory-customers",
    },
  ]);
  assert.deepEqual(derived.notes, [
    "frontendUrl https://login.acme.example is left out: logins stay on the server that is asked",
    "theme acme is left out: it is not a part of Keycloak, so try its pages yourself",
    "mail server mail.acme.example is left out: no mail is sent",
    "login.verifyEmail is false: without mail nobody could prove an address",
    "passwordBlacklist is left out of passwordPolicy: passwords here are random",
    "displayNameHtml is left out where it has addresses in it",
    "sslRequired is external and not all: the server has no TLS",
    "backendUrl https://keycloak.internal.acme.example is left out: it leads to another Keycloak",
    "redirect URI https://other.acme.example/otrs/index.pl of agents.clients.app is left out: it is not the helpdesk's own",
    "address after a logout https://www.acme.example/bye of agents.clients.app is left out: it is not the helpdesk's own",
    "web origin https://intranet.acme.example of agents.clients.app is left out: it is not the helpdesk's own",
    "1 of agents.users is not made: ephemeral.agents says who is there",
    "provider entra of agents is left out: nobody logs in elsewhere",
    "directory ldaps://ldap1.acme.example ldap://ldap2.acme.example of customers is replaced by one on this machine with the people of fixtures/customers.ldif",
    "the window of customers.ldap.edit is left out: it is read only",
  ]);
  const { realms } = meaning(derived);
  assert.deepEqual(realms.agents?.clients["app"]?.postLogoutRedirectUris, [OPTIONS.url]);
  assert.equal(realms.customers?.federations["ldap"]?.editMode, "READ_ONLY");
});

/** Every address in a model, wherever it stands. */
function addresses(value: unknown): string[] {
  if (typeof value === "string") return value.match(/\b[a-z]+:\/\/[^\s"'<>]+/gi) ?? [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(addresses) : [];
}

function holds(loaded: LoadedModel, options: EphemeralOptions): void {
  const { value, diagnostics } = ephemeralSpec(loaded, options);
  assert.deepEqual(diagnostics, []);
  assert.ok(value);
  const model = meaning(value);
  assert.deepEqual(Object.keys(model.realms), Object.keys(loaded.model.realms));
  const urlOf = (client: string): string =>
    typeof options.url === "string"
      ? options.url
      : ((options.url as Record<string, string>)[helpdeskOf(model, client)] ?? "");
  const names = Object.values(model.realms).map(({ realm }) => realm);
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
  for (const [key, realm] of Object.entries(model.realms)) {
    const before = loaded.model.realms[key as RealmKey];
    assert.equal(realm.realm, `${before?.realm}-${options.name}`);
    assert.equal(realm.smtp, null);
    assert.equal(realm.frontendUrl, null);
    assert.deepEqual(realm.identityProviders, {});
    assert.deepEqual(realm.brokerFlows, {});
    const started: number = value.directories.filter((one) => one.key === key).length;
    assert.equal(Object.keys(realm.federations).length, started);
    for (const { connectionUrl, bind } of Object.values(realm.federations)) {
      assert.equal(connectionUrl, "ldap://127.0.0.1:3890");
      const credential = { kind: "secret", name: `ephemeral-directory-${key}` };
      assert.deepEqual(bind, { dn: "cn=keycloak,o=deskrealm", credential });
    }
    for (const user of Object.values(realm.users)) assert.equal(user.temporaryPassword, null);
    for (const [part, client] of Object.entries(realm.clients)) {
      assert.equal(client.clientId, before?.clients[part]?.clientId);
      assert.deepEqual(Object.keys(client.roles), Object.keys(before?.clients[part]?.roles ?? {}));
      const url = urlOf(part);
      for (const list of ["redirectUris", "postLogoutRedirectUris"] as const) {
        for (const uri of client[list])
          assert.ok(uri === url || uri.startsWith(`${url}/`) || uri.startsWith(`${url}?`), uri);
      }
      for (const origin of client.webOrigins) assert.equal(origin, new URL(url).origin);
    }
  }
  const own = Object.keys(helpdesksOf(model)).map((key) => new URL(urlOf(`${key}.app`)).origin);
  for (const found of addresses(model))
    assert.ok(own.some((origin) => found.startsWith(origin)) || found === "ldap://127.0.0.1:3890", found);
}

for (const { name, text } of goodSpecs()) {
  test(`${name}: its test realms are valid, and nothing in them leads elsewhere`, () => {
    const loaded = load(text);
    const keys = Object.keys(helpdesksOf(loaded.model));
    const urls = Object.fromEntries(keys.map((key) => [key, `https://${key}.preview.example/desk`]));
    holds(loaded, isSeveral(loaded.model) ? { ...OPTIONS, url: urls } : OPTIONS);
  });
}

const withEphemeral = fc
  .record({ spec: arbitrarySpec, ldif: fc.boolean(), there: fc.boolean() })
  .map(({ spec, ldif, there }) => {
    const ada = { firstName: "Ada", lastName: "B", email: "ada@pr.example", attributes: { customerid: "c" } };
    const parts = (["agents", "customers"] as const).map((key) => {
      const realm = spec[key] as { ldap?: object; attributes?: object } | undefined;
      const users = there && key === "agents" ? { users: { ada: { ...ada, attributes: {} } } } : {};
      return [key, { ...users, ...(ldif && realm?.ldap !== undefined ? { ldif: "people.ldif" } : {}) }];
    });
    return { ...spec, ephemeral: Object.fromEntries(parts) };
  });

test("for any spec the test realms are valid, and nothing in them leads elsewhere", () => {
  fc.assert(
    fc.property(
      withEphemeral,
      fc.constantFrom("pr-42", "1", "a.b_c-d", "x".repeat(63)),
      fc.constantFrom(
        "https://pr.example",
        "https://pr.example/a/b",
        "http://127.0.0.1:3001",
        "https://pr.example:8443/",
      ),
      (spec, name, url) => {
        const text = JSON.stringify(spec);
        holds(load(text), { ...OPTIONS, name, url: url.replace(/\/$/, "") });
      },
    ),
    fuzz(200),
  );
});

test("the order of the realms, and the part for test realms itself, are not in the derived spec", () => {
  assert.equal(Object.hasOwn(derive(ACME).data, "ephemeral"), false);
  const { value } = loadSpec(ACME, "spec.yaml", sampleValues(ACME));
  assert.ok(value);
  assert.deepEqual(load(ACME).model, load(ACME.slice(0, ACME.indexOf("ephemeral:"))).model);
});

test("a Keycloak with TLS keeps its demand for it", () => {
  const { data } = derive(goodSpec("realms/strict.yaml").text, { keycloakUrl: "https://login.example" });
  assert.equal((data["shared"] as { sslRequired: string }).sslRequired, "all");
});

test("an Active Directory becomes an OpenLDAP with the same people, names, groups and roles", () => {
  const text = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  roles: [Admin]
  ldap:
    vendor: active-directory
    url: ldaps://dc1.acme.example
    bind: none
    users: OU=Staff,DC=acme,DC=example
    uuid: objectGUID
    filter: (&(objectClass=user)(memberOf:1.2.840.113556.1.4.1941:=CN=All,DC=acme,DC=example))
    groups: { dn: "OU=Mail,DC=acme,DC=example", filter: "(memberof:1.2.840.113556.1.4.1941:=CN=All,DC=acme,DC=example)" }
    roles: { Agent: all, Admin: ["CN=A,OU=Groups,DC=acme,DC=example", "CN=B,OU=Groups,DC=acme,DC=example"] }
ephemeral: { agents: { ldif: staff.ldif } }
`;
  const derived = derive(text);
  const { ldap } = derived.data["agents"] as { ldap: Record<string, unknown> };
  const chain = "(deskrealmInChain=CN=All,DC=acme,DC=example)";
  assert.deepEqual(ldap, {
    vendor: "openldap",
    url: "${var:ephemeral-directory-agents}",
    bind: { dn: "cn=keycloak,o=deskrealm", password: "${secret:ephemeral-directory-agents}" },
    users: "OU=Staff,DC=acme,DC=example",
    username: "sAMAccountName",
    rdn: "cn",
    uuid: "entryUUID",
    objectClasses: ["organizationalPerson", "person", "user"],
    filter: `(&(&(objectClass=user)${chain})(!(userAccountControl:1.2.840.113556.1.4.803:=2)))`,
    groups: { dn: "OU=Mail,DC=acme,DC=example", filter: chain },
    groupClass: "group",
    roles: {
      Agent: "all",
      Admin: ["CN=A,OU=Groups,DC=acme,DC=example", "CN=B,OU=Groups,DC=acme,DC=example"],
    },
  });
  assert.deepEqual(derived.directories[0]?.containers, [
    "OU=Staff,DC=acme,DC=example",
    "OU=Mail,DC=acme,DC=example",
    "OU=Groups,DC=acme,DC=example",
  ]);
  meaning(derived);
  const other = text.replace("memberOf:1.2", "manager:1.2");
  assert.deepEqual(told(other), ["11:13 ephemeral-ldif"]);
});

/** Where a spec's test realms are refused, and by which codes. */
function told(text: string, options: Partial<EphemeralOptions> = {}, values = sampleValues(text)): string[] {
  const { value } = modelOf(text, "spec.yaml", values);
  assert.ok(value);
  const { value: derived, diagnostics } = ephemeralSpec(value, { ...OPTIONS, ...options });
  assert.equal(derived, undefined);
  return diagnostics.map(({ code, range: { start } }) => `${start.line}:${start.column} ${code}`);
}

test("what cannot be a test realm is told at its place in the spec, all at once", () => {
  const text = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  displayName: \${var:NAME}
customers:
  realm: ${"x".repeat(232)}
  displayName: Ours, \${vault.name}
  ldap: { vendor: openldap, url: ldaps://ldap.acme.example, bind: none, users: "dc=acme,dc=example" }
ephemeral:
  customers: { ldif: customers.ldif }
  agents:
    users:
      ada: { firstName: "\${var:NAME}", lastName: Byron, email: ada@pr.example }
`;
  const values = { variables: { NAME: "${env:HOME}" }, env: {}, secrets: {} };
  assert.deepEqual(told(text, { keycloakUrl: "https://login.example" }, values), [
    "4:16 reference",
    "6:10 realm-name",
    "7:16 reference",
    "10:22 ephemeral-ldif",
    "13:25 reference",
  ]);
  const short = text.replace("x".repeat(232), "x".repeat(231)).replaceAll(/\$\{[^}]*\}/g, "plain");
  const { data } = derive(short);
  assert.equal((data["customers"] as { realm: string }).realm.length, 237);
});

test("name and URL are refused together, with what to write; Deskpro's has to be https", () => {
  const refused = (options: Partial<EphemeralOptions>, text = ACME) => {
    try {
      ephemeralSpec(load(text), { ...OPTIONS, ...options });
    } catch (error) {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "ephemeral-option");
      return error.message;
    }
    return undefined;
  };
  assert.match(
    refused({ name: "Feature/X_1", url: "desk" }) ?? "",
    /^name: .*write feature-x_1\nurl: "desk" is not/,
  );
  assert.match(refused({ name: "…" }) ?? "", /write one such as pr-42$/);
  assert.match(refused({ name: "x".repeat(64) }) ?? "", /: write x{63}$/);
  for (const url of [
    "https://pr.example/?a",
    "https://*.example",
    "https://u:p@pr.example",
    "ftp://pr.example",
  ])
    assert.match(refused({ url }) ?? "", /^url: /, url);
  const deskpro = goodSpec("realms/deskpro.yaml").text;
  assert.match(refused({ url: "http://127.0.0.1:3001" }, deskpro) ?? "", /Deskpro .*: write https:\/\/127/);
  assert.equal(refused({ url: "http://127.0.0.1:3001" }), undefined);
});

test("addresses keep their place below the base URL, letter for letter; others are elsewhere", () => {
  const move = { from: "https://desk.example/otrs", to: "https://pr.example/a" };
  const moved: Readonly<Record<string, string | undefined>> = {
    "https://desk.example/otrs": "https://pr.example/a",
    "https://DESK.example/otrs/index.pl?Action=Login": "https://pr.example/a/index.pl?Action=Login",
    "https://desk.example/otrs/": "https://pr.example/a/",
    "https://desk.example/otrs?x=/../": "https://pr.example/a?x=/../",
    "https://desk.example/otrs/../secret": undefined,
    "https://desk.example/otrs/%2e%2e/secret": undefined,
    "https://desk.example/otrs2": undefined,
    "https://desk.example/": undefined,
    "http://desk.example/otrs": undefined,
    "https://desk.example:8443/otrs": undefined,
    "https://desk.example.evil.example/otrs": undefined,
  };
  for (const [address, expected] of Object.entries(moved))
    assert.equal(moveAddress(address, move), expected, address);
  const root = { from: "https://desk.example", to: "https://pr.example" };
  assert.equal(moveAddress("https://desk.example", root), "https://pr.example");
  assert.equal(moveAddress("https://desk.example/", root), "https://pr.example/");
  assert.equal(moveAddress("https://desk.example?a", root), "https://pr.example?a");
});
