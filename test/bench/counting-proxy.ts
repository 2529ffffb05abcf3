// A loopback proxy that counts the calls to the Admin API and for tokens.

import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export class CountingProxy implements AsyncDisposable {
  readonly url: string;
  calls = 0;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  /** @param target - base URL of a Keycloak on this machine */
  static async start(target: string): Promise<CountingProxy> {
    const { hostname, port } = new URL(target);
    const server = createServer((incoming, answer) => {
      proxy.calls += 1;
      const { method, url: path, headers } = incoming;
      const outgoing = request({ hostname, port, method, path, headers }, (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(answer);
      });
      outgoing.on("error", () => answer.destroy());
      incoming.pipe(outgoing);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address() as AddressInfo;
    const close = () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      });
    const proxy = new CountingProxy(`http://127.0.0.1:${address.port}`, close);
    return proxy;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}
