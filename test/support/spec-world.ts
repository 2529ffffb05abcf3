// A product's realms on a real Keycloak, and what deskrealm's commands make of them.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdminClient } from "../../infra/admin/client.ts";
import { loadModel } from "../../infra/load-model.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { applyDirectly, removeDirectly } from "./apply-directly.ts";
import { differences } from "./live.ts";
import { keycloakEnvironment } from "./project.ts";
import { type CliResult, cli } from "./run-cli.ts";
import { adminOf, startKeycloak } from "./test-keycloak.ts";

export class SpecWorld implements AsyncDisposable {
  readonly keycloak: Keycloak;
  readonly admin: AdminClient;
  readonly folder: string;

  private constructor(keycloak: Keycloak, folder: string) {
    this.keycloak = keycloak;
    this.admin = new AdminClient(adminOf(keycloak));
    this.folder = folder;
  }

  static async start(): Promise<SpecWorld> {
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-product-"));
    return new SpecWorld(await startKeycloak(), folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.keycloak[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }

  /** Makes the realms of a spec's text and gives what goes with them. */
  async make(name: string, text: string): Promise<MadeSpec> {
    const path = join(this.folder, `${name}.yaml`);
    await writeFile(path, text);
    const { value, diagnostics } = await loadModel(path, path, { variables: {}, env: {} });
    assert.ok(value, JSON.stringify(diagnostics));
    await applyDirectly(this.admin, value.model, { secret: () => "Initial-Passw0rd!" });
    const run = (...words: string[]): Promise<CliResult> => {
      const env = keycloakEnvironment(this.keycloak, this.keycloak.url);
      return cli(words, { cwd: this.folder, root: this.folder, env });
    };
    return {
      loaded: value,
      run: (command, ...words) => run(command, path, ...words),
      exported: (...words) => run("export", "--helpdesk", value.model.product, ...words),
      differences: () => differences(adminOf(this.keycloak), value as never),
      rendered: () => this.#rendered(name, (...words) => run("render", path, ...words)),
      remove: () => removeDirectly(this.admin, value.model),
    };
  }

  async #rendered(name: string, render: (...words: string[]) => Promise<CliResult>): Promise<Rendered> {
    const out = join(this.folder, `${name}-rendered`);
    const { code, stdout, stderr } = await render("--out", out);
    assert.equal(code, 0, stderr);
    const names = await readdir(out);
    const files = await Promise.all(
      names.map(async (file) => {
        const path = join(out, file);
        return [file, { text: await readFile(path, "utf8"), mode: (await stat(path)).mode & 0o777 }] as const;
      }),
    );
    return { stdout, files: Object.fromEntries(files) };
  }
}

export interface Rendered {
  /** Steps and notices. */
  readonly stdout: string;
  readonly files: Readonly<Record<string, { readonly text: string; readonly mode: number }>>;
}

export interface MadeSpec {
  readonly loaded: NonNullable<Awaited<ReturnType<typeof loadModel>>["value"]>;
  /** A command on the spec's file. */
  readonly run: (command: string, ...words: string[]) => Promise<CliResult>;
  readonly exported: (...words: string[]) => Promise<CliResult>;
  readonly differences: () => Promise<string[]>;
  /** What `render` writes and prints. */
  readonly rendered: () => Promise<Rendered>;
  readonly remove: () => Promise<void>;
}
