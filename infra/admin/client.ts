// The one Admin API client. It is imported at every `pulumi preview`, so it stands on Node's own http;
// of @keycloak/keycloak-admin-client (0.1 to 0.2 s to load) it takes only the types.

import type { Connection } from "./connection.ts";
import { type Call, notKeycloak, refused } from "./errors.ts";
import { secretsOf, TokenSource } from "./token.ts";
import { type Answer, Transport } from "./transport.ts";

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface AdminClientOptions {
  /** Aborts whatever is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch; for the token's expiry. */
  readonly now?: () => number;
  /** Milliseconds before each further try of a call that may be made twice. */
  readonly pauses?: readonly number[];
}

/** Entries that one request of `listAll` asks for. */
const PAGE = 250;

/**
 * Calls to one Keycloak's Admin API, at most eight at a time. Paths begin with a slash and are below
 * `/admin`; build them with `adminPath`.
 *
 * @throws AdminFailure (`admin-unreachable`, `admin-unauthorized`, `admin-refused`) from every call.
 * @example
 * const client = new AdminClient(resolveConnection({ config, env }));
 * const realm = await client.find<RealmRepresentation>(adminPath`/realms/${name}`);
 */
export class AdminClient {
  readonly connection: Connection;
  readonly #transport: Transport;
  readonly #tokens: TokenSource;
  #calls = 0;

  constructor(connection: Connection, { signal, now = Date.now, pauses }: AdminClientOptions = {}) {
    this.connection = connection;
    this.#transport = new Transport(connection, signal, pauses);
    this.#tokens = new TokenSource(connection, this.#transport, now);
  }

  /** Requests sent so far, those for a token included. */
  get calls(): number {
    return this.#calls + this.#tokens.calls;
  }

  /** Gets a token, so that a wrong account is told at once; every other call does so by itself. */
  login(): Promise<string> {
    return this.#tokens.token();
  }

  async get<T>(path: string, query: Query = {}): Promise<T> {
    return json<T>(...(await this.#call("GET", path, query)));
  }

  /** Like `get`; `undefined` where there is none (404). */
  async find<T>(path: string, query: Query = {}): Promise<T | undefined> {
    const [call, answer] = await this.#call("GET", path, query, undefined, [404]);
    // A 404 that is not JSON is some other server's, or a wrong base path.
    if (answer.status === 404) {
      json<unknown>(call, answer);
      return undefined;
    }
    return json<T>(call, answer);
  }

  /** Every entry of a list that Keycloak gives out in pages (`first`, `max`). */
  async listAll<T>(path: string, query: Query = {}, pageSize: number = PAGE): Promise<T[]> {
    const all: T[] = [];
    for (;;) {
      const page = await this.get<T[]>(path, { ...query, first: all.length, max: pageSize });
      all.push(...page);
      if (page.length < pageSize) return all;
    }
  }

  /** Creates; gives the new thing's id where Keycloak names one in `Location`. */
  async post(path: string, body: unknown): Promise<string | undefined> {
    const [, answer] = await this.#call("POST", path, {}, body);
    return answer.location?.split("/").at(-1);
  }

  /** Like `post`, for endpoints that answer with a body. */
  async postFor<T>(path: string, body: unknown): Promise<T> {
    return json<T>(...(await this.#call("POST", path, {}, body)));
  }

  async put(path: string, body: unknown): Promise<void> {
    await this.#call("PUT", path, {}, body);
  }

  async delete(path: string, body?: unknown): Promise<void> {
    await this.#call("DELETE", path, {}, body);
  }

  /** Ends the kept connections. Without it they end by themselves and keep no process alive. */
  [Symbol.dispose](): void {
    this.#transport.close();
  }

  async #call(
    method: string,
    path: string,
    query: Query,
    body?: unknown,
    accepted: readonly number[] = [],
  ): Promise<readonly [Call, Answer]> {
    const parameters = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const search = parameters.length === 0 ? "" : `?${new URLSearchParams(parameters)}`;
    const call = { method, url: `${this.connection.adminUrl}/admin${path}${search}` };
    const send = async () => {
      const token = await this.#tokens.token();
      this.#calls += 1;
      return this.#transport.send({
        ...call,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    };
    let answer = await send();
    // A token can end early: a session was logged out, or the clocks differ. And whoever made a realm since it was
    // given has rights in that realm by the next one only.
    if ((answer.status === 401 || answer.status === 403) && this.#tokens.forget()) answer = await send();
    const fine = (answer.status >= 200 && answer.status < 300) || accepted.includes(answer.status);
    if (!fine) throw refused(call, answer.status, answer.body, secretsOf(this.connection));
    return [call, answer];
  }
}

/** A path with its parts escaped: realm, role and user names may hold anything. */
export function adminPath(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

function json<T>(call: Call, answer: Answer): T {
  try {
    return JSON.parse(answer.body) as T;
  } catch {
    throw notKeycloak(call, answer.status);
  }
}
