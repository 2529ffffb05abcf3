// A stand-in for Keycloak's Admin API, for tests of the client alone.

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Connection } from "../../infra/admin/connection.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { NO_TLS } from "./test-keycloak.ts";

/** The administrator's password. */
export const SECRET = "geheim-4711";

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
}

/** Gives out tokens, and what `answer` says. */
export async function standIn(answer: (path: string, token: string) => Reply | "never", lifetime = 60) {
  const seen: string[] = [];
  let tokens = 0;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "";
    seen.push(`${request.method} ${path}`);
    const send = ({ status = 200, body = {} }: Reply) =>
      response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
    if (path.endsWith("/token")) {
      tokens += 1;
      send({ body: { access_token: `token-${tokens}`, expires_in: lifetime } });
      return;
    }
    const reply = answer(path, request.headers.authorization ?? "");
    if (reply !== "never") send(reply);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    seen,
    connection: (timeoutSeconds = 30, base = url): Connection => ({
      url: base,
      adminUrl: base,
      realm: "master",
      credentials: {
        kind: "password",
        clientId: "admin-cli",
        clientSecret: undefined,
        username: "admin",
        password: SECRET,
      },
      timeoutSeconds,
      tls: NO_TLS,
      headers: {},
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What an attempt fails with; it holds no secret. */
export async function failureOf(attempt: Promise<unknown>): Promise<AdminFailure> {
  try {
    await attempt;
  } catch (error) {
    assert.ok(error instanceof AdminFailure);
    assert.ok(!`${error.message}${error.hint}`.includes(SECRET), "a secret in a message");
    return error;
  }
  assert.fail("it was answered");
}
