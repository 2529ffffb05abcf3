// What Java gets of a built Keycloak.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { classPath } from "../../scripts/servers/class-path.ts";
import { prepare } from "../../scripts/servers/prepare.ts";
import { exists } from "../../scripts/toolchain/cache.ts";
import { temporaryFolder } from "../toolchain/stand-ins.ts";

/** As Java's `DataOutput.writeUTF` has it. */
function utf(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

test("the jars that the build has chosen, each of them there, in Quarkus' order", async () => {
  const { home } = await prepare({ version: "26.4.0", env: process.env, progress: () => {} });
  const jars = (await classPath(home)).split(":");
  assert.ok(jars.length > 200);
  const own = jars.indexOf("lib/quarkus/transformed-bytecode.jar");
  const theirs = jars.findIndex((jar) => /keycloak-model-jpa/.test(jar));
  assert.ok(own >= 0 && own < theirs, "a class that Quarkus has changed is found before the unchanged one");
  assert.ok(!jars.some((jar) => /mssql|deployment/.test(jar)), "what the build left out is not there");
  for (const jar of jars) assert.ok(await exists(join(home, jar)), jar);
});

test("a person's own providers are among them, whatever they are called", async () => {
  await using folder = await temporaryFolder();
  const quarkus = join(folder.path, "lib", "quarkus");
  await mkdir(quarkus, { recursive: true });
  const paths = ["quarkus/generated-bytecode.jar", "../providers/für uns_1.jar", "lib/main/a.jar"];
  const notJars = ["io/quarkus/runtime", "META-INF/services", "lib/main/a.jar"];
  await writeFile(
    join(quarkus, "quarkus-application.dat"),
    Buffer.concat([...paths, ...notJars].flatMap((path) => [utf(path), Buffer.from([1, 0, 2])])),
  );
  assert.deepEqual((await classPath(folder.path)).split(":"), [
    "lib/quarkus/generated-bytecode.jar",
    "providers/für uns_1.jar",
    "lib/lib/main/a.jar",
  ]);
});

test("a folder without a built Keycloak is told", async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(classPath(folder.path), (error) => {
    return (
      error instanceof Failure && error.code === "keycloak-start-failed" && /no jars/.test(error.message)
    );
  });
});
