// Every command in the README is run, in its order, as it stands there.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cacheRoot } from "../../scripts/toolchain/cache.ts";
import { ensureToolchain } from "../../scripts/toolchain/toolchain.ts";
import { inSuite } from "../support/in-suite.ts";
import { startKeycloak } from "../support/test-keycloak.ts";

const ROOT = join(import.meta.dirname, "../..");
/** What git keeps of the repository, less the tests. */
const TRACKED = ["bin", "infra", "realms", "schema", "scripts", "toolchain", "LICENSE", "README.md"];
const FILES = ["Pulumi.yaml", "package.json", "package-lock.json", "tsconfig.json"];

interface Home extends AsyncDisposable {
  readonly root: string;
  readonly env: Record<string, string>;
}

/** A clone without packages and a home folder of its own, on the shared cache of tools. */
async function newHome(): Promise<Home> {
  await ensureToolchain({ env: process.env });
  const home = await mkdtemp(join(tmpdir(), "deskrealm-readme-"));
  const root = join(home, "deskrealm");
  for (const name of [...TRACKED, ...FILES])
    await cp(join(ROOT, name), join(root, name), { recursive: true });
  const cache = join(home, ".cache/deskrealm");
  await mkdir(cache, { recursive: true });
  for (const name of ["toolchain", "pulumi-home", "keycloak"]) {
    await symlink(join(cacheRoot(process.env), name), join(cache, name));
  }
  // Nothing of the person's own Pulumi or Keycloak, and not the Node that runs the tests.
  const foreign = /^(KEYCLOAK_|PULUMI_|DESKREALM_|NODE_|npm_)|^HOME$/;
  const own = Object.entries(process.env).filter(
    ([name]) => !foreign.test(name) || /^NODE_EXTRA_CA/.test(name),
  );
  const path = (process.env["PATH"] ?? "").split(":").filter((folder) => !folder.includes("node_modules"));
  const env = { ...Object.fromEntries(own), HOME: home, PATH: path.join(":") } as Record<string, string>;
  // A clone has a commit, which a review is made from.
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@acme.example", ...words], {
      cwd: root,
      env,
    });
  await cp(join(ROOT, ".gitignore"), join(root, ".gitignore"));
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "clone");
  return { root, env, [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }) };
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function bash(script: string, { root, env }: Home): Promise<Outcome> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", script], { cwd: root, env, timeout: 400_000 });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve({ code, stdout: stdout.join(""), stderr: stderr.join("") }));
  });
}

/** The shell blocks of the README, in order. */
async function blocks(): Promise<string[]> {
  const text = await readFile(join(ROOT, "README.md"), "utf8");
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
}

const home = inSuite(() => newHome());

test("npm start brings people in, a second time in seconds, and keycloak stop ends it", async () => {
  const [first = ""] = await blocks();
  assert.equal(first, "npm start\n");
  try {
    const start = await bash(first, home);
    assert.equal(start.code, 0, start.stderr);
    assert.match(start.stdout, /People can log in now/);
    assert.match(start.stdout, /All \d+ checks passed/);
    const config = join(home.root, "rendered/Config.pm");
    assert.equal((await stat(config)).mode & 0o777, 0o600);
    const secret = /ClientSecret'\} = '([^']+)'/.exec(await readFile(config, "utf8"))?.[1] ?? "";
    assert.ok(secret.length > 20);
    assert.ok(!`${start.stdout}${start.stderr}`.includes(secret), "the secret is only in the file");

    const goOn =
      /^Go on with plain Pulumi, or .*:\n([\s\S]*?)\nThe first password/m.exec(start.stdout)?.[1] ?? "";
    assert.match(goOn, /pulumi preview --stack demo/);
    const followed = await bash(`${goOn} --expect-no-changes\nnpx deskrealm drift --stack demo\n`, home);
    assert.equal(followed.code, 0, followed.stderr);

    const again = await bash(first, home);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /\d+ same/);
    assert.doesNotMatch(again.stdout, /\d+ (create|update|delete)/);
  } finally {
    const stop = await bash("npx deskrealm keycloak stop", home);
    assert.equal(stop.code, 0, stop.stderr);
  }
});

test("the README's other commands work in their order against a Keycloak of one's own", async () => {
  await using keycloak = await startKeycloak();
  const password = join(home.env["HOME"] ?? "", ".keycloak-password");
  await writeFile(password, keycloak.adminPassword);
  await chmod(password, 0o600);
  // upgrade.e2e.test.ts runs the one that takes minutes and ends with 3, ldap-sync.e2e.test.ts those of directories.
  const [, , ...rest] = (await blocks()).filter(
    (block) => !/^npx deskrealm (upgrade-preview|ldap) /.test(block),
  );
  const script = rest.join("\n").replaceAll("https://keycloak.acme.example", keycloak.url);
  const { code, stdout, stderr } = await bash(script, home);
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  assert.match(stdout, /redirect-uri-wildcard/);
  assert.match(stdout, /a new helpdesk at https:\/\/otrs\.acme\.example/);
  assert.match(stdout, /No differences/);
  assert.match(stdout, /All \d+ checks passed/);
  const gone = await fetch(`${keycloak.url}/realms/otrs-agents`);
  assert.equal(gone.status, 404, "the named realms are destroyed");
  assert.ok(!`${stdout}${stderr}`.includes(keycloak.adminPassword));
});

test("npm test is what the README's second block runs", async () => {
  const [, second = ""] = await blocks();
  assert.equal(second, "npm test\n");
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  assert.match(scripts["test"] ?? "", /scripts\/test\.ts/);
});
