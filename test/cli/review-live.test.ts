// `deskrealm review --live` without a server: what it refuses, and what it says of stacks it cannot look at.

import assert from "node:assert/strict";
import { test } from "node:test";
import { freePort } from "../../scripts/servers/port.ts";
import { cli } from "../support/run-cli.ts";
import { StackFolder } from "../support/stack-folder.ts";

const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ["--live takes specs and no range: main..HEAD", ["--live", "main..HEAD"]],
  ["--live takes specs and no range: main...HEAD", ["realms/a.yaml", "main...HEAD", "--live"]],
  ["name specs, or a stack with --stack, or every stack with --all", ["--live"]],
  ["name specs, or a stack with --stack, or every stack with --all", ["--live", "--all", "realms/a.yaml"]],
  ["--stack goes with one spec", ["--live", "--stack", "a", "realms/a.yaml", "realms/b.yaml"]],
  ["--stack, --all and --no-pulumi go with --live", ["--stack", "a"]],
  ["--stack, --all and --no-pulumi go with --live", ["--no-pulumi"]],
  ["name one range; specs go with --live", ["HEAD~1", "HEAD"]],
];

test("words that do not go together are refused with exit code 2", async () => {
  for (const [message, words] of REFUSED) {
    const { code, stdout, stderr } = await cli(["review", ...words]);
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.ok(stderr.includes(`error: ${message}`), stderr);
  }
});

test("a spec above the working folder is a spec and no range", async () => {
  await using folder = await StackFolder.create();
  const { code, stderr } = await cli(["review", "--live", "../nowhere/desk.yaml", "--no-pulumi"], {
    root: folder.root,
  });
  assert.equal(code, 2);
  assert.match(stderr, /error file-unreadable[\s\S]*error spec-invalid: /);
});

test("stacks that cannot be looked at are named with the reason, in the review and on stderr", async () => {
  await using folder = await StackFolder.create();
  const spec = await folder.write("realms/desk.yaml", "helpdesk: otrs\nurl: https://otrs.acme.example\n");
  const url = `http://127.0.0.1:${await freePort()}`;
  await folder.stack("dead", { "deskrealm:spec": spec, "keycloak:url": url });
  await folder.stack("empty", {});
  const env = {
    KEYCLOAK_CLIENT_ID: "admin-cli",
    KEYCLOAK_USER: "admin",
    KEYCLOAK_PASSWORD: "Not-To-Be-Told",
  };
  const review = (...words: string[]) => cli(["review", "--live", ...words], { root: folder.root, env });

  const all = await review("--all", "--format", "json");
  assert.equal(all.code, 1);
  assert.match(all.stderr, /^dead: error admin-unreachable: /m);
  assert.match(all.stderr, /^empty: error configuration-missing: /m);
  const { live, summary } = JSON.parse(all.stdout);
  assert.deepEqual(
    live.failed.map((one: { helpdesk: string; code: string }) => [one.helpdesk, one.code]),
    [
      ["dead", "admin-unreachable"],
      ["empty", "configuration-missing"],
    ],
  );
  assert.deepEqual([live.previews, live.withoutPreview, summary.helpdesks], [[], [], 2]);
  assert.equal((await review("--stack", "empty")).code, 2);
  const one = await review(spec);
  assert.match(
    one.stdout,
    /^No helpdesk could be looked at\.\nNot reviewed \(admin-unreachable\): dead: POST /,
  );
  assert.ok(![all, one].some((said) => JSON.stringify(said).includes("Not-To-Be-Told")));
});
