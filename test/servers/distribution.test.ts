// Where a Keycloak's files come from, and what is refused.

import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { ensureDistribution } from "../../scripts/servers/distribution.ts";
import { serveReleases, temporaryFolder } from "../toolchain/stand-ins.ts";

/** An empty cache and home, no Maven on PATH, and a Java that is never run. */
function optionsIn(folder: string, from?: string) {
  const env = { PATH: join(folder, "nothing"), HOME: folder, DESKREALM_CACHE: join(folder, "cache") };
  const java = { home: "/nowhere", version: "21.0.0", major: 21 };
  return { version: "26.4.0", java, from, env, progress: () => {} };
}

async function refused(promise: Promise<unknown>, code: string, words: RegExp): Promise<void> {
  await assert.rejects(
    promise,
    (error) => error instanceof Failure && error.code === code && words.test(error.message),
  );
}

test("an unknown version is refused with the known ones", async () => {
  await using folder = await temporaryFolder();
  const options = { ...optionsIn(folder.path), version: "26.9.9" };
  await assert.rejects(ensureDistribution(options), (error) => {
    return (
      error instanceof Failure && error.code === "keycloak-unknown-version" && error.hint.includes("26.4.0")
    );
  });
});

test("a zip with another checksum is refused, and nothing stays behind", async () => {
  await using folder = await temporaryFolder();
  const zip = join(folder.path, "keycloak-26.4.0.zip");
  await writeFile(zip, "not a Keycloak");
  await refused(ensureDistribution(optionsIn(folder.path, zip)), "checksum-mismatch", /SHA-256/);
  assert.deepEqual(await readdir(join(folder.path, "cache", "keycloak", "26.4.0")), []);
});

test("a folder with another version, or a path that is not there, is refused", async () => {
  await using folder = await temporaryFolder();
  const unpacked = join(folder.path, "keycloak");
  await mkdir(unpacked);
  await writeFile(join(unpacked, "version.txt"), "Keycloak - Version 26.2.0\n");
  await refused(ensureDistribution(optionsIn(folder.path, unpacked)), "checksum-mismatch", /26\.4\.0/);
  await refused(
    ensureDistribution(optionsIn(folder.path, join(folder.path, "none"))),
    "download-failed",
    /none/,
  );
});

test("without Maven the release page is asked, and its zip must be the pinned one", async () => {
  await using folder = await temporaryFolder();
  await using releases = await serveReleases("1.0.0", "1.0.0", join(folder.path, "calls"));
  const options = optionsIn(folder.path);
  const env = { ...options.env, DESKREALM_KEYCLOAK_RELEASES: releases.url };
  const words = /could not be fetched/;
  await refused(ensureDistribution({ ...options, env }), "download-failed", words);
  assert.deepEqual(releases.asked, ["/26.4.0/keycloak-26.4.0.zip"]);
  releases.files.set("/26.4.0/keycloak-26.4.0.zip", Buffer.from("another zip"));
  await refused(ensureDistribution({ ...options, env }), "checksum-mismatch", /checksum/);
});
