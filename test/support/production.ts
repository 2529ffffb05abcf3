// What a spec names of production and a test must not connect to: a directory, a mail server.

import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

export class Production implements AsyncDisposable {
  readonly port: number;
  /** The port of each connection that has come; all are cut at once. */
  readonly heard: string[];
  readonly #server: Server;

  private constructor(server: Server, heard: string[]) {
    this.port = (server.address() as AddressInfo).port;
    this.heard = heard;
    this.#server = server;
  }

  static async start(): Promise<Production> {
    const heard: string[] = [];
    const server = createServer((socket) => {
      heard.push(String(socket.remotePort));
      socket.destroy();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return new Production(server, heard);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
  }
}
