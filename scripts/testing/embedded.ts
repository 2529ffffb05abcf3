// The embedded Keycloaks of this process: one for each version, shared by all that ask for it at once.

import { rmSync } from "node:fs";
import type { Keycloak, KeycloakOptions } from "../servers/keycloak.ts";
import type { Progress } from "../toolchain/cache.ts";

/** A server that runs until it is disposed of. */
export interface Running<Server> extends AsyncDisposable {
  readonly server: Server;
}

interface Shared<Server> {
  readonly running: Promise<Running<Server>>;
  users: number;
  /** Ends the server when nobody has wanted it for a while. */
  ending?: NodeJS.Timeout;
}

/** Milliseconds that a server waits for the next test: starting one takes as long. */
const PATIENCE = 10_000;

export class SharedServers<Server> {
  readonly #shared = new Map<string, Shared<Server>>();
  readonly #patience: number;
  readonly #start: (version: string, progress: Progress) => Promise<Running<Server>>;

  constructor(start: (version: string, progress: Progress) => Promise<Running<Server>>, patience = PATIENCE) {
    this.#start = start;
    this.#patience = patience;
  }

  /**
   * The version's server, started where it does not run; it ends some time after the last who has it disposes of it.
   * Where starting fails it fails for all who wait, and the next one tries again.
   */
  async share(version: string, progress: Progress): Promise<Running<Server>> {
    const shared = this.#shared.get(version) ?? this.#add(version, progress);
    shared.users += 1;
    clearTimeout(shared.ending);
    try {
      const { server } = await shared.running;
      let held = true;
      const release = async () => {
        if (held) this.#release(version, shared);
        held = false;
      };
      return { server, [Symbol.asyncDispose]: release };
    } catch (error) {
      this.#forget(version, shared);
      throw error;
    }
  }

  #add(version: string, progress: Progress): Shared<Server> {
    const shared = { running: this.#start(version, progress), users: 0 };
    this.#shared.set(version, shared);
    return shared;
  }

  #release(version: string, shared: Shared<Server>): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    const end = async () => {
      this.#forget(version, shared);
      await (await shared.running)[Symbol.asyncDispose]();
    };
    // It must not keep the process, which takes the server along when it ends.
    shared.ending = setTimeout(() => void end().catch(() => {}), this.#patience).unref();
  }

  #forget(version: string, shared: Shared<Server>): void {
    if (this.#shared.get(version) === shared) this.#shared.delete(version);
  }
}

/**
 * Starts a server that leaves no folder behind where this process ends by itself. Where the process is killed, the
 * server ends too, by its own watcher.
 *
 * @param stateOf - the folder of what is known of its realms, which nobody can use without it
 */
export async function startWithProcess(
  options: KeycloakOptions,
  stateOf: (server: Keycloak) => string,
): Promise<Running<Keycloak>> {
  const { Keycloak } = await import("../servers/keycloak.ts");
  const server = await Keycloak.start(options);
  const started = await server.process();
  const removeState = () => rmSync(stateOf(server), { recursive: true, force: true });
  const endWithProcess = () => {
    try {
      if (started !== undefined) process.kill(started.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
    rmSync(server.folder, { recursive: true, force: true, maxRetries: 5 });
    removeState();
  };
  process.once("exit", endWithProcess);
  const end = async () => {
    process.removeListener("exit", endWithProcess);
    await server[Symbol.asyncDispose]();
    removeState();
  };
  return { server, [Symbol.asyncDispose]: end };
}
