// A loopback proxy that counts the calls to the Admin API and for tokens.

import { give, LoopbackProxy } from "../support/loopback-proxy.ts";

export class CountingProxy implements AsyncDisposable {
  readonly url: string;
  calls = 0;
  readonly #proxy: LoopbackProxy;

  private constructor(proxy: LoopbackProxy) {
    this.#proxy = proxy;
    this.url = proxy.url;
  }

  /** @param target - base URL of a Keycloak on this machine */
  static async start(target: string): Promise<CountingProxy> {
    const counting = new CountingProxy(
      await LoopbackProxy.start(async (_, answer, passOn) => {
        counting.calls += 1;
        give(answer, await passOn(target));
      }),
    );
    return counting;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
  }
}
