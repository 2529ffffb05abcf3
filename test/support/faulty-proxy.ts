// Stands before one Keycloak or the nodes of several, and goes wrong where a test says so, as networks and
// servers do.

import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { type Call, give, LoopbackProxy } from "./loopback-proxy.ts";

export type Fault =
  /** The answer comes late. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** The connection breaks before the server sees the request. */
  | { readonly kind: "reset-before" }
  /** The server does the work, and its answer is lost. */
  | { readonly kind: "reset-after" }
  /** Something in between answers for the server. */
  | { readonly kind: "answer"; readonly status: 401 | 503; readonly body?: string }
  /** Something happens, and the request goes on to a server that may not be there any more. */
  | { readonly kind: "before"; readonly happen: () => Promise<unknown> }
  /** The server does the work, something happens, and its answer is lost. */
  | { readonly kind: "after"; readonly happen: () => Promise<unknown> };

export interface When {
  readonly method?: string;
  readonly path?: RegExp;
  /** Matching calls that go well before; 0 by default. */
  readonly skip?: number;
  /** Matching calls that go wrong from then on; 1 by default. */
  readonly times?: number;
}

/** A fault that is set; it tells how often it struck. */
export interface Trouble {
  readonly hits: number;
}

interface Rule {
  readonly when: When;
  readonly fault: Fault;
  seen: number;
  hits: number;
}

export class FaultyProxy implements AsyncDisposable {
  readonly url: string;
  readonly #proxy: LoopbackProxy;
  readonly #rules: Rule[];

  private constructor(proxy: LoopbackProxy, rules: Rule[]) {
    this.#proxy = proxy;
    this.#rules = rules;
    this.url = proxy.url;
  }

  /** @param targets - base URLs; a call goes to the first that takes the connection */
  static async before(...targets: readonly string[]): Promise<FaultyProxy> {
    const rules: Rule[] = [];
    const proxy = await LoopbackProxy.start(async (call, answer, passOn) => {
      const fault = strike(rules, call);
      if (fault?.kind === "reset-before") return void answer.socket?.resetAndDestroy();
      if (fault?.kind === "answer") return void answer.writeHead(fault.status).end(fault.body ?? "");
      if (fault?.kind === "before") await fault.happen();
      const given = await firstThere(targets, passOn);
      if (fault?.kind === "reset-after" || fault?.kind === "after") {
        given.resume();
        await once(given, "end");
        if (fault.kind === "after") await fault.happen();
        return void answer.socket?.resetAndDestroy();
      }
      if (fault?.kind === "delay") await delay(fault.milliseconds);
      give(answer, given);
    });
    return new FaultyProxy(proxy, rules);
  }

  /** From now on the calls that match go wrong. */
  fail(fault: Fault, when: When = {}): Trouble {
    const rule = { when, fault, seen: 0, hits: 0 };
    this.#rules.push(rule);
    return rule;
  }

  /** Everything goes well again. */
  mend(): void {
    this.#rules.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
  }
}

/** The fault that a call meets: of all rules the first whose turn it is. */
function strike(rules: readonly Rule[], { method, path }: Call): Fault | undefined {
  for (const rule of rules) {
    const { when } = rule;
    if ((when.method ?? method) !== method || when.path?.test(path) === false) continue;
    rule.seen += 1;
    const turn = rule.seen - (when.skip ?? 0);
    if (turn < 1 || turn > (when.times ?? 1)) continue;
    rule.hits += 1;
    return rule.fault;
  }
  return undefined;
}

async function firstThere<T>(targets: readonly string[], passOn: (target: string) => Promise<T>): Promise<T> {
  for (const target of targets.slice(0, -1)) {
    try {
      return await passOn(target);
    } catch (error) {
      // Whoever took the connection may have done the work: that call is not sent twice.
      if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED") throw error;
    }
  }
  return passOn(targets.at(-1) ?? "");
}
