import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { canonical } from "../../infra/model/canonical.ts";
import { describeDifference } from "../../infra/model/describe.ts";
import { type Difference, diffModels } from "../../infra/model/diff.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { sampleModel } from "../support/sample-model.ts";

const base = sampleModel();

/** The model with one realm changed. */
function withAgents(change: (realm: RealmModel) => Partial<RealmModel>): OtrsModel {
  const agents = { ...base.realms.agents, ...change(base.realms.agents) };
  return { ...base, realms: { ...base.realms, agents } };
}

function sentences(to: OtrsModel, from: OtrsModel = base): readonly string[] {
  const sides = {
    from: { model: from, label: "in the spec" },
    to: { model: to, label: "on the server" },
  };
  return diffModels(from, to).map((one) => describeDifference(one, sides));
}

test("a model does not differ from itself, however its lists and keys are ordered", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
      assert.deepEqual(diffModels(base, shuffled(base, seed) as OtrsModel), []);
    }),
    { numRuns: 20 },
  );
});

test("the canonical text is the same, however lists and keys are ordered", () => {
  const text = JSON.stringify(canonical(base));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
      assert.equal(JSON.stringify(canonical(shuffled(base, seed) as OtrsModel)), text);
    }),
    { numRuns: 20 },
  );
});

test("the canonical form keeps the order of the profile's attributes and drops duplicates", () => {
  const app = base.realms.agents.clients["app"];
  assert.ok(app);
  const model = withAgents(({ clients }) => ({
    clients: { ...clients, app: { ...app, redirectUris: ["https://b", "https://a", "https://b"] } },
  }));
  const { agents } = canonical(model).realms;
  assert.deepEqual(agents.clients["app"]?.redirectUris, ["https://a", "https://b"]);
  assert.deepEqual(Object.keys(agents.profile.attributes), [
    "username",
    "email",
    "firstName",
    "lastName",
    "phone",
  ]);
});

test("attributes in another order are one difference", () => {
  const model = withAgents(({ profile }) => ({
    profile: {
      ...profile,
      attributes: Object.fromEntries(Object.entries(profile.attributes).toReversed()),
    },
  }));
  assert.deepEqual(
    diffModels(base, model).map(({ path }) => path),
    ["agents/profile/order"],
  );
});

test("each entry of a list is a difference of its own, and slashes in names are escaped", () => {
  const model = withAgents(({ clients }) => {
    const app = clients["app"];
    assert.ok(app);
    return {
      clients: {
        ...clients,
        app: {
          ...app,
          redirectUris: ["https://new/*"],
          roles: { ...app.roles, "a/b": { description: null, composites: [] } },
        },
      },
    };
  });
  assert.deepEqual(
    diffModels(base, model).map(({ path, kind, from, to }: Difference) => ({ path, kind, from, to })),
    [
      {
        path: "agents/clients/app/redirectUris",
        kind: "removed",
        from: "http://127.0.0.1:3001/otrs/*",
        to: null,
      },
      { path: "agents/clients/app/redirectUris", kind: "added", from: null, to: "https://new/*" },
      {
        path: "agents/clients/app/roles/a~1b",
        kind: "added",
        from: null,
        to: { description: null, composites: [] },
      },
    ],
  );
});

test("a role can be called like a property that every object has", () => {
  const to = withAgents(({ clients }) => {
    const app = clients["app"];
    assert.ok(app);
    const roles = { ...app.roles, constructor: { description: null, composites: [] } };
    return { clients: { ...clients, app: { ...app, roles } } };
  });
  const told = (one: Difference) => `${one.path} ${one.kind}`;
  assert.deepEqual(diffModels(base, to).map(told), ["agents/clients/app/roles/constructor added"]);
  assert.deepEqual(diffModels(to, base).map(told), ["agents/clients/app/roles/constructor removed"]);
});

test("a missing list is an empty one", () => {
  const model = withAgents(({ users }) => {
    const root = users["root@localhost"];
    assert.ok(root);
    return { users: { "root@localhost": { ...root, clientRoles: {} } } };
  });
  assert.deepEqual(sentences(model), [
    "agents realm otrs-agents: user root@localhost: otrs-app role Admin is in the spec and not on the server",
    "agents realm otrs-agents: user root@localhost: otrs-app role Agent is in the spec and not on the server",
  ]);
});

