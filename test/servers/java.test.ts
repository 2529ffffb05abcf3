// Which Java is chosen among those found.

import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { findJava, listJavas } from "../../scripts/servers/java.ts";
import { temporaryFolder } from "../toolchain/stand-ins.ts";

/** A Java's folder in ~/.jdks, with a `java` that says its version where there is no release file. */
async function fakeJava(home: string, version: string, release: boolean): Promise<string> {
  const folder = join(home, ".jdks", `jdk-${version}`);
  await mkdir(join(folder, "bin"), { recursive: true });
  const file = join(folder, "bin", "java");
  await writeFile(file, `#!/bin/sh\necho 'openjdk version "${version}" 2030-01-01' >&2\n`);
  await chmod(file, 0o755);
  if (release) await writeFile(join(folder, "release"), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
  return folder;
}

test("versions come from the release file, else from the Java itself; the newest is first", async () => {
  await using folder = await temporaryFolder();
  await fakeJava(folder.path, "8.0.1", true);
  await fakeJava(folder.path, "21.0.99", false);
  await fakeJava(folder.path, "26.0.1", true);
  const found = (await listJavas({ HOME: folder.path })).filter(({ home }) => home.includes(folder.path));
  assert.deepEqual(
    found.map(({ version, major }) => [version, major]),
    [
      ["26.0.1", 26],
      ["21.0.99", 21],
      ["8.0.1", 8],
    ],
  );
});

test("the newest that was tried wins over one that is newer than that", async () => {
  await using folder = await temporaryFolder();
  await fakeJava(folder.path, "25.99.0", true);
  await fakeJava(folder.path, "31.0.0", true);
  assert.equal((await findJava({ HOME: folder.path })).version, "25.99.0");
});

test("DESKREALM_JAVA_HOME is taken, or refused with its name", async () => {
  await using folder = await temporaryFolder();
  const [old, fitting] = [
    await fakeJava(folder.path, "11.0.1", true),
    await fakeJava(folder.path, "17.0.1", true),
  ];
  assert.equal((await findJava({ HOME: folder.path, DESKREALM_JAVA_HOME: fitting })).version, "17.0.1");
  await assert.rejects(
    findJava({ HOME: folder.path, DESKREALM_JAVA_HOME: old }),
    (error) => error instanceof Failure && error.code === "java-missing" && error.message.includes(old),
  );
});
