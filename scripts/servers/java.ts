// Finds the Java that runs Keycloak.

import { readdir, readFile, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type Environment, exists } from "../toolchain/cache.ts";
import { findOnPath } from "../toolchain/find-on-path.ts";
import { run } from "../toolchain/run.ts";

export interface Java {
  /** The folder that holds `bin/java`. */
  readonly home: string;
  readonly version: string;
  readonly major: number;
}

/** Keycloak 26 wants 17 and is tried up to 25; a newer one is taken only where there is no other. */
const oldestMajor = 17;
const newestTriedMajor = 25;

/** Folders that hold Javas, each with the way from an entry to its home. */
function usualFolders(env: Environment): [folder: string, inside: string][] {
  const home = env["HOME"] ?? homedir();
  return [
    ["/usr/lib/jvm", ""],
    ["/usr/java", ""],
    ["/Library/Java/JavaVirtualMachines", "Contents/Home"],
    ["/opt/homebrew/opt", "libexec/openjdk.jdk/Contents/Home"],
    [join(home, ".sdkman/candidates/java"), ""],
    [join(home, ".jdks"), ""],
  ];
}

/**
 * `DESKREALM_JAVA_HOME` where it is set, else the newest that fits among `JAVA_HOME`, PATH and the usual folders.
 * @throws Failure `java-missing`
 */
export async function findJava(env: Environment): Promise<Java> {
  const chosen = env["DESKREALM_JAVA_HOME"];
  if (chosen !== undefined && chosen !== "") {
    const java = await inspect(chosen);
    if (java !== undefined && java.major >= oldestMajor) return java;
    throw new Failure("java-missing", `DESKREALM_JAVA_HOME holds no Java ${oldestMajor} or newer: ${chosen}`);
  }
  const fitting = (await listJavas(env)).filter((java) => java.major >= oldestMajor);
  const best = fitting.find((java) => java.major <= newestTriedMajor) ?? fitting[0];
  if (best !== undefined) return best;
  throw new Failure("java-missing", `Keycloak needs Java ${oldestMajor} or newer, and none was found`, {
    hint:
      "install one (Debian: apt-get install default-jre-headless; macOS: brew install openjdk), " +
      "or set JAVA_HOME to the folder of one",
  });
}

/** All Javas found, the newest first. */
export async function listJavas(env: Environment): Promise<Java[]> {
  const homes = new Set<string>();
  const add = async (home: string) => {
    const real = await realpath(join(home, "bin", "java")).catch(() => undefined);
    if (real !== undefined) homes.add(dirname(dirname(real)));
  };
  if (env["JAVA_HOME"]) await add(env["JAVA_HOME"]);
  const onPath = await findOnPath("java", env);
  // macOS has a /usr/bin/java that only asks for an installation: its folder is no Java's home.
  if (onPath !== undefined) await add(dirname(dirname(await realpath(onPath))));
  for (const [folder, inside] of usualFolders(env)) {
    for (const entry of await readdir(folder).catch(() => [])) await add(join(folder, entry, inside));
  }
  const javas = await Promise.all([...homes].map(inspect));
  return javas.filter((java) => java !== undefined).sort((a, b) => compareVersions(b.version, a.version));
}

async function inspect(home: string): Promise<Java | undefined> {
  if (!(await exists(join(home, "bin", "java")))) return undefined;
  // The release file answers without a JVM's start; a few distributions leave it out.
  const release = await readFile(join(home, "release"), "utf8").catch(() => "");
  const version = /^JAVA_VERSION="([^"]+)"/m.exec(release)?.[1] ?? (await ask(home));
  const major = Number.parseInt(version?.replace(/^1\./, "") ?? "", 10);
  return version === undefined || Number.isNaN(major) ? undefined : { home, version, major };
}

async function ask(home: string): Promise<string | undefined> {
  const { code, output } = await run(join(home, "bin", "java"), ["-version"], { env: {}, timeoutMs: 10_000 });
  return code === 0 ? /version "([^"]+)"/.exec(output)?.[1] : undefined;
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
