// The embedded Keycloak, really started.

import assert from "node:assert/strict";
import { mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { suite, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { findKept, startKept, stopKept } from "../../scripts/servers/kept.ts";
import { Keycloak } from "../../scripts/servers/keycloak.ts";
import { freePort, isFree } from "../../scripts/servers/port.ts";
import { prepare } from "../../scripts/servers/prepare.ts";
import { waitFor } from "../../scripts/servers/ready.ts";
import { cacheRoot, exists } from "../../scripts/toolchain/cache.ts";
import { identify } from "../../scripts/toolchain/process-identity.ts";
import { temporaryFolder } from "../toolchain/stand-ins.ts";

const env = process.env;

type Server = Pick<Keycloak, "url" | "adminUsername" | "adminPassword">;

function grant(url: string, realm: string, body: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${url}/realms/${realm}/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "password", ...body }),
  });
}

async function adminToken({ url, adminUsername, adminPassword }: Server): Promise<string> {
  const answer = await grant(url, "master", {
    client_id: "admin-cli",
    username: adminUsername,
    password: adminPassword,
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function eightAtOnce(logIn: () => Promise<number>): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 8 }, logIn));
  assert.deepEqual(
    answers,
    Array.from({ length: 8 }, () => 200),
  );
}

async function admin(server: Server, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${await adminToken(server)}`, "content-type": "application/json" };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${server.url}/admin/${path}`, { method, headers, ...content });
}

for (const version of ["26.2.0", "26.4.0", "26.7.4"]) {
  test(`Keycloak ${version} starts and is that version`, async () => {
    await using keycloak = await Keycloak.start({ version, env });
    const info = (await (await admin(keycloak, "GET", "serverinfo")).json()) as {
      systemInfo: { version: string };
    };
    assert.equal(info.systemInfo.version, version);
    const realms = (await (await admin(keycloak, "GET", "realms")).json()) as { realm: string }[];
    assert.deepEqual(
      realms.map(({ realm }) => realm),
      ["master"],
      "nothing is left of what it practised while it was prepared",
    );
    const clients = (await (await admin(keycloak, "GET", "realms/master/clients")).json()) as {
      clientId: string;
    }[];
    assert.deepEqual(
      clients
        .map(({ clientId }) => clientId)
        .filter((id) => id.endsWith("-realm"))
        .sort(),
      ["master-realm"],
    );
  });

  test(`on Keycloak ${version} one person logs in many times at once`, async () => {
    await using keycloak = await Keycloak.start({ version, env });
    const realm = {
      ...{ realm: "desk", enabled: true, bruteForceProtected: true },
      clients: [{ clientId: "app", publicClient: true, directAccessGrantsEnabled: true }],
      users: [
        {
          ...{ username: "alice", enabled: true, email: "alice@desk.example" },
          ...{ firstName: "Alice", lastName: "Agent" },
          credentials: [{ type: "password", value: "Hidden-123456", temporary: false }],
        },
      ],
    };
    assert.equal((await admin(keycloak, "POST", "realms", realm)).status, 201);
    const person = { client_id: "app", username: "alice", password: "Hidden-123456" };
    await eightAtOnce(async () => (await grant(keycloak.url, "desk", person)).status);
  });

  // A first login with another hash than the server's makes a new hash, and others get a 500 meanwhile.
  for (const forTests of [false, true])
    test(`on Keycloak ${version}${forTests ? " for tests" : ""} its administrator logs in many times at once, the first time too`, async () => {
      await using keycloak = await Keycloak.start({ version, forTests, env });
      const { url, adminUsername: username, adminPassword: password } = keycloak;
      const who = { client_id: "admin-cli", username, password };
      await eightAtOnce(async () => (await grant(url, "master", who)).status);
    });
}

test("what is prepared through a link of one home outlives that link, and older preparations go", async () => {
  await using folder = await temporaryFolder();
  const version = "26.4.0";
  const cache = join(folder.path, "cache");
  const [link, ours] = [join(folder.path, "link"), join(cache, "keycloak", version)];
  await mkdir(ours, { recursive: true });
  await symlink(join(cacheRoot(env), "keycloak", version, "home"), join(ours, "home"));
  await symlink(cache, link);
  const [older, newer] = [join(ours, "java-25.0.3-1"), join(ours, "java-25.0.3-9999")];
  for (const preparation of [older, newer]) await mkdir(preparation);
  await prepare({ version, env: { ...env, DESKREALM_CACHE: link }, progress: () => {} });
  await rm(link);
  assert.deepEqual([await exists(older), await exists(newer)], [false, true]);
  await using keycloak = await Keycloak.start({ version, env: { ...env, DESKREALM_CACHE: cache } });
  await adminToken(keycloak);
});

