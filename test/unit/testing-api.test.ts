// The parts of `deskrealm/testing` that need no server.

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { EphemeralRealms, SeveralEphemeralRealms } from "../../scripts/ephemeral/types.ts";
import { connectionTo, embeddedVersion } from "../../scripts/testing/connection.ts";
import { SharedServers } from "../../scripts/testing/embedded.ts";
import { readable } from "../../scripts/testing/errors.ts";
import { Lines } from "../../scripts/testing/lines.ts";
import { OpenRealms, SeveralOpenRealms } from "../../scripts/testing/realms.ts";
import { requestOf } from "../../scripts/testing/request.ts";

const alice = {
  username: "alice",
  password: "Aa1!secret",
  email: "alice@acme.example",
  firstName: "Alice",
  lastName: "Agent",
  roles: ["Agent"],
};
const found: EphemeralRealms = {
  version: 1,
  name: "pr-42",
  for: "ada",
  until: "2026-01-01T00:00:00Z",
  url: "https://desk.example",
  keycloak: "http://127.0.0.1:8080",
  helpdesk: "otobo",
  realms: {
    agents: {
      realm: "otobo-agents-pr-42",
      issuer: "http://127.0.0.1:8080/realms/otobo-agents-pr-42",
      clients: { app: { clientId: "otobo", secret: "s3cret" } },
      people: [alice],
    },
  },
  rendered: [],
};
const opened = (dispose = async () => {}) => new OpenRealms(found, { rendered: [], env: {} }, dispose);
const failureOf = (work: () => unknown): Failure => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  return assert.fail("nothing was thrown");
};

suite("what a test holds", () => {
  test("people and clients are found by name", () => {
    const { agents } = opened();
    assert.equal(agents.app.clientId, "otobo");
    assert.equal(agents.person("alice").password, "Aa1!secret");
  });

  test("what is not there is told with what is", () => {
    const realms = opened();
    const { code, message, hint } = failureOf(() => realms.agents.person("alcie"));
    assert.deepEqual([code, hint], ["person-unknown", "did you mean alice?"]);
    assert.match(message, /There are: alice\./);
    assert.doesNotMatch(message, /secret/);
    assert.equal(failureOf(() => realms.agents.api).code, "client-unknown");
    assert.match(failureOf(() => realms.customers).message, /no realm 'customers'\. It has: agents\./);
  });

  test("printing and comparing it asks for nothing that is not there", () => {
    assert.match(inspect(opened(), { depth: 5, getters: true }), /otobo-agents-pr-42/);
    assert.deepEqual({ ...opened().agents.person("alice") }, alice);
    assert.equal(Object.keys(opened().realms).join(), "agents");
  });

  test("it is disposed of once", async () => {
    let times = 0;
    const realms = opened(async () => {
      times += 1;
    });
    await Promise.all([realms[Symbol.asyncDispose](), realms[Symbol.asyncDispose]()]);
    assert.equal(times, 1);
  });
});

suite("what a test of several helpdesks holds", () => {
  const ada = { ...alice, username: "ada", roles: ["otobo/Agent", "desk/Agent", "desk/Lead"] };
  const issuer = "http://127.0.0.1:8080/realms/staff-pr-42";
  const { url: _, helpdesk: __, ...common } = found;
  const several: SeveralEphemeralRealms = {
    ...common,
    helpdesks: {
      otobo: { helpdesk: "otobo", url: "https://otobo.example" },
      desk: { helpdesk: "otrs", url: "https://desk.example" },
    },
    realms: {
      agents: {
        realm: "staff-pr-42",
        issuer,
        clients: {
          "otobo.app": { clientId: "otobo", secret: "s3cret" },
          "desk.app": { clientId: "desk-app", secret: null },
          "desk.api": { clientId: "desk-api", secret: "s3cret2" },
        },
        people: [ada],
      },
    },
  };
  const open = () => new SeveralOpenRealms(several, { rendered: [], env: {} }, async () => {});

  test("each helpdesk has its own clients and, of people's roles, its own", () => {
    const { agents, helpdesks } = open();
    assert.deepEqual(helpdesks["desk"], { helpdesk: "otrs", url: "https://desk.example" });
    assert.deepEqual(agents.person("ada").roles, ["otobo/Agent", "desk/Agent", "desk/Lead"]);
    const [otobo, desk] = [agents.helpdesk("otobo"), agents.helpdesk("desk")];
    assert.deepEqual([otobo.issuer, desk.issuer], [issuer, issuer]);
    assert.deepEqual(
      [otobo.app.clientId, desk.app.clientId, desk.api.secret],
      ["otobo", "desk-app", "s3cret2"],
    );
    assert.deepEqual([otobo.person("ada").roles, desk.person("ada").roles], [["Agent"], ["Agent", "Lead"]]);
    assert.equal(failureOf(() => otobo.api).code, "client-unknown");
  });

  test("a helpdesk that is not there is told with those that are", () => {
    const { agents } = open();
    const { code, message, hint } = failureOf(() => agents.helpdesk("dest"));
    assert.deepEqual([code, hint], ["client-unknown", "did you mean desk?"]);
    assert.match(message, /staff-pr-42 has no client of a helpdesk 'dest'\. It has those of: otobo, desk\./);
    assert.equal(failureOf(() => open().customers).code, "realm-unknown");
    assert.doesNotMatch(inspect(open(), { getters: true }), /realm-unknown/);
  });
});

