// deskrealm keycloak start|stop|status: an embedded Keycloak that stays when the command has ended.

import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import type { Context, ExitCode, Register } from "../context.ts";
import { readPem } from "../read-pem.ts";
import { findKept, type KeptServer, listKept, startKept, stopKept } from "../servers/kept.ts";
import { defaultKeycloakVersion, keycloakChecksum, keycloakVersions } from "../servers/keycloak-versions.ts";
import { showServers, showStarted } from "../views/keycloak.ts";

interface StartOptions {
  readonly version: string;
  readonly port?: number;
  readonly fresh?: boolean;
  readonly from?: string;
  readonly trust?: readonly string[];
  readonly json?: boolean;
}

interface ListOptions {
  readonly version?: string;
  readonly json?: boolean;
}

export const registerKeycloak: Register = (program, context, finish) => {
  const keycloak = program
    .command("keycloak")
    .description("run a Keycloak on this machine, for trying things out");
  const versions = `one of ${keycloakVersions.join(", ")}`;
  keycloak
    .command("start")
    .description("start it and leave it running; its data is kept between starts")
    .option("--version <version>", versions, defaultKeycloakVersion)
    .option(
      "--port <number>",
      "port on 127.0.0.1; by default the last one, else 8080, else a free one",
      parsePort,
    )
    .option("--fresh", "empty its data first")
    .option("--from <path>", "a zip or an unpacked Keycloak that you have")
    .option(
      "--trust <file...>",
      "PEM files of authorities to trust besides Java's own: a directory's, for example",
    )
    .option("--json", "print JSON")
    .action(async (options: StartOptions) => finish(await start(options, context)));
  keycloak
    .command("stop")
    .description("stop what runs; the data stays")
    .option("--version <version>", "only this version")
    .option("--json", "print JSON")
    .action(async (options: ListOptions) => finish(await stop(options, context)));
  keycloak
    .command("status")
    .description("show what runs; exit code 1 where nothing does")
    .option("--version <version>", "only this version")
    .option("--json", "print JSON")
    .action(async (options: ListOptions) => finish(await status(options, context)));
};

async function start(options: StartOptions, context: Context): Promise<ExitCode> {
  const { env, cwd, signal, stderr } = context;
  const server = await startKept({
    version: options.version,
    port: options.port,
    fresh: options.fresh === true,
    from: options.from === undefined ? undefined : resolve(cwd, options.from),
    trust: await authorities(options.trust ?? [], cwd),
    env,
    signal,
    progress: (line) => void stderr.write(`${line}\n`),
  });
  showStarted(server, options.json === true, context);
  return 0;
}

/** Keycloak would start without a file that is not there, and trust nobody. */
async function authorities(files: readonly string[], cwd: string): Promise<string[]> {
  const paths = files.map((file) => resolve(cwd, file));
  for (const path of paths) await readPem(path);
  return paths;
}

async function stop(options: ListOptions, context: Context): Promise<ExitCode> {
  const running = await chosen(options, context);
  for (const server of running) {
    context.stderr.write(`stopping Keycloak ${server.version} on ${server.url}\n`);
    await stopKept(server);
  }
  showServers(running, "stopped", options.json === true, context);
  return 0;
}

async function status(options: ListOptions, context: Context): Promise<ExitCode> {
  const running = await chosen(options, context);
  showServers(running, "running", options.json === true, context);
  return running.length > 0 ? 0 : 1;
}

async function chosen({ version }: ListOptions, { env }: Context): Promise<KeptServer[]> {
  if (version === undefined) return listKept(env);
  keycloakChecksum(version);
  const server = await findKept(version, env);
  return server === undefined ? [] : [server];
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 1 to 65535.");
}
