// Prepares a version once: the master realm is in the database and the classes of a start, a realm and a login
// are in an archive, so that every later start takes seconds.

import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { exists, publish, temporaryName, withLock } from "../toolchain/cache.ts";
import { type DistributionOptions, ensureDistribution, versionFolder } from "./distribution.ts";
import { findJava, type Java } from "./java.ts";
import { type LaunchOptions, launch } from "./launch.ts";
import { freePort } from "./port.ts";
import { hasEnded, waitFor, waitUntilReady } from "./ready.ts";

export const adminUsername = "admin";
/** In a server's folder: the file, readable by its owner only, that holds the administrator's password. */
export const adminPasswordFile = "admin-password";

/** Raised when what is prepared, or the JVM's flags, change. */
const revision = 9;

/** In a template: the one for a server of test realms. */
const FOR_TESTS = "for-tests";

/** The name of what is prepared for a Java, with the revision. */
const TEMPLATE = /^java-(.+)-(\d+)$/;

export interface Prepared {
  readonly version: string;
  readonly java: Java;
  /** The unpacked and built Keycloak. */
  readonly home: string;
  /** Holds `data` and the administrator's password; copied for each new server. */
  readonly template: string;
  /** The same for a server of test realms. */
  readonly templateForTests: string;
  readonly classArchive: string;
}

export type PrepareOptions = Omit<DistributionOptions, "java">;

/** Prepares the version for the Java found here, or finds it prepared. */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const java = await findJava(options.env);
  const home = await ensureDistribution({ ...options, java });
  const template = join(versionFolder(options.version, options.env), `java-${java.version}-${revision}`);
  const prepared = {
    version: options.version,
    java,
    home,
    template,
    templateForTests: join(template, FOR_TESTS),
    classArchive: join(template, "classes"),
  };
  if (await exists(template)) return prepared;
  const lock = { ...options, what: `preparing Keycloak ${options.version}` };
  return withLock(`${template}.lock`, lock, async () => {
    if (await exists(template)) return prepared;
    await sweep(options);
    const temporary = temporaryName(template);
    try {
      await fill(temporary, prepared, options);
      await publish(temporary, template);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return prepared;
  });
}

/** The Javas that a version is prepared for, without preparing anything. */
export async function preparedFor(version: string, env: DistributionOptions["env"]): Promise<string[]> {
  const names = await readdir(versionFolder(version, env)).catch(() => []);
  return names.flatMap((name) => {
    const [, java, prepared] = TEMPLATE.exec(name) ?? [];
    return java !== undefined && Number(prepared) === revision ? [java] : [];
  });
}

/** Gives a new server's folder the prepared data, or another server's, and links to what all servers share. */
export async function copyTemplate(prepared: Prepared, serverFolder: string, source: string): Promise<void> {
  await linkShared(prepared.home, serverFolder);
  await cp(join(source, "data"), join(serverFolder, "data"), { recursive: true });
  await cp(join(source, adminPasswordFile), join(serverFolder, adminPasswordFile));
}

async function linkShared(home: string, serverFolder: string): Promise<void> {
  await mkdir(serverFolder, { recursive: true, mode: 0o700 });
  for (const name of ["lib", "conf", "providers", "themes"])
    await symlink(join(home, name), join(serverFolder, name));
}

/** What killed processes left half made, and what Deskrealms before this one have prepared. */
async function sweep(options: PrepareOptions): Promise<void> {
  const folder = versionFolder(options.version, options.env);
  for (const name of await readdir(folder)) {
    // NaN, which is never less, of another name.
    const isOld = Number(TEMPLATE.exec(name)?.[2]) < revision;
    if (isOld || /^java-.*\.tmp-/.test(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function fill(temporary: string, prepared: Prepared, options: PrepareOptions): Promise<void> {
  const { version, progress } = options;
  progress(`preparing Keycloak ${version} for Java ${prepared.java.version} (about 40 seconds, once)`);
  await mkdir(temporary, { recursive: true });
  const password = randomBytes(18).toString("base64url");
  const admin = { username: adminUsername, password };
  // The databases are those of the first runs: what the last one practises leaves no trace in them.
  const first = join(temporary, "first");
  await linkShared(prepared.home, first);
  const keep = async (folder: string) => {
    await cp(join(first, "data"), join(folder, "data"), { recursive: true });
    await writeFile(join(folder, adminPasswordFile), password, { mode: 0o600 });
  };
  await runOnce(first, prepared, { ...options, bootstrap: admin, forTests: true }, async () => {});
  await keep(join(temporary, FOR_TESTS));
  // Every start loads this module, and only this one needs what a login is made of.
  const { logIn, practise } = await import("./practise.ts");
  // Whoever logs in first gets another hash where the server's hashes are others, and older Keycloaks answer 500 to
  // whoever comes at the same time.
  await runOnce(first, prepared, options, (url) => logIn({ url, ...admin, signal: options.signal }));
  await keep(temporary);
  const archive = { file: join(temporary, "classes"), mode: "write" } as const;
  await runOnce(first, prepared, { ...options, archive }, (url) =>
    practise({ url, ...admin, signal: options.signal }),
  );
  await rm(first, { recursive: true });
}

interface RunOptions extends PrepareOptions {
  readonly archive?: LaunchOptions["classArchive"];
  readonly bootstrap?: LaunchOptions["bootstrap"];
  readonly forTests?: boolean;
}

/** Starts a server in its folder, works with it, and ends it in good order: a JVM writes its archive last. */
async function runOnce(
  serverFolder: string,
  { version, home, java }: Prepared,
  { archive, bootstrap, forTests = false, env, signal }: RunOptions,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const logFile = `${serverFolder}${archive === undefined ? "" : "-with-archive"}.log`;
  const common = { home, serverFolder, java, port, logFile, trust: [], forTests, detached: false, env };
  const child = await launch({
    ...common,
    ...(archive === undefined ? {} : { classArchive: archive }),
    ...(bootstrap === undefined ? {} : { bootstrap }),
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    const logStart = 0;
    await waitUntilReady({ child, url, logFile, logStart, deadlineMs: 300_000, signal });
    await work(url);
    child.kill("SIGTERM");
    const ended = await waitFor(() => signal?.aborted === true || hasEnded(child), 180_000);
    signal?.throwIfAborted();
    if (!ended)
      throw new Failure("keycloak-start-failed", `Keycloak ${version} did not stop; see ${logFile}`);
  } finally {
    if (!hasEnded(child)) child.kill("SIGKILL");
  }
}
