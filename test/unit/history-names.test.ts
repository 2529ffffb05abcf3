// How a person names a snapshot, and what a stack's settings for them are.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chooseSnapshot } from "../../scripts/history/choose.ts";
import { snapshotSettings } from "../../scripts/history/settings.ts";
import type { Snapshot } from "../../scripts/history/snapshot.ts";
import { OWNER, past, SERVER } from "../support/snapshots.ts";
import { StackFolder } from "../support/stack-folder.ts";

const model = past("helpdesk: otrs\nurl: https://desk.acme.example\n");
const IDS = ["2026-03-01T08-00-00-000Z", "2026-02-01T09-30-00-000Z", "2026-02-01T08-00-00-000Z"];
const SNAPSHOTS = IDS.map((id): Snapshot => ({ id, owner: OWNER, server: SERVER, spec: "desk.yaml", model }));

test("a number, an id, and the only beginning of an id name a snapshot", () => {
  for (const [word, id] of [
    ["1", IDS[0]],
    ["3", IDS[2]],
    [IDS[1] ?? "", IDS[1]],
    ["2026-03", IDS[0]],
    ["2026-02-01T09", IDS[1]],
  ] as const)
    assert.equal(chooseSnapshot(word, SNAPSHOTS).id, id, word);
});

test("another word is refused, with what was meant or what there is", () => {
  for (const [word, message, hint] of [
    ["0", /no snapshot 0/, /there is 2026-03-01T08-00-00-000Z, /],
    ["4", /no snapshot 4/, /lists them with their numbers/],
    ["2026-02", /Several snapshots begin with 2026-02/, /2026-02-01T09-30-00-000Z, 2026-02-01T08-00-00-000Z/],
    ["2026-03-01T08-00-00-001Z", /no snapshot/, /did you mean 2026-03-01T08-00-00-000Z\?/],
    ["noww", /no snapshot noww/, /did you mean now\?/],
    ["", /no snapshot/, /there is/],
  ] as const)
    assert.throws(() => chooseSnapshot(word, SNAPSHOTS), { code: "snapshot-unknown", message, hint }, word);
  assert.throws(() => chooseSnapshot("1", []), { hint: /none is kept yet/ });
});

let folder: StackFolder;
before(async () => {
  folder = await StackFolder.create();
});
after(() => folder[Symbol.asyncDispose]());

test("the folder is the command line's from the working folder, else the stack's from Pulumi.yaml's", async () => {
  const { root } = folder;
  const cwd = join(root, "realms");
  const settings = (stack: string, named?: string) => snapshotSettings(stack, named, { root, cwd });
  await folder.stack("desk", { "deskrealm:snapshots": "kept", "deskrealm:snapshotsKept": "7" });
  await folder.stack("far", { "deskrealm:snapshots": "/srv/kept" });
  await folder.stack("none", {});
  assert.deepEqual(await settings("desk"), { folder: join(root, "kept/desk"), kept: 7 });
  assert.deepEqual(await settings("acme/deskrealm/desk"), { folder: join(root, "kept/desk"), kept: 7 });
  assert.deepEqual(await settings("desk", "here"), { folder: join(cwd, "here/desk"), kept: 7 });
  assert.deepEqual(await settings("far"), { folder: "/srv/kept/far", kept: 20 });
  assert.equal(await settings("none"), undefined);
  assert.equal(await settings("nobody"), undefined);
});

test("a setting that makes no sense is refused, with the command that sets it", async () => {
  const { root } = folder;
  for (const [config, message] of [
    [{ "deskrealm:snapshots": 5 }, /deskrealm:snapshots is not a folder's path/],
    [{ "deskrealm:snapshots": " " }, /deskrealm:snapshots is not a folder's path/],
    [{ "deskrealm:snapshots": { secure: "v1:abc" } }, /deskrealm:snapshots is encrypted/],
    [{ "deskrealm:snapshots": "a", "deskrealm:snapshotsKept": "0" }, /snapshotsKept is not a whole number/],
    [
      { "deskrealm:snapshots": "a", "deskrealm:snapshotsKept": "many" },
      /snapshotsKept is not a whole number/,
    ],
    [{ "deskrealm:snapshots": "a", "deskrealm:snapshotsKept": 1.5 }, /snapshotsKept is not a whole number/],
  ] as const) {
    await folder.stack("odd", config);
    const failure = { code: "configuration-missing", message, hint: /^run: pulumi config set deskrealm:/ };
    await assert.rejects(snapshotSettings("odd", undefined, { root, cwd: root }), failure);
  }
});
