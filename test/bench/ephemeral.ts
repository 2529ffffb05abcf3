// `npm run bench:ephemeral [ROUNDS]`: on a server that runs, from nothing to a person who is logged in: by
// `deskrealm ephemeral up`, by the same again, and by Admin API calls that make the same realms, in turn. Only
// ratios within one run say something.

import { adminPath } from "../../infra/admin/client.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { loadDerived, readWritten } from "../../scripts/ephemeral/derive.ts";
import { randomPassword } from "../../scripts/random-password.ts";
import { removeDirectly } from "../support/apply-directly.ts";
import { makeDirectly } from "../support/make-directly.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { TestRuns } from "../support/test-runs.ts";
import { logIn, logInAsWritten, PERSON, urlOf } from "./log-in.ts";
import { median } from "./median.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const WAYS = ["ephemeral up", "up again", "direct calls"] as const;

await using keycloak = await startKeycloak();
await using runs = await TestRuns.create(keycloak);
const { admin } = keycloak;

const rows: Readonly<Record<(typeof WAYS)[number], number[]>> = {
  "ephemeral up": [],
  "up again": [],
  "direct calls": [],
};
// The first of each is not counted: the server's own first realms and logins take longer.
for (let round = 0; round <= ROUNDS; round++) {
  process.stderr.write(`round ${round} of ${ROUNDS}\n`);
  const name = `bench-${round}`;
  const taken = [await timed(() => byDeskrealm(name)), await timed(() => byDeskrealm(name))];
  const model = await modelFor(`hand-${round}`);
  taken.push(await timed(() => byHand(`hand-${round}`, model)));
  await removeDirectly(admin, model);
  await runs.run(["down", name]);
  if (round > 0) for (const [index, way] of WAYS.entries()) rows[way].push(taken[index] ?? Number.NaN);
}
const direct = median(rows["direct calls"]);
process.stdout.write(`To the first login, medians of ${ROUNDS}\n`);
for (const way of WAYS) {
  const seconds = median(rows[way]);
  process.stdout.write(
    `${way.padEnd(14)}${seconds.toFixed(2).padStart(8)} s${(seconds / direct).toFixed(2).padStart(8)}\n`,
  );
}

async function byDeskrealm(name: string): Promise<void> {
  const { code, stderr } = await runs.up(name);
  if (code !== 0) throw new Error(stderr);
  await logInAsWritten(runs, name);
}

async function modelFor(name: string): Promise<OtrsModel> {
  const request = { spec: "spec.yaml", name, url: urlOf(name), ttlSeconds: 3600 };
  const written = await readWritten(request, runs.context());
  const derived = loadDerived(written.derive(keycloak.url), "spec.yaml", { variables: {}, secrets: {} });
  return derived.loaded.model as OtrsModel;
}

async function byHand(name: string, model: OtrsModel): Promise<void> {
  await makeDirectly(admin, model);
  const { realm, clients } = model.realms.agents;
  const password = randomPassword();
  const found = await findUser(admin, realm, PERSON, { brief: true });
  await admin.put(adminPath`/realms/${realm}/users/${found?.id ?? ""}/reset-password`, {
    ...{ type: "password", value: password, temporary: false },
  });
  const issuer = `${keycloak.url}/realms/${realm}`;
  await logIn({ issuer, clientId: clients["app"]?.clientId ?? "", name, password });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
