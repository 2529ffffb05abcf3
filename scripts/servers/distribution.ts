// Gets a Keycloak's files: Maven's zip, the release page's, or what the person has; unpacked and built once.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Failure } from "../../infra/diagnostics/failure.ts";
import {
  cacheRoot,
  type Environment,
  exists,
  type Progress,
  publish,
  temporaryName,
  withLock,
} from "../toolchain/cache.ts";
import { download } from "../toolchain/download.ts";
import { findOnPath } from "../toolchain/find-on-path.ts";
import { run, tail } from "../toolchain/run.ts";
import type { Java } from "./java.ts";
import { keycloakChecksum } from "./keycloak-versions.ts";
import { unzip } from "./unzip.ts";

export interface DistributionOptions {
  readonly version: string;
  readonly java: Java;
  /** A zip, or an unpacked Keycloak, that the person has. Their folder is copied, never changed. */
  readonly from?: string | undefined;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** The folder of one version in the cache. */
export function versionFolder(version: string, env: Environment): string {
  return join(cacheRoot(env), "keycloak", version);
}

/** The folder of a Keycloak that is unpacked and built (`kc.sh build`), made where it is missing. */
export async function ensureDistribution(options: DistributionOptions): Promise<string> {
  const checksum = keycloakChecksum(options.version);
  const folder = versionFolder(options.version, options.env);
  const home = join(folder, "home");
  if (await exists(home)) return home;
  return withLock(
    join(folder, "home.lock"),
    { ...options, what: `Keycloak ${options.version}` },
    async () => {
      if (await exists(home)) return home;
      await sweep(folder);
      const temporary = temporaryName(home);
      try {
        await fill(temporary, checksum, options);
        await build(temporary, options);
        await publish(temporary, home);
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
      return home;
    },
  );
}

/** What killed processes left half made. Called with the lock held. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (/^(home|zip)\.tmp-/.test(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function fill(target: string, checksum: string, options: DistributionOptions): Promise<void> {
  const { version, from, progress } = options;
  const given = from === undefined ? undefined : await stat(from).catch(() => undefined);
  if (from !== undefined && given === undefined) {
    throw new Failure("download-failed", `there is no file or folder ${from}`);
  }
  if (from !== undefined && given?.isDirectory()) {
    const found = await readFile(join(from, "version.txt"), "utf8").catch(() => "");
    if (!found.includes(`Version ${version}`)) {
      throw new Failure("checksum-mismatch", `${from} is not an unpacked Keycloak ${version}`);
    }
    progress(`copying Keycloak ${version}`);
    // Its data stays the person's: the prepared server brings its own.
    await cp(from, target, { recursive: true, filter: (source) => source !== join(from, "data") });
    return;
  }
  const folder = versionFolder(version, options.env);
  const scratch = temporaryName(join(folder, "zip"));
  await mkdir(scratch, { recursive: true });
  try {
    const zip = from ?? (await fetchZip(scratch, checksum, options));
    if ((await sha256(zip)) !== checksum) {
      throw new Failure(
        "checksum-mismatch",
        `${zip} is not the zip of Keycloak ${version}: its SHA-256 differs`,
      );
    }
    progress(`unpacking Keycloak ${version}`);
    await unzip(zip, target, { stripFolders: 1, signal: options.signal });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fetchZip(scratch: string, checksum: string, options: DistributionOptions): Promise<string> {
  const { version, env, progress, signal } = options;
  const name = `keycloak-quarkus-dist-${version}.zip`;
  const local = join(
    env["HOME"] ?? homedir(),
    ".m2/repository/org/keycloak/keycloak-quarkus-dist",
    version,
    name,
  );
  if ((await exists(local)) && (await sha256(local)) === checksum) return local;
  const maven = await findOnPath("mvn", env);
  if (maven !== undefined) {
    progress(`fetching Keycloak ${version} (160 MB) with Maven`);
    const artifact = `org.keycloak:keycloak-quarkus-dist:${version}:zip`;
    const args = ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`];
    const { code } = await run(maven, args, { env, cwd: scratch, signal });
    if (code === 0 && (await exists(join(scratch, name)))) return join(scratch, name);
    progress("Maven could not fetch it; trying Keycloak's release page");
  }
  const base = env["DESKREALM_KEYCLOAK_RELEASES"] ?? "https://github.com/keycloak/keycloak/releases/download";
  const zip = join(scratch, name);
  try {
    await download(`${base}/${version}/keycloak-${version}.zip`, zip, { checksum, progress, signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Failure && error.code === "checksum-mismatch") throw error;
    throw new Failure("download-failed", `Keycloak ${version} could not be fetched`, {
      cause: error,
      hint: `download keycloak-${version}.zip elsewhere, then run: deskrealm keycloak start --from FILE`,
    });
  }
  return zip;
}

async function build(home: string, options: DistributionOptions): Promise<void> {
  options.progress(`building Keycloak ${options.version} (about 10 seconds, once)`);
  const { PATH, HOME, TMPDIR } = options.env;
  // Keycloaks older than Java 25 bring a Byte Buddy that refuses its class files unless it is told not to.
  const experimental = options.java.major >= 25 ? ["-Dnet.bytebuddy.experimental=true"] : [];
  const { code, output } = await run(
    join(home, "bin", "kc.sh"),
    [...experimental, "build", "--db=dev-file"],
    {
      env: { PATH, HOME, TMPDIR, JAVA_HOME: options.java.home },
      signal: options.signal,
    },
  );
  if (code !== 0) throw new Failure("keycloak-start-failed", `kc.sh build failed:\n${tail(output)}`);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
