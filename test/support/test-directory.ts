// What the tests' directories have in common: a folder and a server process of their own, and an administrator.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { hasEnded, waitFor } from "../../scripts/servers/ready.ts";
import { applyLdif, type LdapAccount, searchLdif } from "./ldap-tools.ts";

const DEADLINE = 60_000;

/** A server program and when it is up. */
export interface Launch {
  readonly program: string;
  readonly words: readonly string[];
  readonly isUp: () => Promise<boolean>;
}

export abstract class TestDirectory implements AsyncDisposable {
  /** DN above all entries. */
  abstract readonly base: string;
  readonly people: string;
  readonly groups: string;
  /** PEM file of the authority that signed its certificate. */
  readonly ca: string;
  protected readonly folder: string;
  #child: ChildProcess | undefined;

  protected constructor(base: string, ca: string, folder: string) {
    this.people = `ou=People,${base}`;
    this.groups = `ou=Groups,${base}`;
    this.ca = ca;
    this.folder = folder;
  }

  protected abstract account(): LdapAccount;

  /** Adds and changes entries as the directory's own administrator. */
  apply(ldif: string): Promise<void> {
    return applyLdif(this.account(), ldif);
  }

  /** What the directory's administrator finds, as LDIF. */
  search(filter: string, attributes?: readonly string[]): Promise<string> {
    return searchLdif(this.account(), this.base, filter, attributes);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill("SIGTERM");
    if (!(await waitFor(() => hasEnded(child), 10_000))) child.kill("SIGKILL");
    this.#child = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Does what makes it ready; where that fails, nothing of it is left. */
  protected async begin(work: () => Promise<void>): Promise<this> {
    try {
      await work();
      return this;
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Starts the server and waits until it is up. It ends with this process, however that ends. */
  protected async launch({ program, words, isUp }: Launch): Promise<void> {
    const logFile = join(this.folder, "log");
    const log = await open(logFile, "a");
    // Samba's server ends with its standard input.
    const child = spawn(program, words, { cwd: this.folder, stdio: ["pipe", log.fd, log.fd] });
    child.stdin?.on("error", () => {});
    await log.close();
    this.#child = child;
    const end = () => void child.kill("SIGKILL");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    const ready = await waitFor(async () => hasEnded(child) || (await isUp()), DEADLINE);
    assert.ok(ready && !hasEnded(child), `${program} did not start:\n${await readFile(logFile, "utf8")}`);
  }
}
