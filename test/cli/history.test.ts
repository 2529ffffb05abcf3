// deskrealm history without a server: lists, comparisons, the way back, and what it refuses.

import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cli } from "../support/run-cli.ts";
import { keep, past } from "../support/snapshots.ts";
import { StackFolder } from "../support/stack-folder.ts";

const SPEC = `helpdesk: otrs
url: https://desk.acme.example
agents:
  displayName: \${var:NAME:-Desk}
  roles: [Agent]
  users:
    ada: { firstName: Ada, lastName: Byron, email: ada@acme.example, temporaryPassword: "\${secret:ada}" }
`;
const FIRST = "helpdesk: otrs\nurl: https://desk.acme.example\nagents: { roles: [Agent, Admin] }\n";
const SECOND = `${FIRST}shared: { passwordPolicy: length(12) }\n`;
const [ONE, TWO] = ["2026-01-01T08-00-00-000Z", "2026-01-02T08-00-00-000Z"];

let folder: StackFolder;
before(async () => {
  folder = await StackFolder.create();
  await folder.write("desk.yaml", SPEC);
  await folder.write("other.yaml", SPEC);
  const variables = { "deskrealm:variables": { NAME: "Service Desk" } };
  await folder.stack("desk", { "deskrealm:spec": "desk.yaml", "deskrealm:snapshots": "kept", ...variables });
  await folder.stack("plain", { "deskrealm:spec": "other.yaml" });
  const kept = join(folder.root, "kept/desk");
  await keep(kept, "2026-01-01T08:00:00.000Z", past(FIRST));
  await keep(kept, "2026-01-02T08:00:00.000Z", past(SECOND));
  await folder.write("kept/desk/notes.txt", "mine");
});
after(() => folder[Symbol.asyncDispose]());

const history = (...words: string[]) => cli(["history", ...words], { root: folder.root, cwd: folder.root });

test("the list begins with the newest, says what changed from each to the next, and names what it passed over", async () => {
  const { code, stdout, stderr } = await history("desk.yaml");
  assert.equal(code, 0, stderr);
  assert.equal(
    stdout,
    [
      "2 snapshots of deskrealm/desk in kept/desk, the newest first:",
      `1  ${TWO}  otrs-agents, otrs-customer-users`,
      `2  ${ONE}  otrs-agents, otrs-customer-users  2 differences to 1`,
      "",
    ].join("\n"),
  );
  assert.equal(stderr, "notice: kept/desk/notes.txt was passed over: its name is not that of a snapshot\n");
});

test("programs get the list with a version", async () => {
  const { stdout } = await history("desk.yaml", "--stack", "desk", "--json");
  const { version, owner, snapshots, skipped } = JSON.parse(stdout);
  assert.deepEqual([version, owner, skipped.length], [1, "deskrealm/desk", 1]);
  assert.deepEqual(snapshots[1], {
    ...{ number: 2, id: ONE, time: "2026-01-01T08:00:00.000Z", server: "https://keycloak.acme.example" },
    ...{ spec: "desk.yaml", realms: ["otrs-agents", "otrs-customer-users"], differences: 2 },
  });
});

test("two snapshots are compared in drift's words; the exit code is 3 where they differ", async () => {
  const { code, stdout } = await history("desk.yaml", "--diff", "2", TWO);
  assert.equal(code, 3);
  assert.equal(
    stdout,
    [
      `~ agents realm otrs-agents: password policy is not set in ${ONE} and length(12) in ${TWO}`,
      `~ customers realm otrs-customer-users: password policy is not set in ${ONE} and length(12) in ${TWO}`,
      `2 differences between ${ONE} and ${TWO}.`,
      "",
    ].join("\n"),
  );
  const same = await history("desk.yaml", "--diff", "1", "2026-01-02");
  assert.deepEqual([same.code, same.stdout], [0, `No differences between ${TWO} and ${TWO}.\n`]);
  const json = JSON.parse((await history("desk.yaml", "--diff", "1", "2", "--json")).stdout);
  assert.deepEqual(
    [json.version, json.from, json.to, json.differences[0].path, json.differences[0].to],
    [1, TWO, ONE, "agents/passwordPolicy", null],
  );
});

test("the spec that leads back is printed, or written where no file is, with the spec's own people", async () => {
  const { code, stdout, stderr } = await history("desk.yaml", "--spec", "2");
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^# Leads back to the snapshot 2026-01-01T08-00-00-000Z of otrs-agents and /);
  assert.match(
    stdout,
    /ada:\n +firstName: Ada\n[^:]*lastName: Byron\n[\s\S]*temporaryPassword: \$\{secret:ada\}/,
  );
  assert.match(stdout, /roles: \[ Admin \]/);
  assert.doesNotMatch(stdout, /passwordPolicy/);
  assert.match(stderr, /notice: \$\{var:NAME\} of desk\.yaml is not in this spec/);
  await folder.write("there.yaml", "mine\n");
  const refused = await history("desk.yaml", "--spec", "2", "--out", "there.yaml");
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /error file-exists: there\.yaml is there already/);
  assert.equal(await readFile(join(folder.root, "there.yaml"), "utf8"), "mine\n");
  assert.equal((await history("desk.yaml", "--spec", "2", "--out", "back.yaml")).stdout, "");
  assert.equal(await readFile(join(folder.root, "back.yaml"), "utf8"), stdout);
  const checked = await cli(["check", "back.yaml"], { root: folder.root, cwd: folder.root });
  assert.equal(checked.code, 0, checked.stderr);
  const json = JSON.parse((await history("desk.yaml", "--spec", "2", "--json")).stdout);
  assert.deepEqual([json.version, json.snapshot, json.spec, json.rest], [1, ONE, stdout, []]);
});

test("what a person asks for and there is not: exit code 2, with what to write", async () => {
  for (const [words, told] of [
    [
      ["desk.yaml", "--diff", "9"],
      /snapshot-unknown: There is no snapshot 9\.[\s\S]*2026-01-02T08-00-00-000Z, /,
    ],
    [["desk.yaml", "--diff", "2026-01-02T08-00-00-00Z", "1"], /did you mean 2026-01-02T08-00-00-000Z\?/],
    [["desk.yaml", "--spec", "2026"], /Several snapshots begin with 2026|There is no snapshot 2026/],
    [["desk.yaml", "--spec", "now"], /There is no snapshot now\.\nhint: there is/],
    [["desk.yaml", "--diff", "1", "2", "1"], /--diff takes one or two/],
    [["desk.yaml", "--diff", "1", "--spec", "1"], /one of --diff and --spec/],
    [["desk.yaml", "--out", "x"], /--out goes with --spec/],
    [["desk.yaml", "--stack", "plain"], /spec-mismatch: The stack plain belongs to other\.yaml/],
    [["desk.yaml", "--stack", "nobody"], /stack-missing: The stack nobody has no/],
    [["nobody.yaml"], /stack-missing: No stack names nobody\.yaml/],
    [["other.yaml"], /configuration-missing: The stack plain keeps no snapshots[\s\S]*deskrealm:snapshots/],
  ] as const) {
    const { code, stdout, stderr } = await history(...words);
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.match(stderr, told);
  }
});

test("a folder without snapshots is an empty list, and is not made", async () => {
  const { code, stdout } = await history("other.yaml", "--snapshots", "nowhere");
  assert.deepEqual([code, stdout], [0, "No snapshot of deskrealm/plain in nowhere/plain.\n"]);
  await assert.rejects(stat(join(folder.root, "nowhere")), { code: "ENOENT" });
});
