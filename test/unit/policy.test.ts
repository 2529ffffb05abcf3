// What is let stand: by an exception, by the vendor, and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonical } from "../../infra/model/canonical.ts";
import { auditExpansion } from "../../infra/policy/audit.ts";
import { auditLive } from "../../infra/policy/audit-live.ts";
import { MODEL_RULE_CODES } from "../../infra/policy/codes.ts";
import type { Environment, Exception, Finding } from "../../infra/policy/types.ts";
import { goodSpec, goodSpecs } from "../support/good-spec.ts";
import { load, policySamples, TODAY } from "../support/policy-sample.ts";

const HEAD = "helpdesk: otrs\nurl: https://otrs.acme.example\n";
const audit = (text: string, today = TODAY) => auditExpansion(load(text), today);
const of = (findings: readonly Finding[], rule: string) => findings.filter((one) => one.rule === rule);
const identity = ({ rule, path, entry, severity }: Finding) => [rule, path, entry, severity].join(" ");
const overModel = ({ rule }: Finding) => !rule.startsWith("exception-");

const texts = [...goodSpecs(), ...policySamples()].map(({ text }) => text);

const exceptions = fc.array(
  fc.record({
    rule: fc.constantFrom(...MODEL_RULE_CODES),
    realm: fc.constantFrom("agents" as const, "customers" as const, null),
    value: fc.constantFrom(null, "app", "ada", "manage-users", "https://otrs.acme.example/*", "nobody"),
    reason: fc.constant("tried"),
    until: fc.constantFrom("2025-12-31", TODAY, "2026-06-30", "2030-01-01"),
  }),
  { maxLength: 8 },
);

test("exceptions change what is accepted and nothing else, and each only its own rule, in time", () => {
  fc.assert(
    fc.property(fc.constantFrom(...texts), exceptions, (text, chosen: Exception[]) => {
      const loaded = load(text);
      const under = (list: readonly Exception[]) =>
        auditExpansion({ ...loaded, policy: { ...loaded.policy, exceptions: list } }, TODAY).filter(
          overModel,
        );
      const [bare, excepted] = [under([]), under(chosen)];
      assert.deepEqual(excepted.map(identity), bare.map(identity));
      excepted.forEach(({ accepted, rule, segments: [realm] }, index) => {
        if (bare[index]?.accepted != null) assert.deepEqual(accepted, bare[index].accepted);
        if (accepted?.by !== "spec") return;
        assert.ok(
          chosen.some(
            (one) =>
              one.rule === rule &&
              one.until === accepted.until &&
              one.until >= TODAY &&
              (one.realm ?? realm) === realm,
          ),
        );
      });
    }),
    { numRuns: 300 },
  );
});

