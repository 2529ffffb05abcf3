// A helpdesk that gets company in its realms, or is alone in them again, as a review tells it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { modelOf } from "../../infra/load-model.ts";
import { auditExpansion } from "../../infra/policy/audit.ts";
import type { Finding } from "../../infra/policy/types.ts";
import { plain } from "../../infra/review/phrase.ts";
import { reviewOf } from "../support/reviews.ts";

const DIRECTORY =
  'ldap: { vendor: openldap, url: "ldaps://ldap.acme.example", bind: none, users: "ou=people,dc=acme", roles: { ROLES: all } }';
const PROVIDER =
  'identityProviders: { id: { provider: authentik, url: "https://id.acme.example", slug: desk, clientId: desk, clientSecret: "${secret:id}", roles: { ROLES: staff } } }';
const realm = (role: string) => `
  realm: acme-staff
  displayName: Desk
  users: { ada: { firstName: Ada, lastName: Byron, email: ada@acme.example, roles: [${role}] } }
  ${DIRECTORY.replace("ROLES", role)}
  ${PROVIDER.replace("ROLES", role)}
`;
const OTOBO = "helpdesk: otobo, url: https://otobo.acme.example/otobo, interfaces: [agents]";
const ALONE = `${OTOBO.replaceAll(", ", "\n")}
agents:
  roles: [Agent]${realm("Agent")}`;
const list = (more: string, own = "") => `helpdesks:
  - { ${OTOBO}, agents: { roles: [Agent]${own} } }
${more}agents:${realm("Agent")}`;
const TICKETS =
  "  - { helpdesk: osticket, key: tickets, url: https://tickets.acme.example, interfaces: [agents] }\n";

function auditOf(text: string): readonly Finding[] {
  const { value } = modelOf(text, "realms/desks.yaml", { variables: {}, env: {} });
  return value === undefined ? [] : auditExpansion(value, "2026-01-01");
}

const told = (before: string, after: string) =>
  reviewOf([{ name: "desks", before, after }]).groups.map(
    ({ code, severity, sentence }) => `${severity} ${code}: ${plain(sentence)}`,
  );

const JOINED = [
  "medium client: the client tickets is new",
  "medium helpdesk-member: the helpdesk tickets (osTicket at https://tickets.acme.example) joins these realms",
];
const LISTED = "low helpdesk-company: the helpdesk is now one of a list, as otobo";

test("a helpdesk that gets company keeps what it has, and only what the other adds is told", () => {
  assert.deepEqual(told(ALONE, list(TICKETS)), [...JOINED, LISTED]);
  assert.deepEqual(told(ALONE, list("")), [LISTED]);
});

test("on the way back the other helpdesk's clients go, and nothing else does", () => {
  assert.deepEqual(told(list(TICKETS), ALONE), [
    "high client: the client tickets goes",
    "high helpdesk-member: the helpdesk tickets (osTicket at https://tickets.acme.example) leaves these realms",
  ]);
  assert.deepEqual(told(list(""), ALONE), []);
});

test("a change on the way is told by the key in the list, with the lines of both sides", () => {
  const keyed = (id: string) =>
    list(TICKETS)
      .replace("helpdesk: otobo,", "helpdesk: otobo, key: desk,")
      .replace("roles: [Agent] }", `roles: [Agent, Admin]${id} }`);
  assert.deepEqual(told(ALONE, keyed(", clients: { app: { clientId: otobo } }")), [
    JOINED[0],
    JOINED[1],
    "low client-role: role Admin of otobo is new",
    LISTED.replace("otobo", "desk"),
  ]);
  // The client's id comes of the key where the spec has none.
  const { groups } = reviewOf([{ name: "desks", before: ALONE, after: keyed("") }]);
  const [renamed] = groups.filter(({ code }) => code === "client-id");
  assert.equal(plain(renamed?.sentence ?? []), "the client id of desk.app is now desk instead of otobo");
  const roles = groups.find(({ code }) => code === "client-role")?.members[0];
  assert.deepEqual(
    [roles?.path, roles?.from, roles?.to],
    ["agents/clients/desk.app/roles/Admin", null, { kind: "line", file: "realms/desks.yaml", line: 2 }],
  );
});

test("findings of the client that stays are no news in either direction", () => {
  const open = (text: string, at: string, value: string) => text.replace(at, value);
  const uris = ', clients: { app: { redirectUris: ["http://otobo.acme.example/otobo/index.pl"] } }';
  const alone = open(ALONE, "roles: [Agent]\n", `roles: [Agent]\n  ${uris.slice(2)}\n`);
  const several = list("", uris);
  const findings = { before: auditOf(alone), after: auditOf(several) };
  assert.ok(findings.before.some(({ path }) => path === "agents/clients/app/redirectUris"));
  const codes = (before: string, after: string, found: typeof findings) =>
    reviewOf([{ name: "desks", before, after, findings: found }]).groups.map(({ code }) => code);
  assert.deepEqual(codes(alone, several, findings), ["helpdesk-company"]);
  assert.deepEqual(codes(several, alone, { before: findings.after, after: findings.before }), []);
});

test("a list that has not the helpdesk is another one's: its names are all new", () => {
  const deskpro = "helpdesk: deskpro\nurl: https://deskpro.example\ninterfaces: [agents]\n";
  const sentences = told(`${deskpro}agents: { realm: acme-staff }\n`, list(TICKETS));
  assert.ok(sentences.includes("high client: the client deskpro goes"), sentences.join("\n"));
  assert.ok(sentences.some((one) => one.startsWith("high helpdesk-key: ")));
});
