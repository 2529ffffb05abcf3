// What `ephemeral` refuses before it looks at anything.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cli } from "../support/run-cli.ts";

let cache: string;
before(async () => {
  cache = await mkdtemp(join(tmpdir(), "deskrealm-cache-"));
});
after(() => rm(cache, { recursive: true, force: true }));

const up = (...words: string[]) =>
  cli(["ephemeral", "up", "realms/otrs.yaml", ...words], { env: { DESKREALM_CACHE: cache } });

for (const [what, words, said] of [
  ["no name", ["--url", "https://a.example"], /required option '--name <name>'/],
  ["a name of capitals", ["--name", "PR_42", "--url", "https://a.example"], /write pr_42/],
  [
    "a path as a name",
    ["--name", "../x", "--url", "https://a.example"],
    /'--name <name>' argument '\.\.\/x' is invalid/,
  ],
  ["no URL", ["--name", "a", "--url", "a.example"], /is not an absolute URL: write an absolute address/],
  ["a URL with a wildcard", ["--name", "a", "--url", "https://*.example"], /Its host has a wildcard/],
  [
    "a time without a unit",
    ["--name", "a", "--url", "https://a.example", "--ttl", "8"],
    /write 30m, 8h or 7d/,
  ],
  ["a time too long", ["--name", "a", "--url", "https://a.example", "--ttl", "31d"], /at most 30d/],
  ["no time", ["--name", "a", "--url", "https://a.example", "--ttl", "0h"], /write 30m, 8h or 7d/],
  ["whom on two lines", ["--name", "a", "--url", "https://a.example", "--for", "a\nb"], /Write who it is/],
  ["no Keycloak", ["--name", "a", "--url", "https://a.example"], /error configuration-missing/],
  [
    "no such version",
    ["--name", "a", "--url", "https://a.example", "--embedded", "--keycloak-version", "1.0.0"],
    /error keycloak-unknown-version/,
  ],
] as const) {
  test(`up with ${what} is the person's mistake`, async () => {
    const { code, stdout, stderr } = await up(...words);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, said);
  });
}

test("up without a Keycloak tells what is wrong with the spec first, and then every way to one", async () => {
  const words = ["--name", "a", "--url", "https://a.example"];
  const spec = "test/samples/bad/unknown-key-realm.yaml";
  const wrong = await cli(["ephemeral", "up", spec, ...words], { env: { DESKREALM_CACHE: cache } });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /error unknown-key[\s\S]*error spec-invalid/);
  assert.doesNotMatch(wrong.stderr, /configuration-missing/);
  assert.match((await up(...words)).stderr, /KEYCLOAK_URL=.*\n.*--stack NAME.*--embedded\n$/);
});

test("without a shared Keycloak list and gc look at this machine, and down finds nothing", async () => {
  const run = (...words: string[]) => cli(["ephemeral", ...words], { env: { DESKREALM_CACHE: cache } });
  const notice = "No shared Keycloak is named (KEYCLOAK_URL, or --stack): only this machine is looked at.\n";
  assert.deepEqual(await run("list"), { code: 0, stdout: "There are no test realms.\n", stderr: notice });
  assert.deepEqual(await run("gc"), { code: 0, stdout: "Nothing is past its time.\n", stderr: notice });
  assert.deepEqual(await run("down", "pr-1"), {
    code: 0,
    stdout: "There are no test realms pr-1.\n",
    stderr: "",
  });
  const unknown = await run("extend", "pr-1");
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /error ephemeral-unknown/);
});
