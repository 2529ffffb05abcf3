// A project in a git repository of its own, for reviews.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CliResult, cli } from "./run-cli.ts";

/** Files by path; `null` deletes one. */
export type Files = Readonly<Record<string, string | null>>;

export class GitProject implements Disposable {
  /** Folder of the project, which has the stacks and the specs. */
  readonly root: string;
  readonly #top: string;

  /** @param folder - the project's folder in the repository */
  constructor(folder = "") {
    this.#top = mkdtempSync(join(tmpdir(), "deskrealm-review-"));
    this.root = join(this.#top, folder);
    mkdirSync(this.root, { recursive: true });
    this.git("init", "--quiet", "--initial-branch=main");
  }

  git(...words: string[]): string {
    const who = ["-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false"];
    const { status, stdout, stderr } = spawnSync("git", [...who, ...words], {
      cwd: this.#top,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }

  write(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
  }

  /** Writes and commits; the commit's name. */
  commit(files: Files): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", "change");
    return this.git("rev-parse", "HEAD");
  }

  review(...words: string[]): Promise<CliResult> {
    return cli(["review", ...words], {
      root: this.root,
      env: { PATH: process.env["PATH"], HOME: this.#top },
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#top, { recursive: true, force: true });
  }
}

/** A stack's file: the spec, variables in clear, and encrypted ones by their ciphers. */
export function stack(
  spec: string,
  variables: Readonly<Record<string, string>> = {},
  encrypted: Readonly<Record<string, string>> = {},
): string {
  const lines = [
    ...Object.entries(variables).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`),
    ...Object.entries(encrypted).map(([name, value]) => `    ${name}: { secure: ${value} }`),
  ];
  const config = lines.length === 0 ? [] : ["  deskrealm:variables:", ...lines];
  return ["config:", `  deskrealm:spec: ${spec}`, ...config, ""].join("\n");
}
