// Stands before a Keycloak, passes everything on, and keeps what was written through the Admin API: a test
// sees what a command really sent, and that a refusal sent nothing.

import http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export class Recorder implements AsyncDisposable {
  readonly url: string;
  /** Requests below /admin other than GET, in the order in which they came. */
  readonly writes: Write[] = [];
  readonly #server: http.Server;

  private constructor(server: http.Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async before(target: string): Promise<Recorder> {
    const { hostname, port } = new URL(target);
    const agent = new http.Agent({ keepAlive: true });
    const server = http.createServer(async (incoming, answer) => {
      const { method = "GET", url: path = "/", headers } = incoming;
      const body = await buffer(incoming);
      if (method !== "GET" && path.startsWith("/admin/")) {
        recorder.writes.push({ method, path, body: body.toString() });
      }
      const outgoing = http.request({ hostname, port, method, path, headers, agent }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      outgoing.once("error", () => answer.destroy());
      outgoing.end(body);
    });
    server.once("close", () => agent.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const recorder = new Recorder(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return recorder;
  }

  /** What was written since the last call. */
  take(): Write[] {
    return this.writes.splice(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
