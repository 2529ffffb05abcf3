// What the proxies of tests and benchmarks stand on: a server on a free loopback port that takes each request
// whole, and sends it on when its owner says so.

import http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export class LoopbackProxy implements AsyncDisposable {
  readonly url: string;
  readonly #server: http.Server;
  readonly #agent: http.Agent;

  private constructor(server: http.Server, agent: http.Agent) {
    this.#server = server;
    this.#agent = agent;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * @param serve - answers one call; where it fails, the caller's connection is broken off
   * @example
   * await using proxy = await LoopbackProxy.start(async (call, answer, passOn) => give(answer, await passOn(url)));
   */
  static async start(
    serve: (
      call: Call,
      answer: http.ServerResponse,
      passOn: (target: string) => Promise<http.IncomingMessage>,
    ) => Promise<void>,
  ): Promise<LoopbackProxy> {
    const agent = new http.Agent({ keepAlive: true });
    const server = http.createServer(async (incoming, answer) => {
      try {
        const { method = "GET", url: path = "/", headers } = incoming;
        const call = { method, path, headers, body: await buffer(incoming) };
        await serve(call, answer, (target) => passOn(call, target, agent));
      } catch {
        answer.destroy();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new LoopbackProxy(server, agent);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Sends a server's answer to the one who asked. */
export function give(answer: http.ServerResponse, given: http.IncomingMessage): void {
  answer.writeHead(given.statusCode ?? 502, given.headers);
  given.once("error", () => answer.destroy());
  given.pipe(answer);
}

function passOn(
  { method, path, headers, body }: Call,
  target: string,
  agent: http.Agent,
): Promise<http.IncomingMessage> {
  const { hostname, port } = new URL(target);
  return new Promise((resolve, reject) => {
    const outgoing = http.request({ hostname, port, method, path, headers, agent }, resolve);
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}
