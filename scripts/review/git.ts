// Git, read and never written: revisions, the files in them, their texts. No shell, no network.

import { spawn } from "node:child_process";
import { realpath } from "node:fs/promises";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";

/** A file of a revision and the name of its content. */
export interface Blob {
  /** From the repository's top, with slashes. */
  readonly path: string;
  readonly id: string;
}

/** Settings of a caller's own repository, such as those that git gives to a hook. */
const FOREIGN =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE)$/;

export class Repository {
  /** Folder of the repository's work tree. */
  readonly top: string;
  /** The project's folder below it, with a slash at the end; empty where they are the same. */
  readonly prefix: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal;

  private constructor(top: string, prefix: string, env: NodeJS.ProcessEnv, signal: AbortSignal) {
    this.top = top;
    this.prefix = prefix;
    this.#env = env;
    this.#signal = signal;
  }

  /**
   * The repository that holds the project's folder.
   *
   * @throws Failure `repository-missing` where there is none, `git-failed` where git is not there.
   */
  static async open({ root, env, signal }: Pick<Context, "root" | "env" | "signal">): Promise<Repository> {
    const own = Object.entries(env).filter(([name]) => !FOREIGN.test(name));
    // A partial clone would fetch what it lacks; a review is made of what is here.
    const quiet = { LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" };
    const started = new Repository(
      await realpath(root),
      "",
      { ...Object.fromEntries(own), ...quiet },
      signal,
    );
    const { code, stdout, stderr } = await started.#git(["rev-parse", "--show-toplevel", "--show-prefix"]);
    if (code !== 0) {
      const reason = stderr.trim().split("\n")[0] ?? "";
      throw new Failure(
        "repository-missing",
        `${root} is in no git repository that can be read: ${reason}.`,
        {
          hint: "a review compares committed files: run git init, and commit the specs and stacks/",
        },
      );
    }
    const [top = "", prefix = ""] = stdout.toString("utf8").split("\n");
    return new Repository(top, prefix, started.#env, signal);
  }

  /**
   * Full name of a commit.
   *
   * @throws Failure `revision-unknown` where the words name none.
   */
  async commit(revision: string): Promise<string> {
    const isName = revision !== "" && !revision.startsWith("-") && !/\p{Cc}/u.test(revision);
    const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
    const id = isName ? await this.#try(words) : undefined;
    if (id === undefined) throw unknownRevision(revision, "git knows no such commit");
    return id.trim();
  }

  /** Where two commits part. */
  async mergeBase(one: string, other: string): Promise<string> {
    const id = await this.#try(["merge-base", one, other]);
    if (id === undefined) throw unknownRevision(`${one}...${other}`, "the two have no common commit here");
    return id.trim();
  }

  /** Every plain file of a commit; symbolic links and submodules are none. */
  async files(commit: string): Promise<Blob[]> {
    const text = await this.#run(["ls-tree", "-r", "-z", "--full-tree", commit]);
    return entries(text).flatMap((entry) => {
      const [, mode, id, path] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry) ?? [];
      return id !== undefined && path !== undefined && /^100/.test(mode ?? "") ? [{ path, id }] : [];
    });
  }

  /** Paths in the work tree that git knows or would take, deleted ones included. */
  async workingFiles(): Promise<string[]> {
    const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name", ":/"];
    return [...new Set(entries(await this.#run(words)))];
  }

  /** Texts of blobs by their names, in one go. */
  async texts(ids: readonly string[]): Promise<Map<string, string>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const { stdout } = await this.#git(["cat-file", "--batch"], `${wanted.join("\n")}\n`);
    const texts = new Map<string, string>();
    let at = 0;
    for (const id of wanted) {
      const end = stdout.indexOf(10, at);
      const size = / blob (\d+)$/.exec(stdout.toString("utf8", at, end))?.[1];
      if (size === undefined) throw failed(["cat-file", id], "the object is missing, as in a partial clone");
      const start = end + 1;
      texts.set(id, stdout.toString("utf8", start, start + Number(size)));
      at = start + Number(size) + 1;
    }
    return texts;
  }

  async #run(words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#git(words);
    if (code !== 0) throw failed(words, stderr.trim());
    return stdout.toString("utf8");
  }

  /** Undefined where git refuses. */
  async #try(words: readonly string[]): Promise<string | undefined> {
    const { code, stdout } = await this.#git(words);
    return code === 0 ? stdout.toString("utf8") : undefined;
  }

  #git(words: readonly string[], input = "") {
    const options = { cwd: this.top, env: this.#env, signal: this.#signal };
    return new Promise<{ code: number | null; stdout: Buffer; stderr: string }>((resolve, reject) => {
      const child = spawn("git", ["--no-replace-objects", "-c", "core.fsmonitor=false", ...words], options);
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
      child.on("error", (error) => reject(failed(words, error.message, error)));
      child.on("close", (code) => {
        resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString("utf8") });
      });
      // Git may end before it has read everything: its exit code tells.
      child.stdin.on("error", () => undefined);
      child.stdin.end(input);
    });
  }
}

const entries = (text: string): string[] => text.split("\0").filter((entry) => entry !== "");

function unknownRevision(revision: string, reason: string): Failure {
  return new Failure("revision-unknown", `${JSON.stringify(revision)} is no revision: ${reason}.`, {
    hint: "name commits, branches or tags, for example: deskrealm review origin/main..HEAD (CI may need the whole history: fetch-depth 0)",
  });
}

function failed(words: readonly string[], reason: string, cause?: unknown): Failure {
  return new Failure("git-failed", `git ${words[0]} failed: ${reason}`, { cause });
}
