// Whatever a file holds: `check` ends with exit code 2, with the place and what to do, and in good time.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { HEAD, HOSTILE_SPECS } from "../support/hostile-specs.ts";
import { UNPRINTABLE } from "../support/hostile-strings.ts";
import { type CliOptions, type CliResult, cli } from "../support/run-cli.ts";
import { assertHarmless } from "../support/terminal.ts";

/** Milliseconds that one command may take, on a machine that has other things to do as well. */
const DEADLINE = 20_000;

let cwd = "";
before(() => {
  cwd = mkdtempSync(join(tmpdir(), "deskrealm-hostile-"));
  mkdirSync(join(cwd, "stacks"));
  writeFileSync(join(cwd, "variable.yaml"), "helpdesk: otrs\nurl: https://${var:HOST}/otrs\n");
});
after(() => rmSync(cwd, { recursive: true }));

/** Exit code 2, a place in the file, a hint, and nothing that drives a terminal. */
async function refused(words: readonly string[], file: string, options: CliOptions = {}): Promise<CliResult> {
  const start = performance.now();
  const result = await cli(words, { cwd, root: cwd, ...options });
  const said = result.stdout + result.stderr;
  assert.equal(result.code, 2, said.slice(0, 2000));
  assert.match(
    said,
    new RegExp(`(^|\\s)${file.replace(/[.+]/g, "\\$&")}:\\d+:\\d+(:| error )`),
    said.slice(0, 2000),
  );
  assert.match(said, /^ *hint: \S/m);
  assert.doesNotMatch(said, /undefined|\[object|native code| {4}at /);
  assertHarmless(said);
  assert.ok(said.length < 200_000, `${said.length} characters`);
  assert.ok(performance.now() - start < DEADLINE);
  return result;
}

for (const [kind, specs] of Object.entries(HOSTILE_SPECS)) {
  describe(kind, () => {
    for (const [name, content] of specs) {
      test(`${name} is refused at its place`, async () => {
        writeFileSync(join(cwd, "spec.yaml"), content);
        await refused(["check", "spec.yaml"], "spec.yaml");
        const { stdout } = await cli(["check", "--json", "spec.yaml"], { cwd });
        assertHarmless(stdout);
        assert.equal(JSON.parse(stdout).files[0].valid, false);
      });
    }
  });
}

test("there are more than 200 of them, and each has a name of its own", () => {
  const names = Object.values(HOSTILE_SPECS).flatMap((specs) => specs.map(([name]) => name));
  assert.ok(names.length > 200, String(names.length));
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

describe("what is no file", () => {
  const PATHS: Readonly<Record<string, (path: string) => void>> = {
    "a folder": (path) => void mkdirSync(path),
    "a pipe that nobody writes to": (path) => void spawnSync("mkfifo", [path]),
    "a file that is not there": () => undefined,
    "a link to nothing": (path) => symlinkSync("nowhere", path),
    "a link to itself": (path) => symlinkSync(path, path),
    "a link to zeros without end": (path) => symlinkSync("/dev/zero", path),
    "a link to random bytes without end": (path) => symlinkSync("/dev/urandom", path),
    "a link to nothing at all": (path) => symlinkSync("/dev/null", path),
  };
  for (const [index, [name, make]] of Object.entries(PATHS).entries()) {
    test(`${name} is refused at once`, async () => {
      make(join(cwd, `odd-${index}.yaml`));
      const { stdout } = await refused(["check", `odd-${index}.yaml`], `odd-${index}.yaml`);
      assert.match(stdout, /error file-unreadable/);
    });
  }

  test("a file that this account may not read is refused, and by root it is read", async () => {
    writeFileSync(join(cwd, "closed.yaml"), HEAD);
    chmodSync(join(cwd, "closed.yaml"), 0o000);
    if (process.getuid?.() === 0) assert.equal((await cli(["check", "closed.yaml"], { cwd })).code, 0);
    else await refused(["check", "closed.yaml"], "closed.yaml");
  });

  for (const path of ["variable.yaml/x.yaml", `${"x".repeat(300)}.yaml`]) {
    test(`the path ${path.slice(0, 30)} is refused`, async () => {
      await refused(["check", path], path);
    });
  }

  test("a path with characters that drive a terminal is shown without them", async () => {
    for (const one of UNPRINTABLE) {
      const { code, stdout } = await cli(["check", `${one}.yaml`], { cwd });
      assert.equal(code, 2);
      assertHarmless(stdout);
    }
  });
});

describe("values of variables", () => {
  const values = [
    "",
    "a b",
    "a\\b",
    "u:p@evil.example",
    "evil.example/#",
    "evil.example/?x",
    "*",
    "${var:HOST}",
    "[::1",
  ];
  for (const value of [...values, "\u202E", ...UNPRINTABLE.map((one) => `x/${one}`)]) {
    test(`HOST=${JSON.stringify(value)} is refused where the variable stands`, async () => {
      await refused(["check", "variable.yaml", "--var", `HOST=${value}`], "variable.yaml");
    });
  }

  test("names that every object has are variables like others", async () => {
    for (const name of ["constructor", "__proto__", "toString"]) {
      writeFileSync(join(cwd, "spec.yaml"), `helpdesk: otrs\nurl: https://\${var:${name}}.example\n`);
      await refused(["check", "spec.yaml"], "spec.yaml");
      await refused(["check", "spec.yaml", "--var", "HOST=x"], "spec.yaml");
      const { code, stdout } = await cli(["explain", "spec.yaml", "--var", `${name}=desk`], { cwd });
      assert.equal(code, 0);
      assert.match(stdout, /^url: https:\/\/desk\.example$/m);
    }
  });
});

describe("a stack's file", () => {
  const MEANT = ["odd encodings", "aliases and merges", "tags and directives", "broken syntax"];
  const texts = MEANT.flatMap((kind) => HOSTILE_SPECS[kind] ?? []);

  test("with a text that is no YAML, or no configuration, is refused at its place or read without harm", async () => {
    let count = 0;
    for (const [name, content] of texts) {
      writeFileSync(join(cwd, "stacks/Pulumi.odd.yaml"), content);
      const result = await cli(["check", "variable.yaml", "--stack", "odd"], { cwd, root: cwd });
      const said = result.stdout + result.stderr;
      assert.equal(result.code, 2, name);
      assert.match(
        said,
        /(stacks\/Pulumi\.odd\.yaml:\d+:\d+: |variable\.yaml:2:6 error variable-without-value)/,
        name,
      );
      assertHarmless(said, name);
      if (said.includes("stacks/Pulumi.odd.yaml:")) count++;
    }
    assert.ok(count > 60, String(count));
  });

  test("without an end is refused at once", async () => {
    writeFileSync(join(cwd, "stacks/Pulumi.large.yaml"), Buffer.alloc(50_000_000, "# comment\n"));
    symlinkSync("/dev/zero", join(cwd, "stacks/Pulumi.zero.yaml"));
    for (const name of ["large", "zero"]) {
      const { code, stderr } = await cli(["check", "variable.yaml", "--stack", name], { cwd, root: cwd });
      assert.equal(code, 2);
      assert.match(stderr, /^error stack-missing: .* (more than \d+ bytes|a device, not a file)/);
    }
  });

  for (const config of ["1", "x", "[a]", "true"]) {
    test(`config: ${config} is refused at its place`, async () => {
      writeFileSync(join(cwd, "stacks/Pulumi.odd.yaml"), `config: ${config}\n`);
      await refused(["check", "variable.yaml", "--stack", "odd"], "stacks/Pulumi.odd.yaml");
    });
  }
  for (const variables of [
    "1",
    "x",
    "[a]",
    "{ HOST: [a] }",
    "{ HOST: { a: b } }",
    "{ HOST: }",
    '"[]"',
    '"{"',
  ]) {
    test(`deskrealm:variables: ${variables} is refused at its place`, async () => {
      writeFileSync(join(cwd, "stacks/Pulumi.odd.yaml"), `config:\n  deskrealm:variables: ${variables}\n`);
      await refused(["check", "variable.yaml", "--stack", "odd"], "stacks/Pulumi.odd.yaml");
    });
  }

  test("a hostile name of a stack leads nowhere and is shown without harm", async () => {
    for (const name of ["../../etc/passwd", "..", "nowhere", ...UNPRINTABLE]) {
      const { code, stderr } = await cli(["check", "variable.yaml", "--stack", name], { cwd, root: cwd });
      assert.equal(code, 2, name);
      assert.match(stderr, /^error stack-missing: /);
      assertHarmless(stderr);
    }
  });
});
