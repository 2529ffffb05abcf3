// Decides which pulumi, language host and plugin are used: PATH, else the official download, else built
// from source. The only place that does.

import { mkdir, readdir, realpath, rm, stat } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import {
  cacheRoot,
  type Environment,
  exists,
  type Progress,
  readJson,
  withLock,
  writeWhole,
} from "./cache.ts";
import { buildCli, type Cli, cliInCache, cliOnPath, downloadCli, hostName, renewLauncher } from "./cli.ts";
import { findOnPath } from "./find-on-path.ts";
import { buildPlugin, downloadPlugin, installedPlugin } from "./keycloak-plugin.ts";
import { cli as cliVersions, keycloakPlugin, languageHost } from "./versions.ts";

export type Source = "path" | "download" | "build";

export interface Toolchain {
  /** The CLI's file. */
  readonly pulumi: string;
  /** The folder whose `bin` holds the CLI: what the Automation API calls a root. */
  readonly cliRoot: string;
  readonly pulumiHome: string;
  /** To be laid over the environment that pulumi runs in. */
  readonly env: Record<string, string>;
  readonly versions: { readonly cli: string; readonly languageHost: string; readonly keycloakPlugin: string };
  readonly source: { readonly cli: Source; readonly keycloakPlugin: Source };
}

export interface ToolchainOptions {
  readonly env: Environment;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  /** The Node.js that runs the program; it comes first on PATH. */
  readonly node?: string;
}

/** What the steps of one call share. */
export interface Work {
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  /** Our folder in the cache. */
  readonly folder: string;
  readonly pulumiHome: string;
  /** Address of the official releases, without a slash at its end. */
  readonly releases: string;
  readonly allowed: readonly Source[];
}

/** What the last full look found; it holds as long as the files that it was based on are the same. */
interface Stamp {
  readonly key: string;
  readonly cli: Cli;
  readonly plugin: Source;
}

/**
 * The tools that run the Pulumi program, brought where they are missing. A warm call reads a few files.
 * @throws Failure `toolchain-missing`, `toolchain-build-failed`
 * @example
 * const toolchain = await ensureToolchain({ env: process.env, progress: console.error });
 * spawn(toolchain.pulumi, ["preview"], { env: { ...process.env, ...toolchain.env } });
 */
export async function ensureToolchain(options: ToolchainOptions): Promise<Toolchain> {
  const work = await workOf(options, { create: true });
  const warm = await readStamp(work);
  if (warm !== undefined) return describe(warm, work, options.node);
  const lock = { ...work, what: "setting up Pulumi" };
  const stamp = await withLock(join(work.folder, "lock"), lock, async () => {
    const meanwhile = await readStamp(work);
    if (meanwhile !== undefined) return meanwhile;
    await sweep(work.folder);
    await renewLauncher(work);
    const cli = (await look(cliOnPath, "path", work)) ?? (await cliInCache(work)) ?? (await fetchCli(work));
    const pulumi = join(cli.root, "bin", "pulumi");
    const plugin = (await pluginInHome(work)) ?? (await fetchPlugin(pulumi, work));
    const made: Stamp = { key: await stampKey(work), cli, plugin };
    await writeWhole(stampFile(work), JSON.stringify(made));
    return made;
  });
  return describe(stamp, work, options.node);
}

/** The toolchain as an earlier call left it, or undefined where a call would have something to do. */
export async function inspectToolchain(options: ToolchainOptions): Promise<Toolchain | undefined> {
  const work = await workOf(options, { create: false });
  const stamp = await readStamp(work);
  return stamp === undefined ? undefined : describe(stamp, work, options.node);
}

async function workOf(
  { env, progress = () => {}, signal }: ToolchainOptions,
  { create }: { readonly create: boolean },
): Promise<Work> {
  const root = cacheRoot(env);
  const only = env["DESKREALM_TOOLCHAIN"];
  return {
    env,
    progress,
    signal,
    folder: await realFolder(join(root, "toolchain"), create),
    pulumiHome: await realFolder(join(root, "pulumi-home"), create),
    releases: env["DESKREALM_PULUMI_RELEASES"] ?? "https://get.pulumi.com/releases",
    // One way of the three, for those who want no download or no build.
    allowed:
      only === "path" || only === "download" || only === "build" ? [only] : ["path", "download", "build"],
  };
}

