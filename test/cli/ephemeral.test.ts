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
  ["a URL with a wildcard", ["--name", "a", "--url", "https://*.example"], /its host has a wildcard/],
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

test("up of several helpdesks takes each one's URL, and tells every wrong word at once", async () => {
  const several = (...urls: readonly string[]) =>
    cli(["ephemeral", "up", "realms/several.yaml", "--name", "a", ...urls.flatMap((url) => ["--url", url])], {
      env: { DESKREALM_CACHE: cache },
    });
  const wrong = await several(
    "https://a.example",
    "ticket=https://b.example",
    "otobo=x",
    "otobo=https://c.example",
  );
  assert.equal(wrong.code, 2);
  assert.equal(
    wrong.stderr,
    `error ephemeral-option: url: an address has no key, and the spec has several helpdesks: write --url otobo=https://a.example or --url tickets=https://a.example
url: the spec has no helpdesk ticket: write --url tickets=https://b.example
url: otobo (realms/several.yaml:4:5) has 2: write one, as --url otobo=https://c.example
url: tickets (realms/several.yaml:7:5) has none: write --url tickets=https://pr-42.preview.example
url: otobo: "x" is not an absolute URL: write an absolute address, for example https://pr-42.preview.example
`,
  );
  const keyed = await up("--name", "a", "--url", "otrs=https://a.example");
  assert.equal(keyed.code, 2);
  assert.match(
    keyed.stderr,
    /otrs is a key, and the spec has one helpdesk without any: write --url https:\/\/a/,
  );
  // Nothing is wrong with these but that there is no Keycloak.
  const right = await several("tickets=https://b.example", "otobo=https://a.example/otobo");
  assert.match(right.stderr, /^error configuration-missing/);
});

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