suite("embedded servers", () => {
  /** Counts the servers that were started and ended. */
  class Counting {
    started = 0;
    ended = 0;
    readonly servers: SharedServers<string>;

    constructor(patience: number, start: () => Promise<void> = async () => {}) {
      this.servers = new SharedServers(async (version) => {
        this.started += 1;
        await start();
        const end = async () => {
          this.ended += 1;
        };
        return { server: `${version} #${this.started}`, [Symbol.asyncDispose]: end };
      }, patience);
    }

    share(version: string) {
      return this.servers.share(version, () => {});
    }
  }

  test("one for each version is shared by all who ask at once", async () => {
    const counting = new Counting(0);
    const shared = await Promise.all(
      ["26.4.0", "26.4.0", "26.7.4"].map((version) => counting.share(version)),
    );
    assert.equal(counting.started, 2);
    assert.equal(shared[0]?.server, shared[1]?.server);
  });

  test("one ends after the last who has it, whoever disposes of it twice", async () => {
    const counting = new Counting(0);
    const [first, second] = [await counting.share("26.4.0"), await counting.share("26.4.0")];
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await delay(20);
    assert.equal(counting.ended, 0);
    await second[Symbol.asyncDispose]();
    while (counting.ended === 0) await delay(1);
    assert.equal((await counting.share("26.4.0")).server, "26.4.0 #2");
  });

  test("one waits for the next test", async () => {
    const counting = new Counting(60_000);
    const first = await counting.share("26.4.0");
    await first[Symbol.asyncDispose]();
    assert.equal((await counting.share("26.4.0")).server, "26.4.0 #1");
    assert.deepEqual([counting.started, counting.ended], [1, 0]);
  });

  test("after one that did not start, the next who asks tries again", async () => {
    let broken = true;
    const counting = new Counting(0, async () => {
      if (broken) throw new Error("no Java");
    });
    const tries = await Promise.allSettled([counting.share("26.4.0"), counting.share("26.4.0")]);
    assert.deepEqual(
      tries.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.equal(counting.started, 1);
    broken = false;
    assert.equal((await counting.share("26.4.0")).server, "26.4.0 #2");
  });
});

suite("which Keycloak", () => {
  const options = { spec: "realms.yaml", url: "https://desk.example" };

  test("without an address it is embedded, of the version that is named", () => {
    assert.match(embeddedVersion(options) ?? "", /^26\./);
    assert.match(embeddedVersion({ ...options, keycloak: { url: undefined } }) ?? "", /^26\./);
    assert.match(embeddedVersion({ ...options, keycloak: { url: "" } }) ?? "", /^26\./);
    assert.equal(embeddedVersion({ ...options, keycloak: { version: "26.7.4" } }), "26.7.4");
    assert.equal(embeddedVersion({ ...options, keycloak: { url: "https://kc.example" } }), undefined);
  });

  test("an account is the options' or the environment's, and never half of each", () => {
    const env = { KEYCLOAK_URL: "https://other.example", KEYCLOAK_USER: "ada", KEYCLOAK_PASSWORD: "pw" };
    const given = connectionTo({ url: "https://kc.example/", clientId: "ci", clientSecret: "s" }, env);
    assert.deepEqual([given.url, given.credentials.kind], ["https://kc.example", "client-secret"]);
    const taken = connectionTo({ url: "https://kc.example" }, { ...env, KEYCLOAK_CLIENT_ID: "admin-cli" });
    assert.deepEqual([taken.url, taken.adminUrl], ["https://kc.example", "https://kc.example"]);
    assert.equal(taken.credentials.kind, "password");
    const { code, message } = failureOf(() => connectionTo({ url: "https://kc.example" }, {}));
    assert.equal(code, "configuration-missing");
    assert.match(message, /kc\.example/);
  });
});

suite("options", () => {
  const good = { spec: "realms.yaml", url: "https://desk.example/" };

  test("a name that is not given is one of its own", () => {
    const [one, other] = [requestOf(good), requestOf(good)];
    assert.match(one.name, /^test-[0-9a-f]{8}$/);
    assert.notEqual(one.name, other.name);
    assert.deepEqual([one.url, one.ttlSeconds], ["https://desk.example", 3600]);
  });

  test("URLs of several helpdesks are taken by key, each a text", () => {
    const url = { otobo: "https://desk.example", tickets: "https://t.example" };
    assert.deepEqual(requestOf({ ...good, url }).url, url);
    const wrong = { ...good, url: { otobo: 1 } } as unknown as typeof good;
    assert.match(failureOf(() => requestOf(wrong)).message, /'url\.otobo' of ephemeralRealm is no text/);
  });

  for (const [option, value] of [
    ["url", "desk.example"],
    ["name", "PR 42"],
    ["ttl", "soon"],
    ["for", "a\u0000b"],
    ["spec", ""],
    ["url", undefined],
  ] as const) {
    test(`${option} ${JSON.stringify(value)} is refused by its name`, () => {
      const wrong = { ...good, [option]: value } as typeof good;
      const { code, message } = failureOf(() => requestOf(wrong));
      assert.equal(code, "ephemeral-option");
      assert.match(message, new RegExp(`'${option}'`));
    });
  }
});

test("an error's message has its code and hint, a spec's problems in full, and no cause", () => {
  const cause = new Error("said by Pulumi: s3cret");
  const failure = new Failure("spec-invalid", "realms.yaml has errors.", { hint: "mend them", cause });
  const shown = readable(failure, ["realms.yaml:1:1 error"]) as Failure;
  assert.equal(
    shown.message,
    "spec-invalid: realms.yaml has errors.\n\nrealms.yaml:1:1 error\nhint: mend them",
  );
  assert.equal(shown.code, "spec-invalid");
  assert.doesNotMatch(inspect(shown), /s3cret/);
});

test("progress is told line by line, however it comes", () => {
  const told: string[] = [];
  const lines = new Lines((line) => told.push(line));
  for (const chunk of ["mak", "ing\nthe realms", "\n", "rest"]) lines.stream.write(chunk);
  assert.deepEqual(told, ["making", "the realms"]);
});