test("it listens on 127.0.0.1 only, keeps its data over crash and restart, and goes with its folder", async () => {
  await using keycloak = await Keycloak.start({ env });
  await using other = await Keycloak.start({ env });
  assert.notEqual(keycloak.port, other.port);
  await assert.rejects(fetch(`http://[::1]:${keycloak.port}/`));
  assert.equal((await admin(keycloak, "POST", "realms", { realm: "kept", enabled: true })).status, 201);
  // The embedded database writes half a second later, each state whole: the last change brings the realm along.
  const last = { username: "written-after-the-realm" };
  assert.equal((await admin(keycloak, "POST", "realms/kept/users", last)).status, 201);
  const database = join(keycloak.folder, "data", "h2", "keycloakdb.mv.db");
  assert.ok(await waitFor(async () => (await readFile(database)).includes(last.username), 60_000));
  await keycloak.crash();
  await assert.rejects(fetch(keycloak.url));
  await keycloak.restart();
  assert.equal((await admin(keycloak, "GET", "realms/kept")).status, 200);
  assert.equal((await admin(other, "GET", "realms/kept")).status, 404);
  assert.equal((await stat(keycloak.adminPasswordFile)).mode & 0o777, 0o600);
  assert.ok(!(await readFile(keycloak.logFile, "utf8")).includes(keycloak.adminPassword));
  const { folder } = other;
  await other[Symbol.asyncDispose]();
  assert.equal(await exists(folder), false);
});

test("a taken port is a failure of its own, found before anything is started", async () => {
  const blocker = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => blocker.listen(port, "127.0.0.1", resolve));
  try {
    await assert.rejects(Keycloak.start({ env, port }), isFailure("port-taken"));
  } finally {
    blocker.close();
  }
});

test("a start that fails ends the server and shows the end of its log", async () => {
  await using folder = await temporaryFolder();
  const dataDir = join(folder.path, "data");
  await (await Keycloak.start({ env, dataDir })).stop();
  await using holder = await Keycloak.start({ env, dataDir });
  let failed: number | undefined;
  const onLaunch = async ({ pid }: { pid: number }) => {
    failed = pid;
  };
  const begin = performance.now();
  // Two servers cannot open one database.
  await assert.rejects(Keycloak.start({ env, dataDir, onLaunch }), (error) => {
    return (
      error instanceof Failure &&
      error.code === "keycloak-start-failed" &&
      /ERROR: Database may be already in use/.test(error.message)
    );
  });
  assert.ok(performance.now() - begin < 60_000, "without waiting for the deadline of a start");
  assert.equal(await identify(failed ?? 0), undefined, "nothing runs on");
  await adminToken(holder);
});

suite("a kept server", () => {
  test("runs on, is found, keeps its data, is emptied by fresh, and stops", async () => {
    await using folder = await temporaryFolder();
    // A cache of its own for the server, with the Keycloaks that are prepared already.
    const own = await ownServers(folder.path);
    const options = { version: "26.4.0", port: await freePort(), fresh: false, env: own, progress: () => {} };
    // Two at once: one starts it, the other finds it.
    const both = await Promise.all([startKept(options), startKept(options)]);
    assert.deepEqual(both.map(({ wasRunning }) => wasRunning).sort(), [false, true]);
    const [server] = both;
    const access = async () => ({
      ...server,
      adminPassword: await readFile(server.adminPasswordFile, "utf8"),
    });
    try {
      assert.equal(
        (await admin(await access(), "POST", "realms", { realm: "kept", enabled: true })).status,
        201,
      );
      await assert.rejects(startKept({ ...options, fresh: true }), isFailure("keycloak-start-failed"));
      await stopKept(server);
      assert.equal(await findKept("26.4.0", own), undefined);
      assert.ok(await isFree(options.port));
      assert.equal((await startKept({ ...options, port: undefined })).port, options.port);
      assert.equal((await admin(await access(), "GET", "realms/kept")).status, 200);
      await stopKept(server);
      await startKept({ ...options, fresh: true });
      assert.equal((await admin(await access(), "GET", "realms/kept")).status, 404);
    } finally {
      await stopKept(server);
    }
  });

  test("a pid that another process has got since is not taken for the server", async () => {
    await using folder = await temporaryFolder();
    const own = await ownServers(folder.path);
    await mkdir(join(folder.path, "servers", "26.4.0"), { recursive: true });
    const record = { port: 1, process: { pid: process.pid, started: "another life" } };
    await writeFile(join(folder.path, "servers", "26.4.0", "running.json"), JSON.stringify(record));
    assert.equal(await findKept("26.4.0", own), undefined);
  });
});

async function ownServers(folder: string): Promise<Record<string, string | undefined>> {
  await symlink(join(cacheRoot(env), "keycloak"), join(folder, "keycloak"));
  return { ...env, DESKREALM_CACHE: folder };
}

function isFailure(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Failure && error.code === code;
}
