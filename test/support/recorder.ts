// Stands before a Keycloak, passes everything on, and keeps what was written through the Admin API: a test
// sees what a command really sent, and that a refusal sent nothing.

import { give, LoopbackProxy } from "./loopback-proxy.ts";

export interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export class Recorder implements AsyncDisposable {
  readonly url: string;
  /** Requests below /admin other than GET, in the order in which they came. */
  readonly writes: Write[];
  readonly #proxy: LoopbackProxy;

  private constructor(proxy: LoopbackProxy, writes: Write[]) {
    this.#proxy = proxy;
    this.url = proxy.url;
    this.writes = writes;
  }

  static async before(target: string): Promise<Recorder> {
    const writes: Write[] = [];
    const proxy = await LoopbackProxy.start(async ({ method, path, body }, answer, passOn) => {
      if (method !== "GET" && path.startsWith("/admin/"))
        writes.push({ method, path, body: body.toString() });
      give(answer, await passOn(target));
    });
    return new Recorder(proxy, writes);
  }

  /** What was written since the last call. */
  take(): Write[] {
    return this.writes.splice(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
  }
}
