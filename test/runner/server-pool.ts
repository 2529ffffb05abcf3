// Keycloaks that the test files of one run share, each with one file at a time. A start takes both cores for seconds,
// and a server that has run for a while answers sooner than a new one. They live in the runner's process; a test asks
// for one through a socket (`startKeycloak`), and gives it back by closing that.

import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { Keycloak } from "../../scripts/servers/keycloak.ts";
import { CertificateAuthority } from "../support/certificates.ts";
import { adminOf, POOL_VARIABLE, type PooledServer, type ServerWish } from "../support/test-keycloak.ts";

/** Beyond these an idle one ends. Each takes some 700 MB; each version may be wanted by several files at once. */
const MOST = 12;
/** Deleting more realms takes longer than a new server. */
const REALMS_TO_DELETE = 12;

/** A server with what its master realm said when it was new. */
interface Pooled {
  readonly keycloak: Keycloak;
  readonly pristine: string;
}

export class ServerPool implements AsyncDisposable {
  /** For the processes of the tests. */
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #authority: CertificateAuthority;
  readonly #socket: Server;
  /** Those that are free, the longest unused one first. */
  readonly #free: Pooled[] = [];
  /** Those that are being made clean, by version. */
  readonly #returning = new Map<Promise<void>, string>();
  #busy = 0;
  #started = 0;
  #lent = 0;

  private constructor(folder: string, authority: CertificateAuthority) {
    this.#folder = folder;
    this.#authority = authority;
    const path = join(folder, "socket");
    this.env = { [POOL_VARIABLE]: path };
    this.#socket = createServer((socket) => void this.#serve(socket));
    this.#socket.listen(path);
  }

  /**
   * @example
   * await using pool = await ServerPool.open();
   */
  static async open(): Promise<ServerPool> {
    return new ServerPool(
      await mkdtemp(join(tmpdir(), "deskrealm-servers-")),
      await CertificateAuthority.create(),
    );
  }

  /** How many servers were started for how many test files or suites. */
  get counts(): { readonly started: number; readonly lent: number } {
    return { started: this.#started, lent: this.#lent };
  }

  async #serve(socket: Socket): Promise<void> {
    // Whoever is killed closes it as well.
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => {});
    try {
      const [wish] = (await once(socket, "data")) as [Buffer];
      const pooled = await this.#take((JSON.parse(wish.toString()) as ServerWish).version);
      const { url, port, version, folder, adminPassword } = pooled.keycloak;
      const lent = { url, port, version, folder, adminPassword, authority: this.#authority.folder };
      socket.write(`${JSON.stringify({ lent } satisfies PooledServer)}\n`);
      await closed;
      this.#busy -= 1;
      this.#return(pooled);
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      socket.end(`${JSON.stringify({ failed } satisfies PooledServer)}\n`);
    }
  }

  async #take(version: string): Promise<Pooled> {
    this.#lent += 1;
    this.#busy += 1;
    try {
      for (;;) {
        const found = this.#free.findLastIndex(({ keycloak }) => keycloak.version === version);
        const [pooled] = found === -1 ? [] : this.#free.splice(found, 1);
        if (pooled !== undefined && (await pooled.keycloak.process()) !== undefined) return pooled;
        const returning = [...this.#returning].filter(([, of]) => of === version).map(([done]) => done);
        if (returning.length === 0) break;
        await Promise.race(returning);
      }
      while (this.#busy + this.#free.length > MOST) {
        const oldest = this.#free.shift();
        if (oldest === undefined) break;
        await oldest.keycloak[Symbol.asyncDispose]();
      }
      return await this.#start(version);
    } catch (error) {
      this.#busy -= 1;
      throw error;
    }
  }

  async #start(version: string): Promise<Pooled> {
    this.#started += 1;
    const keycloak = await Keycloak.start({ version, trust: [this.#authority.file], env: process.env });
    using admin = new AdminClient(adminOf(keycloak));
    return { keycloak, pristine: await masterOf(admin) };
  }

  #return(pooled: Pooled): void {
    const done = (async () => {
      const isClean = await clean(pooled).catch(() => false);
      if (isClean) this.#free.push(pooled);
      else await pooled.keycloak[Symbol.asyncDispose]();
    })();
    this.#returning.set(done, pooled.keycloak.version);
    void done.finally(() => this.#returning.delete(done));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await Promise.allSettled(this.#returning.keys());
    await Promise.allSettled(this.#free.map(({ keycloak }) => keycloak[Symbol.asyncDispose]()));
    await this.#authority[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Deletes all realms but master; whether that is as it was, so that the next one finds a new server. */
async function clean({ keycloak, pristine }: Pooled): Promise<boolean> {
  using admin = new AdminClient(adminOf(keycloak));
  const realms = await admin.get<{ realm: string }[]>("/realms", { briefRepresentation: true });
  const left = realms.map(({ realm }) => realm).filter((realm) => realm !== "master");
  if (left.length > REALMS_TO_DELETE) return false;
  for (const realm of left) await admin.delete(adminPath`/realms/${realm}`);
  return (await masterOf(admin)) === pristine;
}

/** What could be changed in the master realm, as text. */
async function masterOf(admin: AdminClient): Promise<string> {
  const parts = ["", "/clients", "/client-scopes", "/roles", "/users", "/groups", "/components"];
  const more = ["/identity-provider/instances", "/authentication/flows", "/authentication/required-actions"];
  const told: unknown[] = [];
  for (const part of [...parts, ...more]) told.push(await admin.get(`/realms/master${part}`));
  return JSON.stringify(told);
}
