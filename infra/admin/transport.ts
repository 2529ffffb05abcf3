// HTTP with a deadline. Node's own http and https: fetch takes no certificates of one's own, and loading
// it costs a preview some 30 ms.

import * as http from "node:http";
import * as https from "node:https";
import type { Connection } from "./connection.ts";
import { tooLate, unreachable } from "./errors.ts";

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** Requests at once: Keycloak gains nothing from more, and a server in use is not to be flooded. */
const MAX_PARALLEL = 8;

export class Transport {
  readonly #connection: Connection;
  readonly #signal: AbortSignal | undefined;
  readonly #agents = new Map<string, http.Agent>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(connection: Connection, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** Sends it when there is room, and answers within the connection's deadline from then on. */
  async send(request: Request): Promise<Answer> {
    while (this.#running >= MAX_PARALLEL) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running += 1;
    try {
      return await this.#sendOnce(request, true);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #sendOnce(request: Request, mayRetry: boolean): Promise<Answer> {
    const url = new URL(request.url);
    const { timeoutSeconds } = this.#connection;
    return new Promise<Answer>((resolve, reject) => {
      this.#signal?.throwIfAborted();
      const send = url.protocol === "https:" ? https.request : http.request;
      const body = request.body === undefined ? undefined : Buffer.from(request.body);
      const outgoing = send(url, {
        method: request.method,
        agent: this.#agent(url.protocol),
        headers: {
          accept: "application/json",
          ...this.#connection.headers,
          ...request.headers,
          ...(body === undefined ? {} : { "content-length": String(body.byteLength) }),
        },
      });
      let settled = false;
      const stop = (error: unknown) => {
        settle();
        outgoing.destroy();
        reject(error);
      };
      const deadline = setTimeout(() => stop(tooLate(request, timeoutSeconds)), timeoutSeconds * 1000);
      const onAbort = () => stop(this.#signal?.reason);
      const settle = () => {
        settled = true;
        clearTimeout(deadline);
        this.#signal?.removeEventListener("abort", onAbort);
      };
      this.#signal?.addEventListener("abort", onAbort, { once: true });
      const failed = (error: Error & { code?: string }) => {
        // Its own end is an error to a request, too.
        if (settled) return;
        settle();
        // A kept connection that the server closed just then. A POST is not sent twice.
        const again = mayRetry && outgoing.reusedSocket && request.method !== "POST";
        if (again && error.code === "ECONNRESET") resolve(this.#sendOnce(request, false));
        else reject(unreachable(request, error));
      };
      outgoing.on("error", failed);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", failed);
        incoming.on("end", () => {
          settle();
          resolve({
            status: incoming.statusCode ?? 0,
            location: incoming.headers.location,
            body: Buffer.concat(chunks).toString("utf8"),
          });
        });
      });
      outgoing.end(body);
    });
  }

  #agent(protocol: string): http.Agent {
    const known = this.#agents.get(protocol);
    if (known !== undefined) return known;
    const { tls } = this.#connection;
    const common = { keepAlive: true, maxSockets: MAX_PARALLEL };
    const agent =
      protocol === "https:"
        ? new https.Agent({
            ...common,
            rejectUnauthorized: !tls.insecureSkipVerify,
            ...(tls.rootCaCertificate === undefined ? {} : { ca: tls.rootCaCertificate }),
            ...(tls.clientCertificate === undefined ? {} : { cert: tls.clientCertificate }),
            ...(tls.clientPrivateKey === undefined ? {} : { key: tls.clientPrivateKey }),
          })
        : new http.Agent(common);
    this.#agents.set(protocol, agent);
    return agent;
  }
}
