// A state file that cannot be read is set aside, where it is in a file at all.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { setAside } from "../../scripts/heal/cut-state.ts";
import { backendFolder } from "../../scripts/stack/backend.ts";
import { StackFolder } from "../support/stack-folder.ts";

const STATES = ".pulumi/stacks/deskrealm";
const DESK = { owner: "deskrealm/desk", stack: "desk", now: new Date("2026-01-02T03:04:05.678Z") };

for (const ending of ["json", "json.gz"]) {
  test(`a state in .${ending} gets another name beside its own, and no other file does`, async () => {
    await using folder = await StackFolder.create();
    await folder.write(`${STATES}/desk.${ending}`, "{ cut");
    await folder.write(`${STATES}/desk.${ending}.bak`, "before");
    await folder.write(`${STATES}/other.json`, "{}");
    const aside = await setAside(folder.root, DESK);
    assert.equal(aside, `desk.${ending}.unreadable-20260102T030405678Z`);
    const names = await readdir(join(folder.root, STATES));
    assert.deepEqual(names.sort(), [`desk.${ending}.bak`, aside, "other.json"].sort());
    assert.equal(await readFile(join(folder.root, STATES, aside), "utf8"), "{ cut");
  });
}

test("a state that is in no file of this machine is refused with what to do", async () => {
  await using folder = await StackFolder.create();
  for (const backend of [undefined, folder.root]) {
    await assert.rejects(setAside(backend, DESK), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "state-unreadable");
      assert.match(error.hint, /pulumi stack rm --force desk/);
      return true;
    });
  }
});

for (const [url, folder] of [
  ["file:///srv/state", "/srv/state"],
  ["file:///srv/state?no_tmp_dir=true", "/srv/state"],
  ["file://~", "/home/anna"],
  ["file://~/state", "/home/anna/state"],
  ["file://./state", join(process.cwd(), "state")],
  ["postgres://127.0.0.1/pulumi", undefined],
  ["s3://bucket", undefined],
  ["https://api.pulumi.com", undefined],
  ["", undefined],
] as const) {
  test(`the backend ${url || "of nobody"} keeps states in ${folder ?? "no folder"}`, () => {
    assert.equal(backendFolder(url, { HOME: "/home/anna" }), folder);
  });
}

test("without HOME, ~ is the folder of whoever runs it", () => {
  assert.equal(backendFolder("file://~/state", {}), join(homedir(), "state"));
});
