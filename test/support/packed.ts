// The package as it is published: packed from a copy of the repository, so that several tests may do so at once.

import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");
const COPIED = [
  ...["bin", "infra", "scripts", "schema", "toolchain", "realms", "Pulumi.yaml", "LICENSE", "README.md"],
  ...["package.json", "tsconfig.json", "tsconfig.build.json"],
];
/** Of one command of npm's, in milliseconds: packages come over the network. */
const DEADLINE = 300_000;

/** Runs npm; fails with what it said. */
export async function npm(words: readonly string[], cwd: string, env = process.env): Promise<string> {
  const path = [dirname(process.execPath), join(ROOT, "node_modules/.bin"), env["PATH"]].join(delimiter);
  const options = { cwd, env: { ...env, PATH: path }, timeout: DEADLINE, maxBuffer: 2 ** 26 };
  try {
    return (await promisify(execFile)("npm", words, options)).stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`npm ${words.join(" ")}: ${stdout}\n${stderr}`, { cause: error });
  }
}

export class Packed implements AsyncDisposable {
  /** The tarball. */
  readonly file: string;
  /** Paths of its files. */
  readonly files: readonly string[];
  readonly #folder: string;

  private constructor(folder: string, file: string, files: readonly string[]) {
    this.#folder = folder;
    this.file = file;
    this.files = files;
  }

  /** @example await using packed = await Packed.make(); */
  static async make(): Promise<Packed> {
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-packed-"));
    try {
      for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true });
      await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
      const [made] = JSON.parse(await npm(["pack", "--json"], folder)) as [
        { filename: string; files: { path: string }[] },
      ];
      return new Packed(
        folder,
        join(folder, made.filename),
        made.files.map(({ path }) => path),
      );
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * A copy of a project with this package and its other dependencies in it, and nothing else of this repository.
   *
   * @param project - path from the repository's top
   */
  async install(project: string): Promise<Installed> {
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-installed-"));
    try {
      await cp(join(ROOT, project), folder, { recursive: true });
      const manifest = join(folder, "package.json");
      const { devDependencies, ...rest } = JSON.parse(await readFile(manifest, "utf8"));
      const known = { ...devDependencies, deskrealm: `file:${this.file}` };
      await writeFile(manifest, JSON.stringify({ ...rest, devDependencies: known }));
      await npm(["install", "--prefer-offline", "--no-audit", "--no-fund", "--no-package-lock"], folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface Installed extends AsyncDisposable {
  readonly folder: string;
}
