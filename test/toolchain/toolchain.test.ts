// Where pulumi and its plugin come from: PATH, the official download, or a build.

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { cacheRoot } from "../../scripts/toolchain/cache.ts";
import { pluginFile } from "../../scripts/toolchain/keycloak-plugin.ts";
import { run } from "../../scripts/toolchain/run.ts";
import { ensureToolchain, inspectToolchain } from "../../scripts/toolchain/toolchain.ts";
import { cli, isFittingCli, keycloakPlugin, languageHost } from "../../scripts/toolchain/versions.ts";
import { type Releases, serveReleases, temporaryFolder, writeFakePulumi } from "./stand-ins.ts";

const systemPath = "/usr/bin:/bin";

interface World extends AsyncDisposable {
  readonly releases: Releases;
  readonly folder: string;
  readonly cache: string;
  readonly env: Record<string, string>;
  /** What pulumi was asked to do. */
  readonly calls: () => Promise<string[]>;
}

/** An empty cache, a PATH without pulumi and without Go, and the stand-in for the official downloads. */
async function world(): Promise<World> {
  const folder = await temporaryFolder();
  const calls = join(folder.path, "calls");
  const releases = await serveReleases(cli.downloaded, keycloakPlugin.version, calls);
  const cache = join(folder.path, "cache");
  return {
    releases,
    folder: folder.path,
    cache,
    env: {
      PATH: systemPath,
      HOME: folder.path,
      DESKREALM_CACHE: cache,
      DESKREALM_PULUMI_RELEASES: releases.url,
    },
    calls: async () =>
      (await readFile(calls, "utf8").catch(() => "")).split("\n").filter((line) => line !== ""),
    [Symbol.asyncDispose]: async () => {
      await releases[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Where a download fails, the failure is seen, and not minutes of building. */
function onlyDownloads({ env }: World): Record<string, string> {
  return { ...env, DESKREALM_TOOLCHAIN: "download" };
}

suite("PATH", () => {
  test("a pulumi that fits is used, and a warm call starts nothing", async () => {
    await using w = await world();
    const bin = join(w.folder, "bin");
    await writeFakePulumi(bin, "3.222.0", join(w.folder, "calls"));
    const env = { ...w.env, PATH: `${bin}:${systemPath}` };
    const toolchain = await ensureToolchain({ env });
    assert.equal(toolchain.source.cli, "path");
    assert.equal(toolchain.pulumi, join(bin, "pulumi"));
    assert.equal(toolchain.versions.cli, "3.222.0");
    assert.ok(!w.releases.asked.some((path) => path.startsWith("/sdk/")));
    const before = await w.calls();
    assert.equal(before.length, 2, "version and plugin install");
    assert.deepEqual(await ensureToolchain({ env }), toolchain);
    assert.deepEqual(await w.calls(), before);
  });

  test("one that is too old, or has no language host, is not used", async () => {
    await using w = await world();
    const bin = join(w.folder, "bin");
    await writeFakePulumi(bin, "3.199.9", join(w.folder, "calls"));
    const env = { ...w.env, PATH: `${bin}:${systemPath}` };
    assert.equal((await ensureToolchain({ env })).source.cli, "download");
    assert.deepEqual(["3.200.0", "3.999.0", "4.0.0", "2.9.0"].map(isFittingCli), [true, true, false, false]);
  });

  test("a pulumi that comes to PATH later is noticed", async () => {
    await using w = await world();
    const bin = join(w.folder, "bin");
    const env = { ...w.env, PATH: `${bin}:${systemPath}` };
    assert.equal((await ensureToolchain({ env })).source.cli, "download");
    await writeFakePulumi(bin, "3.300.0", join(w.folder, "calls"));
    assert.equal((await ensureToolchain({ env })).source.cli, "path");
  });

  test("one in a folder that is not called bin still has a root for the Automation API", async () => {
    await using w = await world();
    const odd = join(w.folder, "tools");
    await writeFakePulumi(odd, "3.222.0", join(w.folder, "calls"));
    const { cliRoot } = await ensureToolchain({ env: { ...w.env, PATH: `${odd}:${systemPath}` } });
    assert.ok((await stat(join(cliRoot, "bin", "pulumi"))).isFile());
  });
});

suite("the built language host", () => {
  test("is told the project's nodeargs, by the launcher of an earlier version too", async () => {
    await using w = await world();
    const bin = join(w.cache, "toolchain", `cli-built-${cli.built}-${languageHost.built}`, "bin");
    await writeFakePulumi(bin, cli.built, join(w.folder, "calls"));
    await writeFile(join(bin, "language-host"), '#!/bin/sh\necho "$#"; printf "%s\\n" "$@"\n', {
      mode: 0o755,
    });
    const { cliRoot, source } = await ensureToolchain({ env: w.env });
    assert.deepEqual([join(cliRoot, "bin"), source.cli], [bin, "build"]);
    const inside = join(w.folder, "a project", "infra");
    await mkdir(inside, { recursive: true });
    const options = { env: w.env, cwd: inside };
    const launch = () => run(join(bin, "pulumi-language-nodejs"), ["127.0.0.1:1"], options);
    assert.equal((await launch()).output, "3\n-typescript=false\n-nodeargs=\n127.0.0.1:1\n");
    const settings = "runtime:\n  options:\n    nodeargs: --require some/module --no-warnings\nmain: infra\n";
    await writeFile(join(w.folder, "a project", "Pulumi.yaml"), settings);
    const { output } = await launch();
    assert.equal(
      output,
      "3\n-typescript=false\n-nodeargs=--require some/module --no-warnings\n127.0.0.1:1\n",
    );
  });
});

suite("the official download", () => {
  test("brings the CLI and the plugin, into our own folders only", async () => {
    await using w = await world();
    const lines: string[] = [];
    const toolchain = await ensureToolchain({ env: onlyDownloads(w), progress: (line) => lines.push(line) });
    assert.deepEqual(toolchain.source, { cli: "download", keycloakPlugin: "download" });
    assert.equal(await readFile(pluginFile(toolchain.pulumiHome), "utf8"), "a plugin");
    assert.ok(toolchain.pulumi.startsWith(w.cache) && toolchain.pulumiHome.startsWith(w.cache));
    assert.deepEqual((await readdir(w.folder)).sort(), ["cache", "calls"]);
    assert.ok(lines.some((line) => line.includes("downloading the Pulumi CLI")));
    const { code, output } = await run("pulumi", ["version"], { env: { ...w.env, ...toolchain.env } });
    assert.deepEqual([code, output], [0, `v${cli.downloaded}\n`]);
  });

  test("is named by no link to the cache, as the home that has the link may go", async () => {
    await using w = await world();
    const home = join(w.folder, "another home");
    await mkdir(home);
    for (const name of ["toolchain", "pulumi-home"]) {
      await mkdir(join(w.cache, name), { recursive: true });
      await symlink(join(w.cache, name), join(home, name));
    }
    const env = onlyDownloads(w);
    await ensureToolchain({ env: { ...env, DESKREALM_CACHE: home } });
    const { pulumi, env: inside } = await ensureToolchain({ env });
    await rm(home, { recursive: true });
    const { code, output } = await run(pulumi, ["version"], { env: { ...w.env, ...inside } });
    assert.deepEqual([code, output], [0, `v${cli.downloaded}\n`]);
  });

  test("is refused where the checksum is wrong, and leaves nothing behind", async () => {
    await using w = await world();
    const archive = [...w.releases.files.keys()].find((path) => path.endsWith(".tar.gz")) ?? "";
    w.releases.files.set(archive, Buffer.from("something else"));
    await assert.rejects(ensureToolchain({ env: onlyDownloads(w) }), isFailure("checksum-mismatch"));
    assert.deepEqual(await leftovers(w.cache), []);
    assert.equal(await inspectToolchain({ env: onlyDownloads(w) }), undefined);
  });

  test("processes at once bring it once", async () => {
    await using w = await world();
    const script = fileURLToPath(import.meta.resolve("./ensure-in-a-process.ts"));
    const ends = await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, [script], { env: onlyDownloads(w) })),
    );
    assert.deepEqual(
      ends.map(({ code, output }) => [code, output.trim().split("\n").at(-1)]),
      Array(3).fill([0, "download"]),
    );
    assert.equal(
      w.releases.asked.filter((path) => path.startsWith("/sdk/") && path.endsWith(".gz")).length,
      1,
    );
  });

  test("what a killed process left behind is cleared away", async () => {
    await using w = await world();
    const folder = join(w.cache, "toolchain");
    await mkdir(join(folder, `cli-downloaded-${cli.downloaded}`), { recursive: true });
    await mkdir(join(folder, "cli-downloaded-1.tmp-99999-aaaa"));
    await writeFile(join(folder, "stamp.json"), '{"key":');
    await writeFile(join(folder, "lock"), JSON.stringify({ pid: process.pid, started: "another life" }));
    assert.equal((await ensureToolchain({ env: onlyDownloads(w) })).source.cli, "download");
    assert.deepEqual(await leftovers(w.cache), []);
  });

  test("an installation of the plugin that was cut short is done again", async () => {
    await using w = await world();
    const { pulumiHome } = await ensureToolchain({ env: onlyDownloads(w) });
    await writeFile(join(pulumiHome, "plugins", `resource-keycloak-v${keycloakPlugin.version}.partial`), "");
    const before = (await w.calls()).length;
    assert.equal(await inspectToolchain({ env: onlyDownloads(w) }), undefined);
    await ensureToolchain({ env: onlyDownloads(w) });
    assert.equal((await w.calls()).length, before + 1);
  });
});

suite("the build", () => {
  test("without downloads and without Go the failure says what to install", async () => {
    await using w = await world();
    w.releases.files.clear();
    // Where Go is in its usual folder it is found without PATH, so the way is closed by name.
    const env = { ...w.env, DESKREALM_TOOLCHAIN: "download" };
    await assert.rejects(ensureToolchain({ env }), isFailure("toolchain-missing"));
  });

  test("makes a CLI, a language host and a plugin that work together", { timeout: 1_800_000 }, async () => {
    // What was built once is not built again; where this person's tools are not built, theirs stay as they are.
    const tools = await inspectToolchain({ env: process.env });
    const isBuilt = tools?.source.cli === "build" && tools.source.keycloakPlugin === "build";
    const own = { DESKREALM_CACHE: join(cacheRoot(process.env), "test-build"), DESKREALM_TOOLCHAIN: "build" };
    const env = { ...process.env, ...(isBuilt ? {} : own) };
    const toolchain = await ensureToolchain({ env, progress: (line) => console.error(line) });
    assert.deepEqual(toolchain.source, { cli: "build", keycloakPlugin: "build" });
    const { output } = await run("pulumi", ["version"], { env: { ...env, ...toolchain.env } });
    assert.equal(output.trim(), `v${cli.built}`);
    const plugins = await run("pulumi", ["plugin", "ls", "--json"], { env: { ...env, ...toolchain.env } });
    assert.match(
      plugins.output,
      new RegExp(`"name": "keycloak",[^}]*"version": "${keycloakPlugin.version}"`),
    );
  });
});

function isFailure(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Failure && error.code === code;
}

async function leftovers(cache: string): Promise<string[]> {
  return (await readdir(cache, { recursive: true })).filter((name) => /\.tmp-|lock$/.test(name));
}
