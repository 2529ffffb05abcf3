// Whose temporary folder is swept, and whose is not.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeOwnedFolder, ownerFile, sweepOwnedFolders } from "../../scripts/servers/owned-folder.ts";
import { exists } from "../../scripts/toolchain/cache.ts";
import { identify } from "../../scripts/toolchain/process-identity.ts";

/** No other's: these tests sweep the real temporary folder. */
const prefix = `deskrealm-owned-${randomUUID().slice(0, 8)}-`;
const made: string[] = [];

after(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
});

async function folderOf(process: unknown, place?: string): Promise<string> {
  const folder = await makeOwnedFolder(prefix);
  made.push(folder);
  const file = join(folder, ownerFile);
  const record = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ process, place: place ?? record.place }));
  return folder;
}

/** A process that was there and is gone. */
async function ended(): Promise<unknown> {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const identity = await identify(child.pid ?? 0);
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
  return identity;
}

test("a folder goes when its owner has ended, and when another process has got the owner's pid", async () => {
  const left = [await folderOf(await ended()), await folderOf({ pid: process.pid, started: "another life" })];
  await sweepOwnedFolders(prefix);
  for (const folder of left) assert.equal(await exists(folder), false, folder);
});

test("a folder stays while its owner lives, where its owner is elsewhere, not told or in doubt", async () => {
  const bare = await mkdtemp(join(tmpdir(), prefix));
  made.push(bare);
  const own = await makeOwnedFolder(prefix);
  made.push(own);
  assert.equal((await stat(own)).mode & 0o777, 0o700);
  const staying = [
    own,
    bare,
    await folderOf(await ended(), "another machine"),
    await folderOf({ pid: process.pid, started: "" }),
    await folderOf(undefined),
  ];
  await sweepOwnedFolders(prefix);
  for (const folder of staying) assert.equal(await exists(folder), true, folder);
});

test("two sweeps at once leave nothing, and what a link leads to stays", async () => {
  const left = await Promise.all([1, 2, 3, 4].map(async () => folderOf(await ended())));
  const target = await mkdtemp(join(tmpdir(), "deskrealm-test-"));
  made.push(target);
  await writeFile(join(target, "kept"), "");
  const link = join(left[0] ?? "", "link");
  await symlink(target, link);
  await Promise.all([sweepOwnedFolders(prefix), sweepOwnedFolders(prefix), sweepOwnedFolders(prefix)]);
  for (const folder of left) assert.equal(await exists(folder), false, folder);
  assert.ok(await exists(join(target, "kept")));
});
