// Thirty pairs of test realms on one server, ten at a time, beside realms that are nobody's business.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { EPHEMERAL_ATTRIBUTES, OWNER_ATTRIBUTE } from "../../infra/model/mark.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { mapBounded } from "../../scripts/bounded.ts";
import type { EphemeralRealms } from "../../scripts/ephemeral/types.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { LoginRefused, loginThroughForm } from "../../scripts/login/login.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";
import { TestRuns } from "../support/test-runs.ts";

const PAIRS = 30;
const AT_ONCE = 10;
const HOUR = 3_600_000;

test("thirty pairs, ten at a time: all usable, none sees another's people, gc leaves exactly those in time", async () => {
  await using keycloak = await startKeycloak();
  await using runs = await TestRuns.create(keycloak);
  using admin = new AdminClient({ ...adminOf(keycloak), timeoutSeconds: 300 });
  const fetch = fetchFor({ ...adminOf(keycloak), timeoutSeconds: 300 });
  const others = { "desk-ordinary": { [OWNER_ATTRIBUTE]: "deskrealm/acme-prod" }, "desk-unmarked": {} };
  for (const [realm, attributes] of Object.entries(others))
    await admin.post("/realms", { realm, enabled: true, attributes });

  // Of three one is to go after an hour.
  const names = Array.from({ length: PAIRS }, (_, index) => `pr-${index + 1}`);
  const isShort = (name: string) => names.indexOf(name) % 3 === 0;
  await mapBounded(names, AT_ONCE, async (name) => {
    const { code, stderr } = await runs.up(name, "--ttl", isShort(name) ? "1h" : "2d");
    assert.equal(code, 0, stderr);
  });
  const all = new Map<string, EphemeralRealms>();
  for (const name of names) all.set(name, await runs.result(name));

  const login = (run: EphemeralRealms, key: RealmKey, password: string) => {
    const { issuer, clients, people } = run.realms[key] ?? assert.fail(`no realm ${key}`);
    return loginThroughForm({
      issuer,
      clientId: clients["app"]?.clientId ?? "",
      clientSecret: clients["app"]?.secret ?? undefined,
      redirectUri: `${run.url}/index.pl`,
      username: people[0]?.username ?? "",
      password,
      fetch,
    });
  };
  const passwordOf = (run: EphemeralRealms, key: RealmKey) => run.realms[key]?.people[0]?.password ?? "";
  const each = (work: (run: EphemeralRealms, key: "agents" | "customers") => Promise<void>) =>
    mapBounded([...all.values()], AT_ONCE, async (run) => {
      for (const key of ["agents", "customers"] as const) await work(run, key);
    });
  await each(async (run, key) => {
    const { tokens } = await login(run, key, passwordOf(run, key));
    assert.equal(tokens.claims()?.iss, run.realms[key]?.issuer);
  });
  // Not at the same time: Keycloak refuses whoever tries twice at once.
  await each(async (run, key) => {
    const neighbour = all.get(names[(names.indexOf(run.name) + 1) % PAIRS] ?? "") ?? assert.fail();
    await assert.rejects(
      login(neighbour, key, passwordOf(run, key)),
      (error) => error instanceof LoginRefused && error.stage === "form",
    );
    const people = await admin.get<{ username: string }[]>(
      adminPath`/realms/${run.realms[key]?.realm ?? ""}/users`,
    );
    assert.deepEqual(
      people.map(({ username }) => username),
      run.realms[key]?.people.map(({ username }) => username),
    );
  });
  assert.equal(new Set([...all.values()].map((run) => passwordOf(run, "agents"))).size, PAIRS);

  const collected = await runs.run(["gc"], { now: () => new Date(Date.now() + 2 * HOUR) });
  assert.equal(collected.code, 0, collected.stderr);
  const left = await admin.get<{ realm: string; attributes: Record<string, string> }[]>("/realms");
  const inTime = names.filter((name) => !isShort(name));
  assert.deepEqual(
    left.map(({ realm }) => realm).sort(),
    [
      ...["master", ...Object.keys(others)],
      ...inTime.flatMap((name) => [`otrs-agents-${name}`, `otrs-customer-users-${name}`]),
    ].sort(),
  );
  const { entries } = JSON.parse((await runs.run(["list", "--json"])).stdout) as {
    entries: { name: string; realms: { people: number }[] }[];
  };
  assert.deepEqual(entries.map(({ name }) => name).sort(), [...inTime].sort());
  assert.ok(entries.every(({ realms }) => realms.length === 2 && realms.every(({ people }) => people === 1)));
  const marked = left.filter(({ attributes }) => EPHEMERAL_ATTRIBUTES.name in attributes);
  assert.equal(marked.length, 2 * inTime.length);
});
