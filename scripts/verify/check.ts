// A check and its result: each is one claim about a realm that was tried for real.

import { Failure } from "../../infra/diagnostics/failure.ts";
import type { RealmKey } from "../../infra/model/types.ts";

/** Stable names of the checks. */
export type CheckName =
  | "owner"
  | "discovery"
  | "directory"
  | "probe"
  | "login"
  | "challenge"
  | "signature"
  | "audience"
  | "roles"
  | "claims"
  | "logout"
  | "redirect"
  | "implicit"
  | "direct-grant"
  | "attributes"
  | "api-token"
  | "api-users"
  | "api-manage"
  | "api-clients"
  | "api-version"
  | "api-limits"
  | "migration-role"
  | "migration-person"
  | "migration-assign"
  | "migration-find"
  | "password"
  | "directory"
  | "directory-mode"
  | "directory-mapping"
  | "directory-login"
  | "directory-entry"
  | "directory-claims"
  | "directory-roles";

export interface CheckResult {
  readonly realmKey: RealmKey;
  readonly realm: string;
  /** Key of the helpdesk that was tried, where several share the realm. */
  readonly helpdesk?: string;
  readonly check: CheckName;
  /** What is claimed, as a sentence without a full stop. */
  readonly title: string;
  /** `not-tried`: something that it needs has failed, or the model does not claim it. */
  readonly status: "ok" | "failed" | "not-tried";
  /** What was seen instead; empty where it is fine. */
  readonly why: string;
  readonly hint: string;
}

/** The hint where the spec and what `up` makes of it are in order, so that somebody changed the server. */
export const BRING_UP =
  "bring the realm up to the spec with `up`, or look with `drift` at what was changed by hand";

/** Thrown by a check whose claim is not true. */
export class Untrue extends Error {
  readonly hint: string;
  constructor(why: string, hint: string) {
    super(why);
    this.hint = hint;
  }
}

/** Thrown by a check that the model makes no claim for, or that lacks what it needs. */
export class NotTried extends Error {}

/** Collects a realm's results in the order in which they were tried. */
export class Checks {
  readonly results: CheckResult[] = [];
  readonly #realmKey: RealmKey;
  readonly #realm: string;
  readonly #signal: AbortSignal | undefined;

  constructor(realmKey: RealmKey, realm: string, signal: AbortSignal | undefined) {
    this.#realmKey = realmKey;
    this.#realm = realm;
    this.#signal = signal;
  }

  /** Tries one claim; gives what `attempt` found out, or undefined where it is not true. */
  async try<T>(check: CheckName, title: string, attempt: () => Promise<T> | T): Promise<T | undefined> {
    const about = { realmKey: this.#realmKey, realm: this.#realm, check, title };
    try {
      const value = await attempt();
      this.results.push({ ...about, status: "ok", why: "", hint: "" });
      return value;
    } catch (error) {
      this.#signal?.throwIfAborted();
      const [why, hint] = reason(error);
      const status = error instanceof NotTried ? "not-tried" : "failed";
      this.results.push({ ...about, status, why, hint });
      return undefined;
    }
  }
}

/** What an earlier check was to find out. */
export function needed<T>(value: T | undefined, check: CheckName): T {
  if (value === undefined) throw new NotTried(`it needs ${check}`);
  return value;
}

/** An address of the helpdesk that Keycloak may lead back to. */
export function registered(redirectUri: string | undefined): string {
  if (redirectUri === undefined) throw new NotTried("the helpdesk's callback is not known yet");
  return redirectUri;
}

function reason(error: unknown): readonly [why: string, hint: string] {
  if (error instanceof Untrue || error instanceof Failure) return [error.message, error.hint];
  return [error instanceof Error ? error.message : String(error), ""];
}
