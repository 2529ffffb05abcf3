// `npm run bench:start [ROUNDS]`: from nothing running to a person who is logged in, in turn, with each Java found
// here: by `up` on the embedded server and on one of `kc.sh start-dev`, and by `ephemeral up --embedded`, whose server
// is also started by itself. Toolchain and downloads are there, and start-dev has built its Keycloak in a round that
// is not counted; its database is new in each. Only ratios within one run say something.

import { once } from "node:events";

import { loadModel } from "../../infra/load-model.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { loginThroughForm } from "../../scripts/login/login.ts";
import { randomPassword } from "../../scripts/random-password.ts";
import { type Java, listJavas } from "../../scripts/servers/java.ts";
import { Keycloak } from "../../scripts/servers/keycloak.ts";
import { defaultKeycloakVersion } from "../../scripts/servers/keycloak-versions.ts";
import { prepare } from "../../scripts/servers/prepare.ts";
import { withoutWildcard } from "../../scripts/verify/session-checks.ts";
import { expectCode, keycloakSettings, Project } from "../support/project.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { TestRuns } from "../support/test-runs.ts";
import { cpuSeconds } from "./cpu-seconds.ts";
import { logInAsWritten, urlOf } from "./log-in.ts";
import { median } from "./median.ts";
import { StartDev } from "./start-dev.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const SPEC = "realms/otrs.yaml";
const PERSON = "root@localhost";
const OLDEST_JAVA = 17;
const PARTS = ["server", "up", "login", "in all", "CPU"] as const;

type Times = Readonly<Record<(typeof PARTS)[number], number>>;
type Server = AsyncDisposable & Pick<Keycloak, "url" | "adminUsername" | "adminPassword">;

await using project = await Project.create();
await using runs = await TestRuns.create();
let stacks = 0;
for (const java of await listJavas(process.env)) if (java.major >= OLDEST_JAVA) await compare(java);

async function compare(java: Java): Promise<void> {
  const env = { ...process.env, DESKREALM_JAVA_HOME: java.home };
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  const { home } = await prepare({ version: defaultKeycloakVersion, env, progress });
  await using dev = await StartDev.copy(home, java);
  const prepared = async () => {
    const server = await Keycloak.start({ env });
    return { server, pid: (await server.process())?.pid ?? 0 };
  };
  const startDev = async () => {
    const server = await dev.start();
    return { server, pid: server.pid };
  };
  const rows: Record<"prepared" | "start-dev", Times[]> = { prepared: [], "start-dev": [] };
  const testServers: number[] = [];
  const testRealms: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    progress(`Java ${java.version}, round ${round} of ${ROUNDS}`);
    await dev.forget();
    const both = { prepared: await measure(prepared), "start-dev": await measure(startDev) };
    const testServer = await measureTestServer(env);
    const testRealm = await measureTestRealm(`start-${java.major}-${round}`, java);
    if (round === 0) continue;
    testServers.push(testServer);
    testRealms.push(testRealm);
    rows.prepared.push(both.prepared);
    rows["start-dev"].push(both["start-dev"]);
  }
  report(java, rows.prepared, rows["start-dev"]);
  const [server, login] = [median(testServers).toFixed(2), median(testRealms).toFixed(2)];
  process.stdout.write(
    `test realms: the server ${server} s; ephemeral up --embedded, to a first login ${login} s\n`,
  );
}

/** Seconds until a server for test realms answers. */
async function measureTestServer(env: NodeJS.ProcessEnv): Promise<number> {
  const begin = performance.now();
  await using _ = await Keycloak.start({ env, forTests: true });
  return (performance.now() - begin) / 1000;
}

/** Seconds from the command to the login. */
async function measureTestRealm(name: string, { home }: Java): Promise<number> {
  const begin = performance.now();
  const words = ["up", "spec.yaml", "--name", name, "--url", urlOf(name), "--embedded"];
  const child = runs.start(words, { DESKREALM_JAVA_HOME: home });
  child.stderr?.resume();
  const [code] = await once(child, "exit");
  try {
    if (code !== 0) throw new Error(`ephemeral up ended with ${code}`);
    await logInAsWritten(runs, name);
    return (performance.now() - begin) / 1000;
  } finally {
    // Its server outlives the command.
    await runs.run(["down", name]);
  }
}

async function measure(start: () => Promise<{ server: Server; pid: number }>): Promise<Times> {
  const begin = performance.now();
  const { server, pid } = await start();
  await using _ = server;
  const ready = performance.now();
  const stack = `start-${stacks++}`;
  const settings = keycloakSettings(server, server.url);
  const first = randomPassword();
  const secret = { ...settings.secret, "deskrealm:secrets.root": first };
  await project.initStack(stack, SPEC, { ...settings, secret });
  const configured = performance.now();
  expectCode(await project.deskrealm(["up", SPEC, "--stack", stack]), 0);
  const up = performance.now();
  await logIn(server, first);
  const end = performance.now();
  const seconds = (from: number, to: number) => (to - from) / 1000;
  const parts = { server: seconds(begin, ready), up: seconds(configured, up), login: seconds(up, end) };
  const all = parts.server + parts.up + parts.login;
  return { ...parts, "in all": all, CPU: await cpuSeconds(pid) };
}

/** The first login, in which Keycloak asks for a password of the person's own. */
async function logIn(server: Server, password: string): Promise<void> {
  const { value } = await loadModel(`${project.root}/${SPEC}`, SPEC, { variables: {}, env: {} });
  const model = Object.values(value?.model.realms ?? {}).find(({ users }) => PERSON in users);
  const app = model?.clients["app"];
  if (model === undefined || app === undefined) throw new Error(`${SPEC} has no ${PERSON}`);
  await loginThroughForm({
    issuer: `${server.url}/realms/${model.realm}`,
    clientId: app.clientId,
    redirectUri: withoutWildcard(app.redirectUris[0] ?? ""),
    username: PERSON,
    password,
    newPassword: randomPassword(),
    fetch: fetchFor(adminOf(server)),
  });
}

function report(java: Java, prepared: readonly Times[], startDev: readonly Times[]): void {
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(18)}${cells.map((cell) => cell.padStart(10)).join("")}\n`;
  const medians = (rows: readonly Times[]) =>
    PARTS.map((part) => `${median(rows.map((row) => row[part])).toFixed(2)} s`);
  const ratios = PARTS.map((part) =>
    median(startDev.map((row, round) => row[part] / (prepared[round]?.[part] ?? Number.NaN))).toFixed(2),
  );
  process.stdout.write(
    `Keycloak ${defaultKeycloakVersion} on Java ${java.version}, medians of ${ROUNDS}; CPU is the server's\n` +
      line("", PARTS) +
      line("prepared", medians(prepared)) +
      line("kc.sh start-dev", medians(startDev)) +
      line("ratio", ratios),
  );
}