test("findings come by path, with the realm's name, and hold what a review needs", () => {
  for (const text of texts) {
    const findings = audit(text);
    assert.deepEqual(
      findings,
      [...findings].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    );
    assert.equal(new Set(findings.map(identity)).size, findings.length);
    for (const { segments, realm, detail, fix, summary } of findings) {
      assert.equal(realm === "", ["url", "policy"].includes(segments[0] ?? ""));
      assert.match(detail, /^[A-Z].*\.$/s);
      assert.match(fix, /^[a-z].*[^.]$/s);
      assert.doesNotMatch(`${summary} ${detail} ${fix}`, /(?<!\()undefined|NaN|\[object/);
    }
  }
});

test("the same finding weighs no more in staging, and no more again in development", () => {
  const WEIGHTS = ["low", "medium", "high"];
  const loaded = load(goodSpec("realms/acme.yaml").text);
  const weights = (environment: Environment) =>
    auditExpansion({ ...loaded, policy: { ...loaded.policy, environment } }, TODAY).map(({ severity }) =>
      WEIGHTS.indexOf(severity),
    );
  const [production, staging, development] = [
    weights("production"),
    weights("staging"),
    weights("development"),
  ];
  production.forEach((weight, index) => {
    assert.ok(weight >= (staging[index] ?? 9) && (staging[index] ?? -1) >= (development[index] ?? 9));
  });
  assert.ok(production.some((weight, index) => weight > (development[index] ?? 9)));
});

test("the vendor answers for the preset's value, not for the same value where a person wrote it", () => {
  const preset = audit(HEAD);
  const written = audit(
    `${HEAD}agents:\n  unmanagedAttributes: ENABLED\n  clients: { app: { pkce: optional } }\n`,
  );
  for (const rule of ["unmanaged-attributes", "pkce-missing"]) {
    for (const { accepted } of of(preset, rule)) {
      assert.equal(accepted?.by, "vendor", rule);
      assert.equal(accepted?.until, null);
    }
    const [agents, customers] = of(written, rule);
    assert.deepEqual([agents?.segments[0], agents?.accepted], ["agents", null], rule);
    assert.equal(customers?.accepted?.by, "vendor", rule);
  }
});

test("every departure of the vendor's text is shown in a spec of two lines, and none of them is open", () => {
  const shown = audit(HEAD).filter(({ accepted }) => accepted?.by === "vendor");
  assert.deepEqual([...new Set(shown.map(({ rule }) => rule))].sort(), [
    "full-scope",
    "pkce-missing",
    "pkce-not-demanded",
    "redirect-below-base",
    "service-account-writes",
    "unmanaged-attributes",
  ]);
});

test("the vendor does not answer for what somebody changed on the server", () => {
  const loaded = load(HEAD);
  const live = structuredClone(loaded.model);
  const app = live.realms.agents.clients["app"];
  Object.assign(app ?? {}, { redirectUris: ["https://otrs.acme.example/*", "https://otrs.acme.example/x*"] });
  Object.assign(live.realms.agents.clients["api"]?.serviceAccountRoles ?? {}, {
    "realm-management": ["create-client", "manage-users"],
  });
  const findings = auditLive(loaded, canonical(live), TODAY).filter(
    ({ segments }) => segments[0] === "agents",
  );
  const accepted = (rule: string) =>
    of(findings, rule)
      .filter(({ segments }) => rule !== "redirect-below-base" || segments[2] === "app")
      .map(({ entry, accepted: by }) => [entry, by?.by ?? null]);
  assert.deepEqual(accepted("redirect-below-base"), [
    ["https://otrs.acme.example/*", "vendor"],
    ["https://otrs.acme.example/x*", null],
  ]);
  assert.deepEqual(accepted("service-account-writes"), [
    ["create-client", null],
    ["manage-users", "vendor"],
  ]);
});

test("an unchanged server is judged as its spec is", () => {
  for (const { text } of goodSpecs()) {
    const loaded = load(text);
    assert.deepEqual(
      auditLive(loaded, canonical(loaded.model), TODAY).map(identity),
      auditExpansion(loaded, TODAY).map(identity),
    );
  }
});

test("an exception holds through its last day, for its value in its realm, and is then open again", () => {
  const spec = (until: string) => `${HEAD}policy:
  exceptions:
    - { rule: redirect-foreign-host, realm: agents, value: "https://a.example/cb", reason: known, until: ${until} }
shared: { passwordPolicy: length(12) }
agents: { clients: { app: { redirectUris: ["https://a.example/cb", "https://b.example/cb"] } } }
customers: { clients: { app: { redirectUris: ["https://a.example/cb"] } } }
`;
  const open = (until: string, today: string) =>
    of(audit(spec(until), today), "redirect-foreign-host")
      .filter(({ accepted }) => accepted === null)
      .map(({ segments: [realm, , client], entry }) => `${realm} ${client} ${entry}`);
  const others = [
    "agents api https://b.example/cb",
    "agents app https://b.example/cb",
    "customers api https://a.example/cb",
    "customers app https://a.example/cb",
  ];
  assert.deepEqual(open("2026-03-31", "2026-03-31"), others);
  assert.deepEqual(open("2026-03-31", "2026-04-01"), [
    "agents api https://a.example/cb",
    others[0],
    "agents app https://a.example/cb",
    ...others.slice(1),
  ]);
  const [expired] = of(audit(spec("2026-03-31"), "2026-04-01"), "exception-expired");
  assert.equal(
    expired?.detail,
    "The exception for redirect-foreign-host ended on 2026-03-31: the 2 places that it covered are open again.",
  );
  assert.deepEqual([expired?.path, expired?.severity], ["policy/exceptions/0/until", "low"]);
});

test("an exception for a person or a client covers that one", () => {
  const text = `${HEAD}policy:
  exceptions:
    - { rule: person-without-password, value: ada, reason: has one, until: 2026-06-30 }
    - { rule: refresh-token-reuse, value: app, reason: the realm's, until: 2026-06-30 }
agents:
  users:
    ada: { firstName: Ada, lastName: Byron, email: ada@acme.example }
    bob: { firstName: Bob, lastName: Dodgson, email: bob@acme.example }
`;
  const people = of(audit(text), "person-without-password").map(({ segments, accepted }) => [
    segments[2],
    accepted?.by ?? null,
  ]);
  assert.deepEqual(people, [
    ["ada", "spec"],
    ["bob", null],
  ]);
  assert.deepEqual(
    of(audit(text), "exception-unused").map(({ path }) => path),
    ["policy/exceptions/1/rule"],
  );
});

test("no finding shows a user and a password of an address that a server holds", () => {
  const loaded = load(HEAD);
  const live = structuredClone(loaded.model);
  Object.assign(live.realms.agents.clients["app"] ?? {}, {
    redirectUris: ["https://desk:hunter2@elsewhere.example/*"],
    webOrigins: ["http://desk:hunter2@elsewhere.example"],
    rootUrl: "http://desk:hunter2@elsewhere.example",
  });
  const findings = auditLive(loaded, live, TODAY);
  assert.equal(of(findings, "redirect-anywhere").length, 1);
  assert.doesNotMatch(JSON.stringify(findings), /hunter2/);
});

test("no spec of the repository has a high finding that is open", () => {
  for (const { name, text } of goodSpecs().filter(({ name: file }) => file.startsWith("realms/"))) {
    const high = audit(text).filter(({ severity, accepted }) => severity === "high" && accepted === null);
    assert.deepEqual(high, [], name);
  }
});
