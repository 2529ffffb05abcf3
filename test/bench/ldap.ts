// `npm run bench:ldap [PEOPLE]`: import and resync by `deskrealm ldap sync`, and by Keycloak's own call alone.
// Ends with the federation's deletion, after which nobody of it may be left.

import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findFederation } from "../../infra/admin/federations.ts";
import { syncDirectory } from "../../scripts/ldap/sync.ts";
import { applyWithDirectory } from "../support/apply-with-directory.ts";
import { directorySettings, openLdapFederation } from "../support/directory-federation.ts";
import { OpenLdap } from "../support/openldap.ts";
import { sampleModel } from "../support/sample-model.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const PEOPLE = Number(process.argv[2] ?? 20_000);
const ROUNDS = 3;

await using keycloak = await startKeycloak();
const { authority } = keycloak;
await using ldap = await OpenLdap.start({ authority, people: PEOPLE - 3, unlimitedPages: true });
const admin = new AdminClient({ ...adminOf(keycloak), timeoutSeconds: 3600 });
const federation = openLdapFederation(ldap);
const settings = directorySettings(ldap, federation);

const ways = {
  "deskrealm ldap sync": async (realm: string) => {
    const directory = {
      realmKey: "customers",
      realm: realmOf(realm),
      federation,
      settings,
      ca: undefined,
    } as const;
    const { findings } = await syncDirectory(directory, admin, "full", () => {});
    if (findings.length > 0) throw new Error(JSON.stringify(findings));
  },
  "Keycloak's own call": async (realm: string) => {
    const id = await idOf(realm);
    await admin.postFor(
      `${adminPath`/realms/${realm}/user-storage/${id}/sync`}?action=triggerFullSync`,
      undefined,
    );
  },
};

// The first realm warms Keycloak up, and is not counted.
await measure("warm-up", ways["Keycloak's own call"]);
const results = new Map<string, Times[]>();
let realms = 0;
for (let round = 0; round < ROUNDS; round++)
  for (const [name, way] of Object.entries(ways))
    results.set(name, [...(results.get(name) ?? []), await measure(`bench-${++realms}`, way)]);
for (const [name, times] of results) {
  const median = (pick: (one: Times) => number) =>
    times
      .map(pick)
      .sort((a, b) => a - b)
      [Math.floor(ROUNDS / 2)]?.toFixed(1);
  const parts = [`import ${median((one) => one.first)} s`, `resync ${median((one) => one.again)} s`];
  process.stdout.write(`${name}: ${parts.join(", ")}, deletion ${median((one) => one.gone)} s`);
  process.stdout.write(` (${PEOPLE} people, median of ${ROUNDS})\n`);
}

interface Times {
  readonly first: number;
  readonly again: number;
  readonly gone: number;
}

async function measure(realm: string, sync: (realm: string) => Promise<void>): Promise<Times> {
  const model = { ...realmOf(realm), federations: { ldap: federation } };
  await applyWithDirectory(admin, model, "deskrealm/bench", ldap.bind.password);
  const users = () => admin.get<number>(adminPath`/realms/${realm}/users/count`);
  const before = await users();
  const first = await seconds(() => sync(realm));
  const again = await seconds(() => sync(realm));
  if ((await users()) < PEOPLE) throw new Error(`${realm} has ${await users()} people`);
  const id = await idOf(realm);
  const gone = await seconds(() => admin.delete(adminPath`/realms/${realm}/components/${id}`));
  const left = (await users()) - before;
  if (left !== 0) throw new Error(`${left} people of the directory are left in ${realm}`);
  await admin.delete(adminPath`/realms/${realm}`);
  process.stderr.write(`${realm}: ${first.toFixed(1)} s, ${again.toFixed(1)} s, ${gone.toFixed(1)} s\n`);
  return { first, again, gone };
}

function realmOf(realm: string) {
  return { ...sampleModel().realms.customers, realm, users: {} };
}

async function idOf(realm: string): Promise<string> {
  const id = (await findFederation(admin, realm, federation.name))?.id;
  if (id === undefined) throw new Error(`${realm} has no federation`);
  return id;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
