// A stand-in for GitHub's API on loopback: comments, issues and code scanning of one repository.

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export const TOKEN = "token-of-the-job";
const BOT = "github-actions[bot]";
/** Longest text that GitHub takes. */
const MAX_LENGTH = 65_536;

export interface Entry {
  readonly id: number;
  readonly number: number;
  readonly user: { readonly login: string };
  body: string;
  title?: string;
  state: string;
}

type Answer = readonly [status: number, body: unknown];

export class GitHub implements AsyncDisposable {
  readonly comments: Entry[] = [];
  readonly issues: Entry[] = [];
  readonly sarifs: Readonly<Record<string, string>>[] = [];
  /** `METHOD path` of each request that changes something. */
  readonly writes: string[] = [];
  /** Whether the repository has code scanning. */
  codeScanning = true;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const [status, body] = await this.#answer(request);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  }

  static async start(): Promise<GitHub> {
    const started = new GitHub();
    await new Promise<void>((resolve) => started.#server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Somebody's comment, or the job's own. */
  addComment(body: string, login = BOT): Entry {
    return added(this.comments, body, login);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { method = "", headers, url = "" } = request;
    if (headers.authorization !== `Bearer ${TOKEN}`) return [401, { message: "Bad credentials" }];
    const { pathname, searchParams } = new URL(url, this.url);
    const path = pathname.replace("/repos/acme/realms/", "");
    const page = Number(searchParams.get("page"));
    const ofPage = (all: readonly Entry[]): Answer => [200, all.slice((page - 1) * 100, page * 100)];
    if (method === "GET" && path === "issues/7/comments") return ofPage(this.comments);
    if (method === "GET" && path === "issues")
      return ofPage(this.issues.filter(({ state }) => state === "open"));
    const sent = JSON.parse(await text(request));
    this.writes.push(`${method} ${path}`);
    if ((sent.body ?? "").length > MAX_LENGTH) return [422, { message: "body is too long" }];
    if (path === "code-scanning/sarifs") {
      if (!this.codeScanning) return [403, { message: "Code scanning is not enabled" }];
      this.sarifs.push(sent);
      return [202, {}];
    }
    if (method === "POST" && path === "issues/7/comments") return [201, this.addComment(sent.body)];
    if (method === "POST" && path === "issues")
      return [201, Object.assign(added(this.issues, sent.body, BOT), { title: sent.title })];
    const [, kind, number] = /^(issues|issues\/comments)\/(\d+)$/.exec(path) ?? [];
    const found = (kind === "issues" ? this.issues : this.comments).find(({ id }) => id === Number(number));
    if (method !== "PATCH" || found === undefined) return [404, { message: "Not Found" }];
    return [200, Object.assign(found, sent)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function added(list: Entry[], body: string, login: string): Entry {
  const id = list.length + 1;
  // GitHub gives back the line breaks that its own forms send.
  const entry = { id, number: id, user: { login }, body: body.replaceAll("\n", "\r\n"), state: "open" };
  list.push(entry);
  return entry;
}