test("a secret that the server hides equals any secret, but not none", () => {
  const { smtp } = base.realms.agents;
  assert.ok(smtp?.auth);
  const hidden = { ...smtp, auth: { ...smtp.auth, password: { kind: "hidden" } as const } };
  assert.deepEqual(sentences(withAgents(() => ({ smtp: hidden }))), []);
  assert.deepEqual(sentences(withAgents(() => ({ smtp: { ...smtp, auth: null } }))), [
    "agents realm otrs-agents: mail server: auth is as helpdesk in the spec and not set on the server",
  ]);
  const other = { ...smtp, auth: { ...smtp.auth, password: { kind: "vault", name: "mail" } as const } };
  assert.deepEqual(sentences(withAgents(() => ({ smtp: other }))), [
    "agents realm otrs-agents: mail server: auth password is ${secret:smtp} in the spec and ${vault:mail} on the server",
  ]);
});

test("first passwords are not compared", () => {
  const model = withAgents(({ users }) => {
    const root = users["root@localhost"];
    assert.ok(root);
    return { users: { "root@localhost": { ...root, temporaryPassword: null } } };
  });
  assert.deepEqual(diffModels(base, model), []);
});

test("differences are told in words", () => {
  const { agents } = base.realms;
  const { app, api } = agents.clients;
  assert.ok(app && api);
  const { username, ...attributes } = agents.profile.attributes;
  assert.ok(username);
  const model = withAgents(() => ({
    displayName: null,
    tokens: { ...agents.tokens, accessTokenLifespan: 600 },
    login: { ...agents.login, registrationAllowed: true },
    clients: {
      app: {
        ...app,
        pkce: "S256",
        redirectUris: [...app.redirectUris, "https://evil.example/*"],
        roles: { Agent: { description: "changed", composites: [] } },
      },
    },
    builtInClientRoles: {},
    users: {},
    profile: {
      ...agents.profile,
      attributes: {
        username: { ...username, validations: { length: { min: "2", max: "255" }, pattern: {} } },
        ...attributes,
      },
    },
  }));
  assert.deepEqual(sentences(model), [
    "agents realm otrs-agents: client realm-management: role view-system is in the spec and not on the server",
    "agents realm otrs-agents: client otrs-api is in the spec and not on the server",
    "agents realm otrs-agents: client otrs-app: PKCE is not set in the spec and S256 on the server",
    "agents realm otrs-agents: client otrs-app: redirect URI https://evil.example/* is on the server and not in the spec",
    "agents realm otrs-agents: client otrs-app: role Admin is in the spec and not on the server",
    "agents realm otrs-agents: client otrs-app: role Agent: description is Agent of the helpdesk in the spec and changed on the server",
    "agents realm otrs-agents: display name is ACME agents in the spec and not set on the server",
    "agents realm otrs-agents: login: registration allowed is false in the spec and true on the server",
    "agents realm otrs-agents: user profile: attribute username: validator length: min is 3 in the spec and 2 on the server",
    "agents realm otrs-agents: user profile: attribute username: validator pattern is on the server and not in the spec",
    "agents realm otrs-agents: user profile: attribute username: validator username-prohibited-characters is in the spec and not on the server",
    "agents realm otrs-agents: tokens: access token lifespan is 300 s in the spec and 600 s on the server",
    "agents realm otrs-agents: user root@localhost is in the spec and not on the server",
  ]);
});

test("a realm that is not there is one difference", () => {
  const { agents } = base.realms;
  const model = { ...base, realms: { agents } } as unknown as OtrsModel;
  assert.deepEqual(sentences(model), [
    "customers realm otrs-customer-users is in the spec and not on the server",
  ]);
});

/** Lists and keys in another order; the profile's attributes as they are. */
function shuffled(value: unknown, seed: number, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return shuffle(value, seed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, inner], index) => [key, shuffled(inner, seed + index, [...path, key])] as const,
  );
  return Object.fromEntries(
    path.at(-1) === "attributes" && path.at(-2) === "profile" ? entries : shuffle(entries, seed),
  );
}

function shuffle<T>(list: readonly T[], seed: number): T[] {
  const weighed = list.map((one, index) => [Math.sin(seed + index * 7919), one] as const);
  return weighed.toSorted(([a], [b]) => a - b).map(([, one]) => one);
}
