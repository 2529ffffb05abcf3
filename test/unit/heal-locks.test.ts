// Locks on a stack: whose they are, in Pulumi's own words and in its files.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type Lock, locksInFiles, locksInWords, refuseHeld } from "../../scripts/heal/locks.ts";
import { bootTime, startTime } from "../../scripts/toolchain/process-identity.ts";
import { StackFolder } from "../support/stack-folder.ts";

const HEAD =
  "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n";
const ANNA = { pid: 4711, user: "anna", host: "host.acme.example", since: "2026-01-02T03:04:05Z" };

// As Pulumi 3.256.0 says it.
for (const [backend, line] of [
  ["files", "file:///srv/state/.pulumi/locks/organization/deskrealm/desk/0b1c.json?no_tmp_dir=true"],
  [
    "PostgreSQL",
    "postgres://****:****@127.0.0.1:5432/pulumi/.pulumi/locks/organization/deskrealm/desk/0b1c.json?sslmode=disable",
  ],
] as const) {
  test(`a lock in ${backend} is told with process, person, host and time`, () => {
    const by = "created by anna@host.acme.example (pid 4711) at 2026-01-02T03:04:05Z";
    assert.deepEqual(locksInWords(`${HEAD}  ${line}: ${by}\n`), [ANNA]);
  });
}

test("several locks are all told, a person's name may hold an @, and other words are no lock", () => {
  const lines = [
    "created by CORP@anna@one (pid 1) at 2026-01-02T03:04:05Z",
    "created by bob@two (pid 2) at 2026-01-02T03:04:06+01:00",
  ];
  assert.deepEqual(
    locksInWords(`${HEAD}  a: ${lines[0]}\n  b: ${lines[1]}\n`).map(({ user, host, pid, since }) => [
      ...[user, host, pid, since],
    ]),
    [
      ["CORP@anna", "one", 1, "2026-01-02T03:04:05Z"],
      ["bob", "two", 2, "2026-01-02T03:04:06+01:00"],
    ],
  );
  assert.deepEqual(locksInWords(`error: 409 Conflict ${lines[0]}`), []);
});

const lockOf = (pid: number, since: Date): Lock => {
  return { pid, user: "anna", host: hostname(), since: since.toISOString() };
};
const held = (found: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Failure);
  assert.equal(error.code, "stack-locked");
  assert.match(error.message, found);
  return true;
};

test("the lock of a process that is at work is refused, with the process, its person and since when", async () => {
  const now = new Date();
  await assert.rejects(
    refuseHeld("desk", [lockOf(process.pid, now)]),
    held(
      new RegExp(
        `desk is locked by process ${process.pid} of anna on this machine since ${now.toISOString()}`,
      ),
    ),
  );
});

test("the lock of another host is refused with its name, and the hint says how to take it away", async () => {
  const check = refuseHeld("desk", [{ ...ANNA, host: "elsewhere" }]);
  await assert.rejects(check, (error) => {
    held(/process 4711 of anna on elsewhere since 2026-01-02T03:04:05Z/)(error);
    assert.match((error as Failure).hint, /look on elsewhere; .*pulumi cancel --stack desk$/);
    return true;
  });
});

test("the lock of a process that is gone keeps nobody, and one that is alive among them does", async () => {
  const gone = lockOf(await endedPid(), new Date());
  await refuseHeld("desk", [gone]);
  await assert.rejects(refuseHeld("desk", [gone, lockOf(process.pid, new Date())]), held(/at work/));
});

test("a process that started after the lock was written only has its number", async () => {
  const before = new Date(Number(await startTime(process.pid)) - 60_000);
  await refuseHeld("desk", [lockOf(process.pid, before)]);
});

test("a process's start is told in milliseconds, none where there is no such process", async () => {
  const started = Number(await startTime(process.pid));
  // The system counts in hundredths of a second, from a boot that it knows to the second.
  const expected = Date.now() - process.uptime() * 1000;
  assert.ok(Math.abs(started - expected) < 3000, `${started} ${expected}`);
  assert.equal(await startTime(await endedPid()), undefined);
});

test("in a backend of files, what holds no note is a lock that names nobody, and no folder is no lock", async () => {
  await using folder = await StackFolder.create();
  const place = ".pulumi/locks/organization/deskrealm/desk";
  const note = { pid: 4711, username: "anna", hostname: "host.acme.example", timestamp: ANNA.since };
  const file = await folder.write(`${place}/0b1c.json`, JSON.stringify(note));
  const blank = [
    ["cut.json", '{"pid":47'],
    ["empty.json", ""],
    ["null.json", "null"],
    ["text.json", JSON.stringify({ ...note, pid: "4711" })],
  ] as const;
  const written = new Date("2026-01-02T03:04:05.678Z");
  for (const [name, text] of blank) {
    const path = await folder.write(`${place}/${name}`, text);
    await utimes(join(folder.root, path), written, written);
  }
  await folder.write(`${place}/0b1c.json.attrs`, "{}");
  await folder.write(`${dirname(place)}/other/1.json`, JSON.stringify(note));
  const found = await locksInFiles(folder.root, "deskrealm/desk");
  assert.deepEqual(
    found.toSorted((a, b) => ((a.file ?? "") < (b.file ?? "") ? -1 : 1)),
    [
      { ...ANNA, file: join(folder.root, file) },
      ...blank.map(([name]) => {
        return { pid: null, since: written.toISOString(), file: join(folder.root, place, name) };
      }),
    ],
  );
  assert.deepEqual(await locksInFiles(folder.root, "deskrealm/none"), []);
});

test("a lock that names nobody keeps nobody where this machine was started after it, and is refused with its file where not", async () => {
  const blank = (since: number) => {
    return { pid: null, since: new Date(since).toISOString(), file: "/srv/x.json" } as const;
  };
  const boot = await bootTime();
  await refuseHeld("desk", [blank(boot - 60_000)]);
  await assert.rejects(refuseHeld("desk", [blank(boot + 1000)]), (error) => {
    held(/The stack desk has a lock since .* whose file does not say who holds it\./)(error);
    assert.match((error as Failure).hint, /delete \/srv\/x\.json$/);
    return true;
  });
});

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await new Promise((resolve) => child.once("close", resolve));
  return child.pid ?? 0;
}
