// A copy of the project in a folder of its own, with its own stacks, state and passphrase, where tests run
// `pulumi` and `deskrealm` as people do: as programs.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { ensureToolchain, type Toolchain } from "../../scripts/toolchain/toolchain.ts";

const REPOSITORY = join(import.meta.dirname, "../..");
const COPIED = [
  ...["infra", "scripts", "bin", "realms", "schema"],
  ...["Pulumi.yaml", "package.json", "package-lock.json"],
];
/** Nothing of the person's own Pulumi or Keycloak reaches a test. */
const FOREIGN = /^(KEYCLOAK_|PULUMI_|DESKREALM_ALLOW_DESTROY$|DESKREALM_OPEN$|NODE_TEST_CONTEXT$)/;
/** Of one command, in milliseconds. */
const DEADLINE = 600_000;

type Environment = Readonly<Record<string, string>>;

/** What a program said, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for a search. */
  readonly text: string;
}

/** What a project is made of. */
export interface PreparedProject {
  /** Its folder. */
  readonly root: string;
  readonly toolchain: Toolchain;
  readonly env: Environment;
}

/** What `pulumi config set` is told; keys are full, such as `keycloak:url` or `deskrealm:variables.NAME`. */
export interface StackSettings {
  readonly plain?: Environment;
  readonly secret?: Environment;
}

export class Project implements AsyncDisposable {
  readonly root: string;
  readonly passphrase: string;
  /** Everything that every command has said so far. */
  readonly said: string[] = [];
  /** Goes over the environment of each command from now on. */
  env: Environment;
  readonly #base: Environment;
  readonly #pulumi: string;

  protected constructor({ root, toolchain, env }: PreparedProject) {
    this.root = root;
    this.env = env;
    this.passphrase = randomBytes(12).toString("hex");
    this.#pulumi = toolchain.pulumi;
    const own = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !FOREIGN.test(entry[0]),
    );
    this.#base = {
      ...Object.fromEntries(own),
      ...toolchain.env,
      PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: this.passphrase,
    };
  }

  /**
   * @param env - over the environment of each command, for example `keycloakEnvironment(keycloak)`
   * @example
   * await using project = await Project.create({ KEYCLOAK_URL: "http://127.0.0.1:9" });
   */
  static async create(env: Environment = {}): Promise<Project> {
    return new Project(await Project.prepare(env));
  }

  /** Makes the folder of a new project. */
  static async prepare(env: Environment): Promise<PreparedProject> {
    const toolchain = await ensureToolchain({ env: { ...process.env, ...env } });
    const root = await mkdtemp(join(tmpdir(), "deskrealm-project-"));
    for (const name of COPIED) {
      await cp(join(REPOSITORY, name), join(root, name), { recursive: true }).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      });
    }
    await symlink(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
    await mkdir(join(root, "state"));
    return { root, toolchain, env };
  }

  /** Writes a file below the project's folder, and gives its path from there. */
  async write(path: string, text: string): Promise<string> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), text);
    return path;
  }

  /** Plain `pulumi`, in the project's folder. */
  pulumi(args: readonly string[], env: Environment = {}, input = ""): Promise<Outcome> {
    const words = ["--non-interactive", "--color=never", ...args];
    return this.#run(this.#pulumi, words, env, input);
  }

  /** `deskrealm` through its launcher, in the project's folder. */
  deskrealm(args: readonly string[], env: Environment = {}): Promise<Outcome> {
    return this.#run(process.execPath, [join(this.root, "bin/deskrealm.cjs"), ...args], env, "");
  }

  /** The same, where nothing that is started can write a file of more than so many KiB. */
  deskrealmWithin(kib: number, args: readonly string[]): Promise<Outcome> {
    const words = [process.execPath, join(this.root, "bin/deskrealm.cjs"), ...args];
    // POSIX counts in blocks of 512 bytes. Node ends where its cache of compiled code hits the limit.
    const limited = ["-c", `ulimit -f ${kib * 2} && exec "$@"`, "sh", ...words];
    return this.#run("sh", limited, { NODE_DISABLE_COMPILE_CACHE: "1" }, "");
  }

  /**
   * The same, still running, in the caller's hands; its standard output is dropped.
   *
   * @param ownGroup - so that `kill(-pid)` ends it with all that it started
   */
  startDeskrealm(args: readonly string[], ownGroup = false): ChildProcess {
    return spawn(process.execPath, [join(this.root, "bin/deskrealm.cjs"), ...args], {
      detached: ownGroup,
      cwd: this.root,
      env: { ...this.#base, ...this.env },
      stdio: ["ignore", "ignore", "pipe"],
    });
  }

  /** `pulumi stack init` and all settings; the stack is selected afterwards. */
  async initStack(stack: string, spec: string, { plain = {}, secret = {} }: StackSettings = {}) {
    expectCode(await this.pulumi(["stack", "init", stack]), 0);
    const pairs = (flag: string, values: Environment) =>
      Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
    const words = [
      ...pairs("--plaintext", { "deskrealm:spec": spec, ...plain }),
      ...pairs("--secret", secret),
    ];
    expectCode(await this.pulumi(["config", "set-all", "--path", "--stack", stack, ...words]), 0);
  }

  /** Every file of the stacks and of their state, with its text. */
  async kept(): Promise<{ readonly path: string; readonly text: string }[]> {
    const files = await Promise.all(
      ["stacks", "state"].map(async (folder) => {
        const found = await readdir(join(this.root, folder), { recursive: true, withFileTypes: true });
        return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
      }),
    );
    return Promise.all(files.flat().map(async (path) => ({ path, text: await readFile(path, "utf8") })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  async #run(command: string, args: readonly string[], env: Environment, input: string): Promise<Outcome> {
    const child = spawn(command, args, {
      cwd: this.root,
      env: { ...this.#base, ...this.env, ...env },
      timeout: DEADLINE,
      killSignal: "SIGKILL",
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.end(input);
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status, signal) => {
        if (status !== null) resolve(status);
        else
          reject(new Error(`${command} ${args.join(" ")} ended by ${signal}, after at most ${DEADLINE} ms`));
      });
    });
    const [out, err] = [Buffer.concat(stdout).toString(), Buffer.concat(stderr).toString()];
    const outcome = { code, stdout: out, stderr: err, text: `${out}${err}` };
    this.said.push(outcome.text);
    return outcome;
  }
}

/** The server's administrator as `KEYCLOAK_*`. */
export function keycloakEnvironment(
  keycloak: Pick<Keycloak, "adminUsername" | "adminPassword">,
  url: string,
): Environment {
  return {
    KEYCLOAK_URL: url,
    KEYCLOAK_CLIENT_ID: "admin-cli",
    KEYCLOAK_USER: keycloak.adminUsername,
    KEYCLOAK_PASSWORD: keycloak.adminPassword,
  };
}

/** The same as `keycloak:*` of a stack. */
export function keycloakSettings(
  keycloak: Pick<Keycloak, "adminUsername" | "adminPassword">,
  url: string,
): StackSettings {
  return {
    plain: {
      "keycloak:url": url,
      "keycloak:clientId": "admin-cli",
      "keycloak:username": keycloak.adminUsername,
    },
    secret: { "keycloak:password": keycloak.adminPassword },
  };
}

/** Fails with all that was said where a command ended in another way. */
export function expectCode(outcome: Outcome, code: number): Outcome {
  assert.equal(outcome.code, code, `exit code ${outcome.code} instead of ${code}:\n${outcome.text}`);
  return outcome;
}
