// A Keycloak with the realms of specs in it, and the commands that people run on them.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { Expansion } from "../../infra/helpdesks/types.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { findDrift } from "../../scripts/drift/find.ts";
import { type Fetch, fetchFor } from "../../scripts/login/fetch.ts";
import { applyDirectly, removeDirectly } from "./apply-directly.ts";
import { Hand } from "./hand.ts";
import { keycloakEnvironment } from "./project.ts";
import { type CliResult, cli } from "./run-cli.ts";
import { adminOf, startKeycloak, type TestKeycloak } from "./test-keycloak.ts";

export const PASSWORD = "Initial-Passw0rd!";

/** Who logs in; the password is `PASSWORD`. */
export interface Somebody {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Of the client by which people log in. */
  readonly roles?: readonly string[];
}

export class ProductWorld implements AsyncDisposable {
  readonly keycloak: TestKeycloak;
  readonly fetch: Fetch;
  readonly #folder: string;

  private constructor(keycloak: TestKeycloak, folder: string) {
    this.keycloak = keycloak;
    this.fetch = fetchFor(adminOf(keycloak));
    this.#folder = folder;
  }

  static async create(): Promise<ProductWorld> {
    return new ProductWorld(await startKeycloak(), await mkdtemp(join(tmpdir(), "deskrealm-product-")));
  }

  get admin(): AdminClient {
    return this.keycloak.admin;
  }

  /** Makes the realms of a spec that has no error; they go with `Site`. */
  async bring(text: string): Promise<Site> {
    const { value, diagnostics } = loadSpec(text, "spec.yaml", { variables: {}, env: {} });
    assert.ok(value, diagnostics.map(({ detail }) => detail).join("\n"));
    const expansion = expandSpec(value.spec);
    await applyDirectly(this.admin, expansion.model, { secret: () => PASSWORD });
    const folder = await mkdtemp(join(this.#folder, "site-"));
    await writeFile(join(folder, "spec.yaml"), text);
    return new Site(this, expansion, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.keycloak[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface Rendered {
  /** Steps and notices. */
  readonly stdout: string;
  /** By path in the folder. */
  readonly files: Readonly<Record<string, { readonly text: string; readonly mode: number }>>;
}

/** The realms of one spec. */
export class Site implements AsyncDisposable {
  readonly expansion: Expansion;
  readonly folder: string;
  readonly #world: ProductWorld;

  constructor(world: ProductWorld, expansion: Expansion, folder: string) {
    this.#world = world;
    this.expansion = expansion;
    this.folder = folder;
  }

  /** `deskrealm COMMAND spec.yaml …`, as the server's administrator. */
  run(command: string, ...words: readonly string[]): Promise<CliResult> {
    const { keycloak } = this.#world;
    const env = keycloakEnvironment(keycloak, keycloak.url);
    return cli([command, "spec.yaml", ...words], { cwd: this.folder, root: this.folder, env });
  }

  /** `deskrealm export` of the realms that the words name. */
  exported(...words: readonly string[]): Promise<CliResult> {
    const { keycloak } = this.#world;
    const env = keycloakEnvironment(keycloak, keycloak.url);
    const product = words.includes("--helpdesk") ? [] : ["--helpdesk", this.expansion.model.key];
    const argv = ["export", ...product, ...words];
    return cli(argv, { cwd: this.folder, root: this.folder, env });
  }

  /** What `render` writes and prints. */
  async rendered(): Promise<Rendered> {
    const { code, stdout, stderr } = await this.run("render");
    assert.equal(code, 0, stdout + stderr);
    const folder = join(this.folder, "rendered");
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    const files = await Promise.all(
      paths.map(async (path) => {
        const [text, { mode }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
        return [relative(folder, path), { text, mode: mode & 0o777 }] as const;
      }),
    );
    return { stdout, files: Object.fromEntries(files) };
  }

  /** Changes by hand in a realm. */
  hand(key: RealmKey): Hand {
    return new Hand(this.#world.admin, this.expansion.model.realms[key]?.realm ?? "");
  }

  async add(key: RealmKey, { roles = [], ...person }: Somebody): Promise<void> {
    const realm = this.expansion.model.realms[key];
    assert.ok(realm);
    await this.#world.admin.post(adminPath`/realms/${realm.realm}/users`, {
      ...person,
      enabled: true,
      emailVerified: true,
      credentials: [{ type: "password", value: PASSWORD, temporary: false }],
    });
    const { clientId = "" } = realm.clients["app"] ?? {};
    if (roles.length > 0) await this.hand(key).giveRoles(person.username, clientId, roles);
  }

  /** Every difference between the spec and the server. */
  async drift(): Promise<string[]> {
    return (await findDrift(this.expansion.model, this.#world.admin)).map(({ text }) => text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeDirectly(this.#world.admin, this.expansion.model);
  }
}

/** Does something while a client is as `change` makes it, and puts it back. */
export async function whileClient<T>(
  hand: Hand,
  clientId: string,
  change: Parameters<Hand["setClient"]>[1],
  act: () => Promise<T>,
): Promise<T> {
  const before = await hand.client(clientId);
  await hand.setClient(clientId, change);
  try {
    return await act();
  } finally {
    // An attribute that is not named stays; an empty one goes.
    const none = Object.keys((await hand.client(clientId)).attributes ?? {}).map((name) => [name, ""]);
    await hand.admin.put(adminPath`/realms/${hand.realm}/clients/${before.id}`, {
      ...before,
      attributes: { ...Object.fromEntries(none), ...before.attributes },
    });
  }
}
