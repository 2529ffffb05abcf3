// Which programs a command starts, and what those of Node.js load. A Node.js says so itself (note-node.cjs); pulumi,
// its language host and the Keycloak plugin are started through launchers, which write a line and become the program.
// Deskrealm finds them as it finds a person's: on PATH, and in the cache that the environment names.

import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { hostName } from "../../scripts/toolchain/cli.ts";
import { findOnPath } from "../../scripts/toolchain/find-on-path.ts";
import { pluginFile } from "../../scripts/toolchain/keycloak-plugin.ts";
import type { Toolchain } from "../../scripts/toolchain/toolchain.ts";

/** By the program's name: how often it was started, and the URLs of the files that it loaded. */
export type Noted = Readonly<Record<string, { readonly starts: number; readonly loaded: readonly string[] }>>;

/** Whether a loaded file is none of ours. */
export const isOfPackage = (url: string): boolean => url.includes("/node_modules/");

export class ProcessNotes implements AsyncDisposable {
  readonly #folder: string;
  /** For what is to be noted. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.env = env;
  }

  /**
   * @param toolchain - whose programs are noted too
   * @example
   * await using notes = await ProcessNotes.open();
   * await promisify(execFile)("node", ["bin/deskrealm.cjs"], { env: { ...process.env, ...notes.env } });
   * const { "node bin/deskrealm.cjs": command } = await notes.take();
   */
  static async open(toolchain?: Toolchain): Promise<ProcessNotes> {
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-notes-"));
    const notes = join(folder, "notes");
    await writeFile(notes, "");
    return new ProcessNotes(folder, {
      DESKREALM_TEST_NOTES: notes,
      NODE_OPTIONS: `--require ${JSON.stringify(join(import.meta.dirname, "note-node.cjs"))}`,
      ...(toolchain === undefined ? {} : await laidBefore(toolchain, folder)),
    });
  }

  /** What was noted since the last call. */
  async take(): Promise<Noted> {
    const { DESKREALM_TEST_NOTES: notes = "" } = this.env;
    const lines = (await readFile(notes, "utf8")).split("\n").filter((line) => line !== "");
    await truncate(notes);
    const noted: Record<string, { starts: number; loaded: string[] }> = {};
    for (const line of lines) {
      const [program = "", file = ""] = line.split("\t");
      noted[program] ??= { starts: 0, loaded: [] };
      if (file === "") noted[program].starts += 1;
      else noted[program].loaded.push(file);
    }
    return noted;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Puts launchers before the toolchain's programs; gives the environment that leads to them. */
async function laidBefore(
  { pulumi, pulumiHome, env }: Toolchain,
  folder: string,
): Promise<Record<string, string>> {
  const [bin, cache] = [join(folder, "bin"), join(folder, "cache")];
  const home = join(cache, "pulumi-home");
  const plugin = pluginFile(pulumiHome);
  await cp(pulumiHome, home, { recursive: true, filter: (path) => path !== plugin });
  await writeLauncher(join(bin, "pulumi"), pulumi);
  await writeLauncher(join(bin, hostName), (await findOnPath(hostName, env)) ?? hostName);
  await writeLauncher(pluginFile(home), plugin);
  const path = [dirname(process.execPath), bin, process.env["PATH"] ?? ""].join(delimiter);
  return { PATH: path, DESKREALM_CACHE: cache, DESKREALM_TOOLCHAIN: "path" };
}

async function writeLauncher(file: string, program: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const line = `printf '${basename(program)}\\t\\n' >>"$DESKREALM_TEST_NOTES"`;
  await writeFile(file, `#!/bin/sh\n${line}\nexec '${program}' "$@"\n`, { mode: 0o755 });
}