/**
 * Several homes may lead to one cache by symbolic links. The stamp in it names files for all of them, so it must
 * name none by a link that another home may take away.
 */
async function realFolder(path: string, create: boolean): Promise<string> {
  if (create) await mkdir(path, { recursive: true });
  return realpath(path).catch(() => path);
}

async function look<T>(find: (work: Work) => Promise<T | undefined>, source: Source, work: Work) {
  return work.allowed.includes(source) ? find(work) : undefined;
}

async function pluginInHome(work: Work): Promise<Source | undefined> {
  const source = await installedPlugin(work.pulumiHome);
  return source !== undefined && mayFetch(source, work) ? source : undefined;
}

/** A plugin of our own comes by no PATH, so that word limits the CLI only. */
function mayFetch(source: Source, { allowed }: Work): boolean {
  return allowed.includes(source) || allowed[0] === "path";
}

async function fetchCli(work: Work): Promise<Cli> {
  return eitherWay(
    "the Pulumi CLI",
    work,
    () => downloadCli(work),
    () => buildCli(work),
  );
}

async function fetchPlugin(pulumi: string, work: Work): Promise<Source> {
  return eitherWay(
    "the Keycloak plugin",
    work,
    () => downloadPlugin(pulumi, work),
    () => buildPlugin(pulumi, work),
  );
}

/** Downloads, or builds where that is refused. A wrong checksum is no reason to build: somebody should look. */
async function eitherWay<T>(
  what: string,
  work: Work,
  get: () => Promise<T>,
  build: () => Promise<T>,
): Promise<T> {
  let refusal: unknown;
  if (mayFetch("download", work)) {
    try {
      return await get();
    } catch (error) {
      work.signal?.throwIfAborted();
      if (error instanceof Failure && error.code === "checksum-mismatch") throw error;
      refusal = error;
      work.progress(`no download (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  if (mayFetch("build", work)) return build();
  const cause = refusal === undefined ? {} : { cause: refusal };
  throw new Failure("toolchain-missing", `${what} is missing`, {
    ...cause,
    hint: "unset DESKREALM_TOOLCHAIN",
  });
}

function stampFile(work: Work): string {
  return join(work.folder, "stamp.json");
}

async function readStamp(work: Work): Promise<Stamp | undefined> {
  const stamp = await readJson<Stamp>(stampFile(work));
  if (stamp === undefined || stamp.key !== (await stampKey(work))) return undefined;
  const whole =
    (await exists(join(stamp.cli.root, "bin", "pulumi"))) && (await installedPlugin(work.pulumiHome));
  return whole ? stamp : undefined;
}

/** Changes with the shape of `Stamp`, and with what is written beside the tools. */
const stampFormat = 5;

/** Changes when another pulumi comes to PATH, and when we pin other versions. */
async function stampKey(work: Work): Promise<string> {
  const files = await Promise.all(["pulumi", hostName].map((name) => findOnPath(name, work.env)));
  const onPath = await Promise.all(
    files.map(async (file) => {
      const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
      return found === undefined ? "" : `${file}:${found.size}:${found.mtimeMs}`;
    }),
  );
  return JSON.stringify([stampFormat, onPath, cliVersions, languageHost, keycloakPlugin, work.allowed]);
}

function describe(stamp: Stamp, work: Work, node = process.execPath): Toolchain {
  const { cli, plugin } = stamp;
  const host = cli.source === "build" ? languageHost.built : cli.version;
  const path = [dirname(node), join(cli.root, "bin"), work.env["PATH"] ?? ""].join(delimiter);
  return {
    pulumi: join(cli.root, "bin", "pulumi"),
    cliRoot: cli.root,
    pulumiHome: work.pulumiHome,
    env: {
      PATH: path,
      PULUMI_HOME: work.pulumiHome,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Two Node.js processes start for each operation; compiled once, they do so in half the time.
      NODE_COMPILE_CACHE: join(work.folder, "compile-cache"),
      // The CLI and its plugins live for seconds on small heaps: collecting less often takes off a tenth.
      GOGC: work.env["GOGC"] ?? "400",
    },
    versions: { cli: cli.version, languageHost: host, keycloakPlugin: keycloakPlugin.version },
    source: { cli: cli.source, keycloakPlugin: plugin },
  };
}

/** What killed processes left half made. Called with the lock held. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.includes(".tmp-")) await rm(join(folder, name), { recursive: true, force: true });
  }
}
