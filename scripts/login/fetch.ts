// A fetch that follows no redirect and knows the connection's certificates; Node's own takes none.

import * as http from "node:http";
import * as https from "node:https";
import { text } from "node:stream/consumers";
import type { Connection } from "../../infra/admin/connection.ts";
import { tooLate, unreachable } from "../../infra/admin/errors.ts";

export type Fetch = (
  url: string,
  init: {
    readonly method?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly body?: unknown;
  },
) => Promise<Response>;

type Settings = Pick<Connection, "tls" | "timeoutSeconds" | "headers">;

/** @throws AdminFailure `admin-unreachable`, also after the connection's deadline. */
export function fetchFor({ tls, timeoutSeconds, headers }: Settings, signal?: AbortSignal): Fetch {
  return async (url, init) => {
    const call = { method: init.method ?? "GET", url: url.split("?")[0] ?? url };
    const deadline = AbortSignal.timeout(timeoutSeconds * 1000);
    const options = {
      method: call.method,
      headers: { ...headers, ...init.headers },
      rejectUnauthorized: !tls.insecureSkipVerify,
      ...(tls.rootCaCertificate === undefined ? {} : { ca: tls.rootCaCertificate }),
      ...(tls.clientCertificate === undefined ? {} : { cert: tls.clientCertificate }),
      ...(tls.clientPrivateKey === undefined ? {} : { key: tls.clientPrivateKey }),
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    };
    try {
      const incoming = await new Promise<http.IncomingMessage>((resolve, reject) => {
        const send = url.startsWith("https:") ? https.request : http.request;
        const outgoing = send(url, options, resolve).on("error", reject);
        const { body } = init;
        outgoing.end(
          typeof body === "string" || body instanceof URLSearchParams ? body.toString() : undefined,
        );
      });
      return await answer(incoming);
    } catch (error) {
      signal?.throwIfAborted();
      throw deadline.aborted ? tooLate(call, timeoutSeconds) : unreachable(call, error);
    }
  };
}

async function answer(incoming: http.IncomingMessage): Promise<Response> {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const status = incoming.statusCode ?? 0;
  const body = await text(incoming);
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}
