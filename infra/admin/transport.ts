// HTTP with a deadline. Node's own http and https: fetch takes no certificates of one's own, and loading
// it costs a preview some 30 ms.

import type { Agent } from "node:http";
import * as https from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import { AdminFailure, tooLate, unreachable } from "./errors.ts";

// An import would load fetch too, for the names of its that node:http hands on.
const http = process.getBuiltinModule("node:http");

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Doing it twice comes to the same as doing it once, although it is a POST. */
  readonly repeatable?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** Requests at once, and resources: Keycloak gains nothing from more, and a server in use is not to be flooded. */
export const MAX_PARALLEL = 8;

/** Milliseconds before each further try of what a restarting server or a proxy dropped. */
const PAUSES: readonly number[] = [250, 1000, 3000];
/** Answers of whatever stands before a Keycloak that is not there just then. */
const NOT_THERE: ReadonlySet<number> = new Set([502, 503, 504]);
/** A connection that was there and broke. One that is refused is told at once: nobody listens. */
const BROKEN: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE"]);

export class Transport {
  readonly #connection: Connection;
  readonly #signal: AbortSignal | undefined;
  readonly #agents = new Map<string, Agent>();
  readonly #waiting: (() => void)[] = [];
  readonly #pauses: readonly number[];
  #running = 0;

  constructor(connection: Connection, signal: AbortSignal | undefined, pauses = PAUSES) {
    this.#connection = connection;
    this.#signal = signal;
    this.#pauses = pauses;
  }

  /**
   * Sends it when there is room, and answers within the connection's deadline from then on. What may be done
   * twice is tried again where the server was away for a moment.
   */
  async send(request: Request): Promise<Answer> {
    while (this.#running >= MAX_PARALLEL) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running += 1;
    try {
      const end = performance.now() + this.#connection.timeoutSeconds * 1000;
      // A lost answer does not say whether the work was done, so nothing is created or deleted twice.
      const repeatable = request.repeatable ?? (request.method === "GET" || request.method === "PUT");
      for (const pause of repeatable ? this.#pauses : []) {
        const isLast = () => performance.now() + pause >= end;
        const answer = await this.#sendOnce(request, end, true).catch((error: unknown) => {
          if (isLast() || !isBroken(error)) throw error;
        });
        if (answer !== undefined && (isLast() || !NOT_THERE.has(answer.status))) return answer;
        await this.#rest(pause);
      }
      return await this.#sendOnce(request, end, true);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  async #rest(milliseconds: number): Promise<void> {
    const signal = this.#signal;
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    // An abort is told by its own reason.
    signal?.throwIfAborted();
  }

  /** @param end - of the deadline, by `performance.now()` */
  #sendOnce(request: Request, end: number, mayRetry: boolean): Promise<Answer> {
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
      const deadline = setTimeout(() => stop(tooLate(request, timeoutSeconds)), end - performance.now());
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
        if (again && error.code === "ECONNRESET") resolve(this.#sendOnce(request, end, false));
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

  #agent(protocol: string): Agent {
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

function isBroken(error: unknown): boolean {
  const cause =
    error instanceof AdminFailure ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
  return BROKEN.has(cause?.code);
}
