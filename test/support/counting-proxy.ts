// A loopback proxy that counts the calls to a Keycloak, by kind.

import { give, LoopbackProxy } from "./loopback-proxy.ts";

/** A method of the Admin API, `token` for one asked for, or `other` for what browsers and product servers ask. */
type Kind = string;

export class CountingProxy implements AsyncDisposable {
  readonly url: string;
  readonly #proxy: LoopbackProxy;
  readonly #counts = new Map<Kind, number>();

  private constructor(proxy: LoopbackProxy) {
    this.#proxy = proxy;
    this.url = proxy.url;
  }

  /** @param target - base URL of a Keycloak on this machine */
  static async start(target: string): Promise<CountingProxy> {
    const counting = new CountingProxy(
      await LoopbackProxy.start(async ({ method, path }, answer, passOn) => {
        const kind = kindOf(method, path);
        counting.#counts.set(kind, (counting.#counts.get(kind) ?? 0) + 1);
        give(answer, await passOn(target));
      }),
    );
    return counting;
  }

  /** How many came since the last call of this. */
  take(): Readonly<Record<Kind, number>> {
    const counts = Object.fromEntries(this.#counts);
    this.#counts.clear();
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
  }
}

function kindOf(method: string, path: string): Kind {
  if (path.startsWith("/admin/")) return method;
  return path.endsWith("/protocol/openid-connect/token") ? "token" : "other";
}
