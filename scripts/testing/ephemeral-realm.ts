// Test realms for a test: made by the same code as `deskrealm ephemeral up`, and deleted when they are disposed of.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Connection } from "../../infra/admin/connection.ts";
import type { Context } from "../context.ts";
import { serverFolder } from "../ephemeral/folder.ts";
import type { EphemeralRequest } from "../ephemeral/types.ts";
import { projectRoot } from "../project-root.ts";
import { administratorOf } from "../servers/administrator.ts";
import { connectionTo, embeddedVersion } from "./connection.ts";
import { SharedServers, startWithProcess } from "./embedded.ts";
import { readable } from "./errors.ts";
import { Lines } from "./lines.ts";
import { OpenRealms, SeveralOpenRealms } from "./realms.ts";
import { requestOf, type Wanted } from "./request.ts";
import type {
  EphemeralRealm,
  EphemeralRealmOptions,
  RunningKeycloak,
  SeveralEphemeralRealm,
  SeveralEphemeralRealmOptions,
} from "./types.ts";

type Options = EphemeralRealmOptions | SeveralEphemeralRealmOptions;

const embedded = new SharedServers((version, progress) =>
  startWithProcess({ version, forTests: true, env: process.env, progress }, (server) =>
    serverFolder(administratorOf(server), { env: process.env }),
  ),
);

/**
 * Makes the realms of a spec for a test: with names of their own, the people of the spec's `ephemeral:` part, and
 * redirect URIs below `url` alone. They are deleted when they are disposed of; where the process is killed before,
 * `deskrealm ephemeral gc` deletes them after `ttl`.
 *
 * @throws Failure with a stable `code`. Its text says what to do, and holds no secret.
 * @example
 * await using realm = await ephemeralRealm({ spec: "realms.yaml", url: "http://localhost:3000" });
 * const { issuer, app } = realm.agents;
 * const alice = realm.agents.person("alice");
 */
export function ephemeralRealm(options: EphemeralRealmOptions): Promise<EphemeralRealm>;
/**
 * Makes the realms of a spec of several helpdesks, each with redirect URIs below its own `url`.
 *
 * @throws Failure with a stable `code`. Its text says what to do, and holds no secret.
 * @example
 * const url = { otobo: "http://localhost:3000/otobo", tickets: "http://localhost:3001" };
 * await using realm = await ephemeralRealm({ spec: "realms.yaml", url });
 * const { issuer, app } = realm.agents.helpdesk("tickets");
 */
export function ephemeralRealm(options: SeveralEphemeralRealmOptions): Promise<SeveralEphemeralRealm>;
export async function ephemeralRealm(options: Options): Promise<EphemeralRealm | SeveralEphemeralRealm> {
  const lines = new Lines(options.log);
  const undo = new Undo();
  try {
    return await open(options, lines, undo);
  } catch (error) {
    await undo.run().catch(() => {});
    throw readable(error, lines.said);
  }
}

async function open(
  options: Options,
  lines: Lines,
  undo: Undo,
): Promise<EphemeralRealm | SeveralEphemeralRealm> {
  const wanted = requestOf(options);
  // Loaded when they are wanted: they take a while.
  const { ephemeralUp } = await import("../ephemeral/up.ts");
  const { ephemeralDown } = await import("../ephemeral/down.ts");
  const { environmentOf } = await import("../ephemeral/env-file.ts");
  const context = contextOf(options, lines);
  const connection = await findServer(options, wanted, context, undo);
  const out = options.out ?? (await mkdtemp(join(tmpdir(), "deskrealm-test-")));
  if (options.out === undefined) undo.add(() => rm(out, { recursive: true, force: true }));
  const request: EphemeralRequest = { ...wanted, out, server: { kind: "shared", connection } };
  const down = () => ephemeralDown(request, { ...context, signal: never() });
  // A name that was chosen may be another run's, which a failure of this one leaves alone.
  if (options.name === undefined) undo.add(down);
  const found = await ephemeralUp(request, context);
  if (options.name !== undefined) undo.add(down);
  const rendered = await Promise.all(
    found.rendered.map(async (path) => ({ path, text: await readFile(path, "utf8") })),
  );
  const files = { rendered, env: environmentOf(found) };
  const dispose = () =>
    undo.run().catch((error: unknown) => {
      throw readable(error, lines.said);
    });
  return "helpdesks" in found
    ? new SeveralOpenRealms(found, files, dispose)
    : new OpenRealms(found, files, dispose);
}

/** What is to be taken back, the last first. */
class Undo {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  /** Takes all of it back, also after a step that fails, whose error is thrown at the end. */
  async run(): Promise<void> {
    const failed: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop())
      await step().catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw failed[0];
  }
}

/** The named server, or this process's own, which is started once the spec is known to be right. */
async function findServer(
  options: Options,
  wanted: Wanted,
  context: Context,
  undo: Undo,
): Promise<Connection> {
  const version = embeddedVersion(options);
  if (version === undefined) return connectionTo(options.keycloak as RunningKeycloak, context.env);
  const { readWritten, YET_TO_START } = await import("../ephemeral/derive.ts");
  (await readWritten(wanted, context)).derive(YET_TO_START);
  const running = await embedded.share(version, (line) => void context.stderr.write(`${line}\n`));
  undo.add(async () => running[Symbol.asyncDispose]());
  return administratorOf(running.server);
}

/** Nothing is printed: what commands print goes to the lines. */
const contextOf = ({ cwd, signal }: Options, lines: Lines): Context => ({
  env: process.env,
  stdout: lines.stream,
  stderr: lines.stream,
  cwd: resolve(cwd ?? "."),
  root: projectRoot(),
  now: () => new Date(),
  signal: signal ?? never(),
});

const never = (): AbortSignal => new AbortController().signal;
