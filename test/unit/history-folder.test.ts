// A folder of snapshots: what is written, read, passed over and removed.

import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { canonical } from "../../infra/model/canonical.ts";
import { prune, readShelf } from "../../scripts/history/folder.ts";
import { snapshotText } from "../../scripts/history/snapshot.ts";
import { writeWhole } from "../../scripts/toolchain/cache.ts";
import { goodSpecs } from "../support/good-spec.ts";
import { keep, OWNER, past } from "../support/snapshots.ts";
import { StackFolder } from "../support/stack-folder.ts";

const MODEL = past("helpdesk: otrs\nurl: https://desk.acme.example\n");
const TIMES = ["2026-01-31T23:59:59.999Z", "2026-02-01T00:00:00.000Z", "2026-11-05T07:00:00.000Z"];

let root: StackFolder;
let folder: string;
beforeEach(async () => {
  root = await StackFolder.create();
  folder = join(root.root, "kept/desk");
});
afterEach(() => root[Symbol.asyncDispose]());

const ids = async () => (await readShelf(folder, OWNER)).snapshots.map(({ id }) => id);

test("snapshots are for their owner's eyes alone, in a folder that was there before too", async () => {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const { id } = await keep(folder, TIMES[0] ?? "", MODEL);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal((await stat(join(folder, `${id}.json`))).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(folder), [`${id}.json`]);
  await keep(join(root.root, "new/desk"), TIMES[0] ?? "", MODEL);
  assert.equal((await stat(join(root.root, "new"))).mode & 0o777, 0o700);
});

test("names sort by time, whatever the order of writing, and none is given twice", async () => {
  for (const time of [TIMES[2], TIMES[0], TIMES[1], TIMES[0]]) await keep(folder, time ?? "", MODEL);
  const names = ["2026-11-05T07-00-00-000Z", "2026-02-01T00-00-00-001Z", "2026-02-01T00-00-00-000Z"];
  assert.deepEqual(await ids(), [...names, "2026-01-31T23-59-59-999Z"]);
});

for (const { name, text } of goodSpecs()) {
  test(`the realms of ${name} come back from their file as they were`, async () => {
    const model = past(text);
    const written = await keep(folder, TIMES[0] ?? "", model);
    const [read] = (await readShelf(folder, OWNER)).snapshots;
    assert.deepEqual(read, { ...written, model: canonical(model) });
    const attributes = (one = model) => Object.keys(one.realms.agents?.profile.attributes ?? {});
    assert.deepEqual(attributes(read?.model), attributes());
  });
}

test("a snapshot that the first version has written is still read", async () => {
  const file = join(import.meta.dirname, "golden/snapshot-version-1.json");
  await root.write("kept/desk/2026-01-01T00-00-00-000Z.json", await readFile(file, "utf8"));
  const { snapshots, skipped } = await readShelf(folder, OWNER);
  assert.deepEqual(skipped, []);
  assert.deepEqual(snapshots[0]?.model.realms.agents?.clients["app"]?.clientId, "otrs-app");
});

test("what is broken, newer, another stack's or no snapshot is named, passed over and left alone", async () => {
  const good = await keep(folder, TIMES[0] ?? "", MODEL);
  const text = snapshotText(good);
  const id = (minute: number) => `2026-03-01T00-${String(minute).padStart(2, "0")}-00-000Z`;
  const own = (minute: number) => snapshotText({ ...good, id: id(minute) });
  const files: Readonly<Record<string, readonly [string, RegExp]>> = {
    [`${id(1)}.json`]: [own(1).slice(0, -40), /not JSON/],
    [`${id(2)}.json`]: ["", /not JSON/],
    [`${id(3)}.json`]: ["null", /not a snapshot/],
    [`${id(4)}.json`]: ['{"realm":"otrs-agents"}', /not a snapshot/],
    [`${id(5)}.json`]: [own(5).replace('"version": 1', '"version": 2'), /newer Deskrealm .*version 2/],
    [`${id(6)}.json`]: [
      own(6).replace('"enabled": true', '"enabled": "yes"'),
      /damaged at model\/realms\/agents/,
    ],
    [`${id(7)}.json`]: [snapshotText({ ...good, id: id(7), owner: "deskrealm/shop" }), /of deskrealm\/shop/],
    [`${id(8)}.json`]: [text, /name and the time in it/],
    [`${id(9)}.json`]: [own(9).replace('"users": {}', '"users": { "ada": {} }'), /damaged at .*users/],
    [`${id(10)}.json.tmp-1-abcdefab`]: [own(10), /name is not that of a snapshot/],
    "notes.txt": ["remember the milk", /name is not that of a snapshot/],
  };
  for (const [name, [content]] of Object.entries(files)) await writeFile(join(folder, name), content);
  await mkdir(join(folder, `${id(11)}.json`));
  await writeFile(join(folder, ".gitignore"), "*");

  const { snapshots, skipped } = await readShelf(folder, OWNER);
  assert.deepEqual(
    snapshots.map((one) => one.id),
    [good.id],
  );
  const reasons = new Map(skipped.map(({ file, reason }) => [file, reason]));
  for (const [name, [, reason]] of Object.entries(files))
    assert.match(reasons.get(join(folder, name)) ?? "", reason, name);
  assert.equal(reasons.get(join(folder, `${id(11)}.json`)), "it is not a file");
  assert.equal(reasons.size, Object.keys(files).length + 1);

  const before = await readdir(folder);
  await prune(folder, snapshots, 1);
  assert.deepEqual(await readdir(folder), before);
});

test("what cannot be written leaves nothing half made", async () => {
  await mkdir(join(folder, "taken.json"), { recursive: true });
  await assert.rejects(writeWhole(join(folder, "taken.json"), "text", 0o600));
  assert.deepEqual(await readdir(folder), ["taken.json"]);
});

test("the oldest beyond the number go, and no other file", async () => {
  for (const time of TIMES) await keep(folder, time, MODEL);
  await writeFile(join(folder, "2020-01-01T00-00-00-000Z.json"), "{}");
  await prune(folder, (await readShelf(folder, OWNER)).snapshots, 2);
  assert.deepEqual((await readdir(folder)).sort(), [
    ...["2020-01-01T00-00-00-000Z.json", "2026-02-01T00-00-00-000Z.json", "2026-11-05T07-00-00-000Z.json"],
  ]);
});

test("a folder that is not there holds nothing; one that cannot be read is a failure", async () => {
  assert.deepEqual(await readShelf(folder, OWNER), { snapshots: [], skipped: [] });
  await root.write("file", "");
  await assert.rejects(readShelf(join(root.root, "file"), OWNER), {
    code: "snapshot-failed",
    message: /ENOTDIR/,
  });
});
