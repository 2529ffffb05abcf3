// Test realms of several helpdesks: the derived spec, and the words for each one's URL.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type GivenUrls, readUrls } from "../../infra/ephemeral/urls.ts";
import { ACME, derive, load, meaning } from "../support/derived-spec.ts";

const LIST = `helpdesks:
  - helpdesk: otrs
    url: https://otrs.acme.example
    backendUrl: https://keycloak.internal.acme.example
    config: { remoteCheck: true }
    agents:
      roles: [Admin]
      clients: { app: { redirectUris: [https://otrs.acme.example/a.pl, https://desk.acme.example/b.pl] } }
  - { helpdesk: otobo, key: desk, url: https://desk.acme.example/otobo, interfaces: [agents], agents: { roles: [Agent] } }
policy: { environment: staging }
agents:
  attributes: { phone: {} }
  users: { root: { firstName: R, lastName: A, email: r@acme.example, roles: [Admin] } }
  ldap:
    vendor: openldap
    url: ldaps://ldap.acme.example
    bind: none
    users: ou=people,dc=acme,dc=example
    roles: { otrs/Agent: all, desk/Agent: "cn=desk,ou=groups,dc=acme,dc=example" }
customers: { displayName: Clients }
ephemeral:
  agents:
    users: { ada: { firstName: A, lastName: B, email: ada@pr.example, roles: [desk/Agent, Admin] } }
    ldif: agents.ldif
`;
const URLS = { otrs: "https://pr-otrs.example", desk: "https://pr.example/otobo" };

test("of several helpdesks each is at its own address, and the realms are theirs alone", () => {
  const derived = derive(LIST, { url: URLS });
  assert.deepEqual(derived.data, {
    helpdesks: [
      {
        helpdesk: "otrs",
        url: "https://pr-otrs.example",
        config: { remoteCheck: true },
        agents: { roles: ["Admin"], clients: { app: { redirectUris: ["https://pr-otrs.example/a.pl"] } } },
      },
      {
        helpdesk: "otobo",
        key: "desk",
        url: "https://pr.example/otobo",
        interfaces: ["agents"],
        agents: { roles: ["Agent"] },
      },
    ],
    policy: { environment: "development" },
    agents: {
      realm: "helpdesk-agents-pr-42",
      attributes: { phone: {} },
      users: {
        ada: { firstName: "A", lastName: "B", email: "ada@pr.example", roles: ["desk/Agent", "Admin"] },
      },
      ldap: {
        vendor: "openldap",
        users: "ou=people,dc=acme,dc=example",
        roles: { "otrs/Agent": "all", "desk/Agent": "cn=desk,ou=groups,dc=acme,dc=example" },
        url: "${var:ephemeral-directory-agents}",
        bind: { dn: "cn=keycloak,o=deskrealm", password: "${secret:ephemeral-directory-agents}" },
      },
    },
    customers: { realm: "helpdesk-customers-pr-42", displayName: "Clients" },
  });
  assert.deepEqual(derived.notes, [
    "backendUrl https://keycloak.internal.acme.example of otrs is left out: it leads to another Keycloak",
    "redirect URI https://desk.acme.example/b.pl of agents.otrs.app is left out: it is not the helpdesk's own",
    "1 of agents.users is not made: ephemeral.agents says who is there",
    "directory ldaps://ldap.acme.example of agents is replaced by one on this machine with the people of agents.ldif",
    "nobody is there in the realm customers: write ephemeral.customers.users",
  ]);
  const { agents, customers } = meaning(derived).realms;
  assert.deepEqual(agents?.users["ada"]?.clientRoles, { "otrs.app": ["Admin"], "desk.app": ["Agent"] });
  assert.deepEqual(Object.keys(customers?.clients ?? {}), ["otrs.app", "otrs.api"]);
});

/** Without the file's name, which stands before each place. */
const flawsOf = (text: string, url: GivenUrls): string[] =>
  readUrls(load(text), url).flaws.map((flaw) => flaw.replace("spec.yaml:", ""));

test("words for the URLs of several are refused all at once, each with what to write", () => {
  const words = ["otrs=https://a.example/", "desk=https://b.example?c=d:e"];
  assert.deepEqual(flawsOf(LIST, words), [
    "desk: it has a query: write an absolute address, for example https://pr-42.preview.example",
  ]);
  const { urls } = readUrls(load(LIST), ["desk=https://b.example", "otrs=https://a.example/"]);
  assert.deepEqual(Object.fromEntries(urls), { otrs: "https://a.example", desk: "https://b.example" });
  assert.deepEqual(
    flawsOf(LIST, ["https://a.example", "dest=https://b.example", "otrs=x", "otrs=https://c.example"]),
    [
      "an address has no key, and the spec has several helpdesks: write --url otrs=https://a.example or --url desk=https://a.example",
      "the spec has no helpdesk dest: write --url desk=https://b.example",
      "otrs (2:5) has 2: write one, as --url otrs=https://c.example",
      "desk (9:5) has none: write --url desk=https://pr-42.preview.example",
      'otrs: "x" is not an absolute URL: write an absolute address, for example https://pr-42.preview.example',
    ],
  );
  assert.deepEqual(flawsOf(ACME, ["otrs=https://a.example"]), [
    "otrs is a key, and the spec has one helpdesk without any: write --url https://a.example",
  ]);
  assert.deepEqual(flawsOf(ACME, ["https://a.example", "https://b.example"]), [
    "there are 2, and the spec has one helpdesk: write --url https://a.example",
  ]);
});

test("a test's URLs are refused in its own words, and no password in an address is said again", () => {
  assert.deepEqual(flawsOf(LIST, "https://me:hunter2@a.example"), [
    'an address has no key, and the spec has several helpdesks: write url: { "otrs": "https://pr-42.preview.example" } or url: { "desk": "https://pr-42.preview.example" }',
    'otrs (2:5) has none: write url: { "otrs": "https://pr-42.preview.example" }',
    'desk (9:5) has none: write url: { "desk": "https://pr-42.preview.example" }',
    "a user name or password stands in it: write an absolute address, for example https://pr-42.preview.example",
  ]);
  assert.deepEqual(flawsOf(ACME, { otrs: "https://a.example" }), [
    'otrs is a key, and the spec has one helpdesk without any: write url: "https://a.example"',
  ]);
  assert.deepEqual(flawsOf(ACME, {}), ['there is none: write url: "https://pr-42.preview.example"']);
  const proto = JSON.parse('{"__proto__": "https://a.example", "constructor": "https://b.example"}');
  assert.match(flawsOf(LIST, proto)[1] ?? "", /^the spec has no helpdesk constructor/);
  const named = LIST.replace("key: desk", "key: constructor").replaceAll("desk/Agent", "constructor/Agent");
  assert.match(flawsOf(named, { otrs: "https://a.example" })[0] ?? "", /^constructor \(9:5\) has none/);
});
